"""The questions that a Bluesky server is asked in the brand's session. Each answer is the JSON object as it came."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.adapters.sources.bluesky.sessions import Session, Sessions
from chalicelib.adapters.sources.bluesky.xrpc import Params, SessionOverError, call
from chalicelib.adapters.sources.limits import is_nearly_refused
from chalicelib.adapters.sources.line import Line
from chalicelib.domain.errors import SourceError

HEARD = ["mention", "reply", "quote"]
"""The kinds of notifications that say something to us or of us."""


class BlueskyClient:
    """Asks one server. Of lists it gives the newest first; `bounds` are `limit`, `cursor`, and for searches `until`."""

    def __init__(self, line: Line, sessions: Sessions) -> None:
        self._line = line
        self._sessions = sessions
        self._session: Session | None = None
        self._headers: Mapping[str, str] = {}

    @property
    def is_nearly_refused(self) -> bool:
        """Whether the server said that it answers only a few requests more before it refuses."""
        return is_nearly_refused(self._headers)

    def did(self, at: datetime) -> str:
        """The id of the brand's account."""
        return self._opened(at).did

    def notifications(self, at: datetime, **bounds: Any) -> Mapping[str, Any]:
        """Who named, answered or quoted the account."""
        return self._ask("app.bsky.notification.listNotifications", at, reasons=list(HEARD), **bounds)

    def posts_of(self, did: str, at: datetime, **bounds: Any) -> Mapping[str, Any]:
        """What the account posted and answered."""
        return self._ask("app.bsky.feed.getAuthorFeed", at, actor=did, filter="posts_with_replies", **bounds)

    def search(self, query: str, at: datetime, **bounds: Any) -> Mapping[str, Any]:
        """Posts that match."""
        return self._ask("app.bsky.feed.searchPosts", at, q=query, sort="latest", **bounds)

    def profiles(self, dids: Sequence[str], at: datetime) -> Mapping[str, Any]:
        """At most 25 accounts with how many follow each."""
        return self._ask("app.bsky.actor.getProfiles", at, actors=list(dids))

    def _ask(self, method: str, at: datetime, **params: Any) -> Mapping[str, Any]:
        try:
            return self._told(method, at, params, self._opened(at))
        except SessionOverError:
            self._session = self._sessions.renewed(self._opened(at), at)
        try:
            return self._told(method, at, params, self._session)
        except SessionOverError as error:
            raise SourceError("bluesky: the server takes not even a session that it has just given") from error

    def _told(self, method: str, at: datetime, params: Params, session: Session) -> Mapping[str, Any]:
        said, answer = call(self._line, method, at=at, token=session.access, params=params)
        self._headers = answer.headers
        return said

    def _opened(self, at: datetime) -> Session:
        if self._session is None:
            self._session = self._sessions.current(at)
        return self._session
