"""How far one list of Bluesky's has been read: its part of the cursor.

Lists come newest first and have no order but their times. A pass goes down from the newest to where the last one began,
and a little further, since what was written in the same moment may come later; marks tell what was handed over already.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Self

from chalicelib.adapters.sources.bluesky.posts import Post
from chalicelib.domain.heard.source import Cursor

OVERLAP = timedelta(minutes=2)
_MARKS = 500
_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, kw_only=True)
class Place:
    """`since` is when the newest post of the last whole pass was seen, `newest` that of this one; `below` is where it
    goes on. `head` marks what is about as new as that, `tail` what was on the last page. Empty where there is none.
    """

    since: str = ""
    newest: str = ""
    below: str = ""
    head: str = ""
    tail: str = ""

    @classmethod
    def of(cls, cursor: Cursor, stream: str) -> Self:
        """Take this list's place out of the source's cursor."""
        return cls(**{field.name: cursor.get(f"{stream}/{field.name}", "") for field in fields(cls)})

    def into(self, cursor: Cursor, stream: str) -> Cursor:
        """The source's cursor with this list's place in it."""
        others = {key: value for key, value in cursor.items() if not key.startswith(f"{stream}/")}
        return others | {f"{stream}/{name}": value for name, value in vars(self).items() if value}

    def fresh(self, posts: Sequence[Post]) -> list[Post]:
        """What of a page was not handed over before."""
        marks = {*self.head.split(), *self.tail.split()}
        return [post for post in posts if mark(post.uri) not in marks and not self.reaches(post.seen)]

    def reaches(self, instant: datetime) -> bool:
        """Whether the last whole pass read what was written then."""
        return self.since != "" and instant < datetime.fromisoformat(self.since) - OVERLAP

    def behind(self, posts: Sequence[Post], *, below: str) -> Self:
        """The place after a page, which goes on at `below`."""
        if not posts:
            return replace(self, below=below)
        times = [post.seen.isoformat() for post in posts]
        newest = max(self.newest, *times)
        near = datetime.fromisoformat(newest) - OVERLAP
        head = [mark(post.uri) for post in posts if post.seen >= near]
        return replace(
            self,
            newest=newest,
            below=below,
            head=" ".join(list(dict.fromkeys([*self.head.split(), *head]))[-_MARKS:]),
            tail=" ".join(mark(post.uri) for post in posts),
        )

    def finished(self) -> "Place":
        """The place between passes."""
        return Place(since=max(self.newest, self.since), head=self.head)


def mark(uri: str) -> str:
    """A short name for a post."""
    return hashlib.sha256(uri.encode()).hexdigest()[:12]


def just_above(oldest: datetime) -> str:
    """What a search is asked until, so that nothing of the oldest moment of a page is left out."""
    return (oldest + _TICK).isoformat(timespec="milliseconds").replace("+00:00", "Z")
