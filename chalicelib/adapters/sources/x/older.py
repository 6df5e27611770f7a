"""What an hour's budget left unread: each hour begins at the newest posts, the older rest is read with what is left.

X gives the newest posts first. Were a pass read to its end before the next begins, a new post would wait behind
everything that strangers wrote before it. So the rest of a pass becomes a window of its own, and the newest of these
windows is read once all news is, a page each time.
"""

import re
from dataclasses import replace
from datetime import datetime

from chalicelib.adapters.sources.x.windows import Window
from chalicelib.domain.heard.source import Cursor

MOST = 100
"""Windows that a source remembers; where there are as many, passes are read to their ends first."""

_OLDER = re.compile(r"older (\d+) (.*)/until")
_PASS = re.compile(r"(?!older \d+ )(.*)/until")


def at_the_top(cursor: Cursor, at: datetime) -> Cursor:
    """The cursor where an hour has begun: every pass in the middle is put aside, and the news are next."""
    hour = f"{at:%Y-%m-%dT%H}"
    if cursor.get("hour") == hour:
        return cursor
    moved = {key: value for key, value in cursor.items() if key != "turn"} | {"hour": hour}
    for stream in [found[1] for key in cursor if (found := _PASS.fullmatch(key))]:
        moved = _put_aside(moved, stream) if len(_rests(moved)) < MOST else moved
    return moved


def newest_rest(cursor: Cursor) -> tuple[str, str] | None:
    """The name of the window that was put aside last, and its stream's; None where nothing was left."""
    found = _rests(cursor)
    if not found:
        return None
    number, stream = max(found)
    return _name(number, stream), stream


def moved_below(cursor: Cursor, name: str, window: Window) -> Cursor:
    """The cursor after a page of that window, without it where it was read to its end. The news are next."""
    left = {key: value for key, value in cursor.items() if key != "turn" and not key.startswith(f"{name}/")}
    return window.into(left, name) if window.started else left


def _put_aside(cursor: Cursor, stream: str) -> Cursor:
    window = Window.of(cursor, stream)
    number = 1 + max((number for number, _ in _rests(cursor)), default=0)
    rest = replace(window, token="", newest=None)
    top = Window(since=window.newest or window.since, through=window.started)
    return rest.into(top.into(cursor, stream), _name(number, stream))


def _rests(cursor: Cursor) -> list[tuple[int, str]]:
    """Number and stream of every window that was put aside."""
    return [(int(match[1]), match[2]) for key in cursor if (match := _OLDER.fullmatch(key))]


def _name(number: int, stream: str) -> str:
    return f"older {number} {stream}"
