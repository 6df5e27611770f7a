"""How far one stream of a Mastodon server has been read: its part of the cursor.

With `min_id` the server gives what comes next after an id, so that nothing is skipped however much came. It needs an id
to begin at: a first pass goes down from the newest. A search knows no such order, and goes down every time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from chalicelib.adapters.sources.mastodon.statuses import Entry, order
from chalicelib.domain.heard.source import Cursor


@dataclass(frozen=True, kw_only=True)
class Place:
    """All up to `since` has been read. In a pass downwards, so has all from `until` to `newest`."""

    since: str = ""
    until: str = ""
    newest: str = ""

    @classmethod
    def of(cls, cursor: Cursor, stream: str) -> Self:
        """Take this stream's place out of the source's cursor."""
        return cls(**{name: cursor.get(f"{stream}/{name}", "") for name in vars(cls())})

    def into(self, cursor: Cursor, stream: str) -> Cursor:
        """The source's cursor with this stream's place in it."""
        others = {key: value for key, value in cursor.items() if not key.startswith(f"{stream}/")}
        return others | {f"{stream}/{name}": value for name, value in vars(self).items() if value}

    def bounds(self, *, downwards: bool) -> dict[str, Any]:
        """The parameters that ask for what comes next."""
        return {"min_id": self.since, "max_id": self.until if downwards else ""}

    def ahead(self, entries: Sequence[Entry], *, downwards: bool) -> list[Entry]:
        """What of a page was not read before, in the order in which the place passes it."""
        fresh = [entry for entry in entries if not self.since or order(entry.id) > order(self.since)]
        return fresh[::-1] if downwards else fresh

    def behind(self, passed: Sequence[Entry], *, downwards: bool) -> Self:
        """The place after these entries."""
        if not passed:
            return self
        if not downwards:
            return replace(self, since=passed[-1].id)
        return replace(self, until=passed[-1].id, newest=self.newest or passed[0].id)

    def finished(self) -> "Place":
        """The place between passes downwards: all up to the newest of this one has been read."""
        return Place(since=self.newest or self.since)
