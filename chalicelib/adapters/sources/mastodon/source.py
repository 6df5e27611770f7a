"""Mastodon as a source: one page of one stream a fetch, and the threads of what stands in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import replace

from chalicelib.adapters.sources.mastodon.client import MastodonClient
from chalicelib.adapters.sources.mastodon.mentions import Home, mention_of
from chalicelib.adapters.sources.mastodon.places import Place
from chalicelib.adapters.sources.mastodon.statuses import Account, Entry, read_entries
from chalicelib.adapters.sources.mastodon.threads import Threads
from chalicelib.adapters.sources.nulls import without_nulls
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Batch, Cursor, Fault

_PAGE = 40
_LOOKS = 2
"""Threads looked up in one fetch: with its page, three answers of ten seconds each end before the collector does."""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One sequence of posts. `inside` names the field that holds a post; `is_ours` says that it is said to us or by us,
    and `is_search` that the server gives it only from the newest down.
    """

    name: str
    ask: Callable[..., Any]
    inside: str | None = None
    is_ours: bool = False
    is_search: bool = False


@dataclass(frozen=True, kw_only=True)
class MastodonSource:
    """What is said to the brand on Mastodon, what the brand says, and what staff say for it.

    `handles` are the brand's own with their servers. `hashtag` and `query` are empty where nothing is looked for by
    them. `backfill` is how far back the first pass looks.
    """

    name: str
    client: MastodonClient
    origin: str
    handles: tuple[str, ...]
    hashtag: str = ""
    query: str = ""
    backfill: timedelta

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:
        """Read the next page of the stream whose turn it is. It costs nothing; without a `budget`, one page a run."""
        batch = self._next(cursor, at) if cursor.get("origin") == self.origin else self._begin(at)
        return replace(batch, more=batch.more and budget != 0)

    def _next(self, cursor: Cursor, at: datetime) -> Batch:
        streams = self._streams(cursor["account"])
        turn = int(cursor.get("turn", "0")) % len(streams)
        return self._read(streams[turn], cursor, at, rest=len(streams) - turn - 1)

    def _begin(self, at: datetime) -> Batch:
        """Learn whose token it is; on another server everything is read anew."""
        try:
            me = msgspec.convert(without_nulls(self.client.me(at)), Account)
        except msgspec.ValidationError as error:
            raise SourceUnavailableError("mastodon: the answer cannot be read") from error
        domains = (whole.partition("@") for whole in self.handles)
        domain = next((server for name, _, server in domains if name.casefold() == me.username.casefold()), None)
        if domain is None:
            raise SourceError(f"mastodon: the access token is @{me.username}'s, which no handle of the brand names")
        return Batch(cursor={"origin": self.origin, "account": str(me.id), "domain": domain}, more=True)

    def _read(self, stream: Stream, cursor: Cursor, at: datetime, *, rest: int) -> Batch:
        place = Place.of(cursor, stream.name)
        downwards = stream.is_search or not place.since
        page = stream.ask(at, limit=_PAGE, **place.bounds(downwards=downwards))
        if not isinstance(page, list):
            raise SourceUnavailableError(f"mastodon: {stream.name} are not a list")
        entries, faults = read_entries(page, where=stream.name, inside=stream.inside)
        ahead = place.ahead(entries, downwards=downwards)
        threads = Threads(cursor.get("threads", ""), look=partial(self.client.above, at=at), looks=_LOOKS)
        passed, heard = self._heard(stream, ahead, threads, cursor)
        behind = place.behind(passed, downwards=downwards)
        is_over = not ahead or (downwards and len(passed) == len(ahead) and self._is_old(passed, place, at))
        moved, more = _moved(cursor, stream, behind, rest, is_over=is_over, downwards=downwards)
        return Batch(
            mentions=tuple(sorted(heard, key=lambda mention: mention.posted_at)),
            cursor=moved | ({"threads": threads.kept} if threads.kept else {}),
            faults=(*faults, *_faults(stream, passed), *threads.faults),
            more=more and not self.client.is_nearly_refused,
        )

    def _heard(
        self, stream: Stream, ahead: list[Entry], threads: Threads, cursor: Cursor
    ) -> tuple[list[Entry], list[Mention]]:
        """The entries that were dealt with, and what they say; the others wait for the next fetch."""
        home = Home(self.origin, cursor["domain"], cursor["account"])
        passed, heard = [], []
        for entry in ahead:
            if entry.status is not None and _is_for_us(entry, stream):
                thread = threads.of(entry.status)
                if thread is None:
                    break
                heard.append(mention_of(entry.status, thread, source=self.name, home=home))
            passed.append(entry)
        return passed, heard

    def _is_old(self, passed: list[Entry], place: Place, at: datetime) -> bool:
        """Whether a first pass went down far enough. A later one ends where the last one began."""
        oldest = next((entry.status for entry in reversed(passed) if entry.status), None)
        return not place.since and oldest is not None and oldest.created_at < at - self.backfill

    def _streams(self, account: str) -> list[Stream]:
        client = self.client
        streams = [
            Stream(name="posts", ask=partial(client.posts_of, account), is_ours=True),
            Stream(name="notifications", ask=client.notifications, inside="status", is_ours=True),
        ]
        if self.hashtag:
            streams.append(Stream(name="tagged", ask=partial(client.tagged, self.hashtag)))
        if self.query:
            streams.append(Stream(name="search", ask=partial(client.search, self.query), is_search=True))
        return streams


def _is_for_us(entry: Entry, stream: Stream) -> bool:
    """What is private counts only where it is said to us, or answers somebody: all else is not ours to keep."""
    status = entry.status
    if status is None or status.is_public:
        return status is not None
    return stream.is_ours and (stream.inside is not None or status.in_reply_to_id is not None)


def _faults(stream: Stream, passed: list[Entry]) -> list[Fault]:
    gone = sum(entry.status is None and entry.fault is None for entry in passed)
    faults = [entry.fault for entry in passed if entry.fault]
    reason = f"{gone} of its posts were deleted, or cannot be seen any more"
    return [*faults, *([Fault(where=stream.name, reason=reason)] if gone else [])]


def _moved(
    cursor: Cursor, stream: Stream, place: Place, rest: int, *, is_over: bool, downwards: bool
) -> tuple[Cursor, bool]:
    """The cursor with the stream's new place, and whether to go on at once: with this stream, or the next one."""
    if not is_over:
        return place.into(cursor, stream.name), True
    moved = (place.finished() if downwards else place).into(cursor, stream.name)
    moved.pop("turn", None)
    return (moved | {"turn": str(int(cursor.get("turn", "0")) + 1)}, True) if rest else (moved, False)
