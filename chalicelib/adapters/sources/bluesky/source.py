"""Bluesky as a source: one page of one list a fetch, with how many follow those who wrote it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from msgspec.structs import replace

from chalicelib.adapters.sources.bluesky.client import BlueskyClient
from chalicelib.adapters.sources.bluesky.places import Place, just_above
from chalicelib.adapters.sources.bluesky.posts import Post, mentions, profiles, read_posts
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.source import Batch, Cursor, Fault

_PAGE = 50
_PROFILES = 25
"""Accounts that one question may name."""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One list. `field` is where its answer holds the posts; a search goes on by time, the others by a cursor."""

    name: str
    ask: Callable[..., Mapping[str, Any]]
    field: str
    is_search: bool = False

    def bounds(self, place: Place) -> dict[str, Any]:
        """The parameters that ask for what comes next."""
        return {"limit": _PAGE, "until" if self.is_search else "cursor": place.below}


@dataclass(frozen=True, kw_only=True)
class BlueskySource:
    """What is said to the brand on Bluesky, what the brand says, and what staff say for it.

    `account` names whose lists they are. `hashtag` and `query` are empty where nothing is looked for by them.
    `backfill` is how far back the first pass looks.
    """

    name: str
    client: BlueskyClient
    account: str
    hashtag: str = ""
    query: str = ""
    backfill: timedelta

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:
        """Read the next page of the list whose turn it is. It costs nothing; without a `budget`, one page a run."""
        known = cursor if cursor.get("account") == self.account else {"account": self.account}
        streams = self._streams(self.client.did(at))
        turn = int(known.get("turn", "0")) % len(streams)
        batch = self._read(streams[turn], known, at, rest=len(streams) - turn - 1)
        return replace(batch, more=batch.more and budget != 0)

    def _read(self, stream: Stream, cursor: Cursor, at: datetime, *, rest: int) -> Batch:
        place = Place.of(cursor, stream.name)
        page = stream.ask(at, **stream.bounds(place))
        found, faults = _listed(page, stream)
        fresh = place.fresh(found)
        followers, unknown = self._followers(fresh, at)
        below = _below(stream, page, found)
        is_over = (
            below in ("", place.below)
            or (stream.is_search and not fresh)
            or self._is_far_enough(stream, found, place, at)
        )
        moved, more = _moved(cursor, stream, place.behind(found, below=below), rest, is_over=is_over)
        return Batch(
            mentions=mentions(self.name, fresh, followers, own=self.client.did(at)),
            cursor=moved,
            faults=(*faults, *unknown),
            more=more and not self.client.is_nearly_refused,
        )

    def _followers(self, posts: Sequence[Post], at: datetime) -> tuple[dict[str, int], list[Fault]]:
        """How many follow each author. A post is not lost where that cannot be told."""
        followers: dict[str, int] = {}
        authors = list(dict.fromkeys(post.author.did for post in posts))
        try:
            for first in range(0, len(authors), _PROFILES):
                followers |= profiles(self.client.profiles(authors[first : first + _PROFILES], at))
        except SourceError as error:
            if isinstance(error, SourceUnavailableError) and error.retry_at is not None:
                raise  # the server asks to be left alone: the page is read again when it may be
            return followers, [Fault(where="profiles", reason=str(error))]
        return followers, []

    def _is_far_enough(self, stream: Stream, found: Sequence[Post], place: Place, at: datetime) -> bool:
        """Whether a page reaches what the last pass read or, in the first, what is too old."""
        if not found:
            return False
        oldest = min(post.at if stream.is_search else post.seen for post in found)
        return place.reaches(oldest) or (not place.since and oldest < at - self.backfill)

    def _streams(self, did: str) -> list[Stream]:
        client = self.client
        streams = [
            Stream(name="posts", ask=partial(client.posts_of, did), field="feed"),
            Stream(name="notifications", ask=client.notifications, field="notifications"),
        ]
        searched = {"tagged": f"#{self.hashtag}" if self.hashtag else "", "search": self.query}
        for name, query in searched.items():
            if query:
                streams.append(Stream(name=name, ask=partial(client.search, query), field="posts", is_search=True))
        return streams


def _listed(page: Mapping[str, Any], stream: Stream) -> tuple[list[Post], list[Fault]]:
    listed = page.get(stream.field)
    if not isinstance(listed, list):
        raise SourceUnavailableError(f"bluesky: {stream.name} are not a list")
    return read_posts(listed, where=stream.name)


def _below(stream: Stream, page: Mapping[str, Any], found: Sequence[Post]) -> str:
    """Where the list goes on below this page; empty at its end."""
    told = page.get("cursor")
    if not isinstance(told, str) or (stream.is_search and not found):
        return ""
    return just_above(min(post.at for post in found)) if stream.is_search else told


def _moved(cursor: Cursor, stream: Stream, place: Place, rest: int, *, is_over: bool) -> tuple[Cursor, bool]:
    """The cursor with the list's new place, and whether to go on at once: with this list, or the next one."""
    if not is_over:
        return place.into(cursor, stream.name), True
    moved = place.finished().into(cursor, stream.name)
    moved.pop("turn", None)
    return (moved | {"turn": str(int(cursor.get("turn", "0")) + 1)}, True) if rest else (moved, False)
