"""How far one stream of posts has been read: X's part of the cursor, and where a gap shows.

X gives the newest posts first. A pass reads the window (`since`, `until`) downwards, page by page; `newest` is
kept from its first page and becomes `since` once the bottom is reached. So a crash, a spent budget or an expired
page token between two pages loses nothing: ids, not tokens, say what is left.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from chalicelib.adapters.sources.x.answers import Answer, Edge
from chalicelib.domain.errors import SourceUnavailableError
from chalicelib.domain.heard.source import Cursor, Gap

REACH = timedelta(days=7)
"""How far back a recent search can see."""

_MARGIN = timedelta(minutes=5)
_NOT_DELETED = 0.95
"""X counts deleted posts among those it gives back at most, so a full answer can hold somewhat fewer."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stream's place: what lies between `since` and `until` is still to be read.

    `started` is when this pass began (None between passes), `through` when the last whole one did.
    """

    since: Edge | None = None
    until: Edge | None = None
    newest: Edge | None = None
    started: datetime | None = None
    through: datetime | None = None
    token: str = ""
    read: int = 0

    @classmethod
    def of(cls, cursor: Cursor, stream: str) -> Self:
        """Take this stream's place out of the source's cursor."""
        kept = {name: _parsed(name, cursor[f"{stream}/{name}"]) for name in vars(cls()) if f"{stream}/{name}" in cursor}
        return cls(**kept)

    def into(self, cursor: Cursor, stream: str) -> Cursor:
        """The source's cursor with this stream's place in it."""
        others = {key: value for key, value in cursor.items() if not key.startswith(f"{stream}/")}
        return others | {f"{stream}/{name}": _written(value) for name, value in vars(self).items() if value}

    def begun(self, at: datetime) -> "Window":
        """This pass, or a new one that begins now."""
        return self if self.started else replace(self, started=at)

    def holds(self, post_id: str) -> bool:
        """Whether the post is newer than all that earlier passes have read."""
        return self.since is None or int(post_id) > int(self.since.id)

    def after(self, answer: Answer) -> "Window":
        """The place below this page, or after the whole pass where the page was the last."""
        moved = replace(self, newest=self.newest or answer.newest, token="", read=self.read + len(answer.posts))
        if answer.oldest is None:
            return replace(moved, token=answer.token) if answer.token else moved.finished()
        if self.until and int(answer.oldest.id) >= int(self.until.id):
            raise SourceUnavailableError("x: the answer repeats the page before")
        below = replace(moved, until=answer.oldest)
        return below if answer.token and self.holds(answer.oldest.id) else below.finished()

    def finished(self) -> "Window":
        """The place between passes: all up to the newest post of this one has been read."""
        return Window(since=self.newest or self.since, through=self.started)


def is_forgotten(window: Window, at: datetime) -> bool:
    """Whether a search was left so long in the middle that X would refuse to go on from there."""
    return window.until is not None and window.until.at < _reach(at)


def lost_to_age(window: Window, at: datetime) -> Gap | None:
    """What a search can no longer give because it was not asked in time."""
    last = window.until.at if window.until else window.through
    if last is None or last >= _reach(at):
        return None
    since = window.through.isoformat() if window.through else "the first reading"
    until = last if window.until else _reach(at)
    return Gap(since=since, until=until.isoformat(), reason="X searches only the last 7 days")


def lost_to_number(window: Window, answer: Answer, limit: int) -> Gap | None:
    """What lies beyond the newest `limit` posts: X leaves it out and does not say so. `answer` ended the pass."""
    if window.since is None or window.read + len(answer.posts) < limit * _NOT_DELETED:
        return None
    until = answer.oldest or window.until
    return Gap(since=window.since.id, until=until.id if until else "", reason=f"X gives back only the newest {limit}")


def bounds(window: Window, at: datetime, *, backfill: timedelta, is_search: bool) -> dict[str, Any]:
    """The parameters that ask for what is left of the window.

    X refuses a search since a post that is older than a search can see, also when the brand was merely quiet for a
    week. Then, and on the first pass, a time says where to begin.
    """
    asked: dict[str, Any] = {"token": window.token or None, "until_id": window.until.id if window.until else None}
    if window.since and not (is_search and window.since.at < _reach(at)):
        return asked | {"since_id": window.since.id}
    begin = window.through - _MARGIN if window.through else (window.started or at) - backfill
    return asked | {"start_time": max(begin, _reach(at)) if is_search else begin}


def _reach(at: datetime) -> datetime:
    return at - REACH + _MARGIN


def _parsed(name: str, value: str) -> Any:
    if name in ("started", "through"):
        return datetime.fromisoformat(value)
    if name == "read":
        return int(value)
    if name == "token":
        return value
    post_id, _, instant = value.partition(" ")
    return Edge(id=post_id, at=datetime.fromisoformat(instant))


def _written(value: object) -> str:
    if isinstance(value, Edge):
        return f"{value.id} {value.at.isoformat()}"
    return value.isoformat() if isinstance(value, datetime) else str(value)
