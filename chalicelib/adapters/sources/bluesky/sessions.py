"""The session of the brand's account: logged in seldom, renewed often, and kept before it is used.

Bluesky gives a new refresh token with every renewal and takes the old one no more. It allows some hundred log-ins a
day.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from chalicelib.adapters.sources.bluesky.xrpc import SessionOverError, call
from chalicelib.adapters.sources.line import Line
from chalicelib.adapters.sources.vault import Vault
from chalicelib.domain.errors import SourceError, SourceUnavailableError

KEPT_AS = "bluesky-session"

MOST_LOG_INS = 10
"""In a day, whatever goes wrong: far below what Bluesky allows, so that the account's people are never locked out."""

DAY = timedelta(days=1)


class Session(Struct, frozen=True, kw_only=True):
    """What lets us in as `account`. `log_ins` are those of the last day; without `access` there is no session yet."""

    account: str = ""
    did: str = ""
    access: str = ""
    refresh: str = ""
    log_ins: tuple[datetime, ...] = ()


class _Given(Struct, frozen=True, rename="camel"):
    access_jwt: str
    refresh_jwt: str
    did: str


@dataclass(frozen=True, kw_only=True)
class Sessions:
    """Gives the session of one account on one server."""

    line: Line
    vault: Vault
    handle: str
    password: str

    def current(self, at: datetime) -> Session:
        """The kept session; a new one where there is none, or another account's."""
        kept = self._kept()
        return kept if kept.access and kept.account == self._account else self._logged_in(kept, at)

    def renewed(self, session: Session, at: datetime) -> Session:
        """The session after its access token ended, by its refresh token, or by the password where that ended too."""
        kept = self._kept()
        if kept.access not in ("", session.access) and kept.account == self._account:
            return kept  # another process renewed it
        try:
            given, _ = call(self.line, "com.atproto.server.refreshSession", at=at, token=session.refresh)
        except SessionOverError:
            return self._logged_in(session, at)
        return self._keep(session, given)

    def _logged_in(self, before: Session, at: datetime) -> Session:
        if not self.password:
            raise SourceError("bluesky: no app password is configured")
        if re.search(r"\s", self.password):
            raise SourceError("bluesky: the secret bluesky-app-password holds a line break or a space: store it again")
        recent = tuple(each for each in before.log_ins if each > at - DAY)
        if len(recent) >= MOST_LOG_INS:
            reason = f"bluesky: {MOST_LOG_INS} log-ins in a day did not last: more would lock the account out"
            raise SourceUnavailableError(reason, retry_at=min(recent) + DAY)
        noted = Session(log_ins=(*recent, at))
        self._write(noted)  # before it happens: whatever dies then, it counts
        asked = {"identifier": self.handle, "password": self.password}
        given, _ = call(self.line, "com.atproto.server.createSession", at=at, body=asked)
        return self._keep(noted, given)

    def _keep(self, session: Session, given: object) -> Session:
        """Keep what the server gave before anybody uses it: the former tokens are worth nothing now."""
        try:
            told = msgspec.convert(given, _Given)
        except msgspec.ValidationError as error:
            raise SourceUnavailableError("bluesky: the session cannot be read") from error
        fresh = replace(session, account=self._account, did=told.did, access=told.access_jwt, refresh=told.refresh_jwt)
        self._write(fresh)
        return fresh

    def _kept(self) -> Session:
        try:
            return msgspec.json.decode(self.vault.fresh(KEPT_AS) or "{}", type=Session)
        except msgspec.DecodeError:
            return Session()  # written by hand, or by a version that keeps it otherwise

    def _write(self, session: Session) -> None:
        self.vault.keep(KEPT_AS, msgspec.json.encode(session).decode())

    @property
    def _account(self) -> str:
        return f"{self.handle} {self.line.origin}"
