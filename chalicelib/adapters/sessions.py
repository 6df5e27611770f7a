"""Sessions of the desk: a cookie that names a person and when the session began, sealed so that nobody can make one."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from msgspec import Struct

LASTS = timedelta(hours=12)
COOKIE = "earshot"


class Session(Struct, frozen=True, kw_only=True):
    """Who is signed in since when. `csrf` is what this session's own forms hold, and other sites cannot know."""

    person: str
    since: datetime
    csrf: str

    @property
    def until(self) -> datetime:
        return self.since + LASTS


class Sessions:
    """Seals and reads cookies with a key that is derived from the stage's own."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, b"desk sessions", hashlib.sha256)

    def begin(self, person: str, at: datetime) -> str:
        """The cookie's value for a session of `person` that begins at `at`."""
        told = f"{person}~{int(at.timestamp())}"
        return f"{told}~{self._seal(told)}"

    def read(self, value: str, at: datetime) -> Session | None:
        """The session of a cookie; None where it was not sealed here, or is over."""
        told, _, seal = value.rpartition("~")
        if not hmac.compare_digest(self._seal(told).encode(), seal.encode("utf-8", "replace")):
            return None
        person, _, since = told.rpartition("~")
        session = Session(
            person=person, since=datetime.fromtimestamp(int(since), tz=UTC), csrf=self._seal(f"form~{value}")
        )
        return session if session.since <= at < session.until else None

    def _seal(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:40]


def set_cookie(value: str, *, lasts: timedelta, secure: bool) -> str:
    """The header that keeps a session in the browser. Set by an address of one level it has that level's path.

    Without a path of its own a cookie takes that of the address that sets it: the stage's, whatever the stage is called
    and whoever stands in front of it.
    """
    parts = [f"{COOKIE}={value}", f"Max-Age={int(lasts.total_seconds())}", "HttpOnly", "SameSite=Lax"]
    return "; ".join([*parts, "Secure"] if secure else parts)


def cookie_in(header: str) -> str:
    """The value of our cookie among those that a browser sends."""
    found = (pair.strip().partition("=") for pair in header.split(";"))
    return next((value for name, _, value in found if name == COOKIE), "")
