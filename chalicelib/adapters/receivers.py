"""Outgoing webhooks: a notice signed with its receiver's own secret and posted there, to a public address only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPException
from urllib.parse import SplitResult

from urllib3.exceptions import HTTPError

from chalicelib.adapters.signatures import sign
from chalicelib.adapters.sources.feed.guarded import checked, connection_to, hung_up_after, netloc, target
from chalicelib.domain.alert.notice import Notice
from chalicelib.domain.errors import RefusedError, SettingsError, SourceError, UnavailableError
from chalicelib.domain.rules.receiver import Receiver

PATIENCE = 5.0
"""Seconds for all of one try."""

GONE = 410
"""By this answer a receiver says that it wants no more of them (Standard Webhooks)."""

LARGEST_ANSWER = 64 * 1024


@dataclass(frozen=True)
class HttpReceivers:
    """Fulfils SendsNotices. `allowed_hosts` (host:port) may be private, and without TLS: the local run needs that."""

    secrets: Mapping[str, str] = field(repr=False)
    allowed_hosts: frozenset[str] = frozenset()
    patience: float = PATIENCE

    def send(self, receiver: Receiver, notice: Notice, *, at: datetime) -> None:
        """Post it once. A redirect is not followed: it counts as a failure, as every answer but a success does."""
        body = notice.body.encode()
        signed = sign(body, message_id=notice.id, at=at, secret=self._secret(receiver))
        try:
            status = self._post(receiver.url, body, signed)
        except SourceError as error:
            raise UnavailableError(f"{receiver.name}: {str(error).removeprefix('feed: ')}") from error
        except (OSError, HTTPException, HTTPError, ValueError) as error:
            raise UnavailableError(f"{receiver.name}: no whole answer came ({type(error).__name__})") from error
        if status == GONE:
            raise RefusedError(f"{receiver.name}: wants no more notices ({GONE})")
        if not 200 <= status < 300:
            raise UnavailableError(f"{receiver.name}: answered {status}")

    def _secret(self, receiver: Receiver) -> str:
        """While one secret replaces another both stand there, the new one first."""
        secrets = self.secrets[receiver.secret].split()
        if not secrets:
            raise SettingsError(f"the secret {receiver.secret} is empty")
        return secrets[0]

    def _post(self, url: str, body: bytes, signed: Mapping[str, str]) -> int:
        parts = checked(url)
        self._require_tls(parts)
        connection = connection_to(parts, self.allowed_hosts, self.patience)
        own = {"Host": netloc(parts), "User-Agent": "Earshot/0.1", "Content-Type": "application/json"}
        with hung_up_after(self.patience, connection):
            connection.request("POST", target(parts), body=body, headers={**own, **signed}, preload_content=False)
            answer = connection.getresponse()
            answer.read(LARGEST_ANSWER, decode_content=False)
            return answer.status

    def _require_tls(self, parts: SplitResult) -> None:
        if parts.scheme != "https" and f"{parts.hostname}:{parts.port or 80}" not in self.allowed_hosts:
            raise UnavailableError("notices are sent to https addresses only")
