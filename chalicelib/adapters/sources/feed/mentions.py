"""What one reading of a feed says, as mentions: the newest entries, told apart, each with what it is known as."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from chalicelib.adapters.sources.feed.entries import Entry, read_entry, written_at
from chalicelib.adapters.sources.feed.identity import Identity, identify
from chalicelib.adapters.sources.feed.parse import Feed
from chalicelib.adapters.sources.feed.pieces import BROKEN, Bounds
from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.heard.source import Fault

MOST = 2_000
"""Entries read of one feed."""


_LONGEST = 0.5
"""Seconds of computing that one entry may take."""


class Reading(Struct, frozen=True, kw_only=True):
    """The mentions of one reading with their identities, in the feed's order. `shared` is for the next reading.

    `is_whole` says that nothing of it was broken off, so that asking "did it change?" is enough from now on.
    """

    each: tuple[tuple[Identity, Mention], ...]
    shared: tuple[str, ...]
    faults: tuple[Fault, ...]
    is_whole: bool = True


def read_mentions(
    feed: Feed,
    *,
    source: str,
    feed_url: str,
    at: datetime,
    base: str = "",
    shared: Sequence[str] = (),
    bounded: Bounds = nullcontext,
) -> Reading:
    """Translate what a feed holds. `base` is the address that it came from, where a redirect led there.

    An entry without a date that can be believed counts as written `at`. One that cannot be read, or not in time, is a
    fault; `bounded` bounds the time.
    """
    newest = _newest(feed.entries, at)
    entries, broken = _readable(newest, base=base or feed_url, at=at, bounded=bounded)
    found = identify(entries, feed_url=feed_url, shared=shared)
    lost = len(feed.entries) - len(newest)
    fault = Fault(where="feed", reason=f"it holds {len(feed.entries)} entries; only the newest {MOST} are read")
    return Reading(
        each=tuple(
            (identity, _mention(entry, identity, source=source, feed_url=feed_url, feed_title=feed.title, at=at))
            for entry, identity in zip(entries, found.each, strict=True)
        ),
        shared=found.shared,
        faults=(*feed.faults, *([fault] if lost else []), *broken, *found.faults),
        is_whole=not feed.faults,
    )


def _readable(
    raw: Sequence[Mapping[str, Any]], *, base: str, at: datetime, bounded: Bounds
) -> tuple[list[Entry], list[Fault]]:
    entries, faults = [], []
    for number, entry in enumerate(raw):
        try:
            with bounded(_LONGEST):
                found = read_entry(entry, base=base, at=at)
            entries.append(found)
        except TimeoutError:
            faults.append(Fault(where=f"entries[{number}]", reason="takes too long to read"))
        except BROKEN as error:
            faults.append(Fault(where=f"entries[{number}]", reason=f"cannot be read ({type(error).__name__})"))
    return entries, faults


def _newest(entries: Sequence[Mapping[str, Any]], at: datetime) -> list[Mapping[str, Any]]:
    """As many as are read, in the feed's order; of those without a date, the first."""
    if len(entries) <= MOST:
        return list(entries)
    dated = sorted(range(len(entries)), key=lambda number: written_at(entries[number], at=at) or at, reverse=True)
    return [entries[number] for number in sorted(dated[:MOST])]


def _mention(entry: Entry, identity: Identity, *, source: str, feed_url: str, feed_title: str, at: datetime) -> Mention:
    author = _author(entry, feed_url=feed_url, feed_title=feed_title)
    return Mention(
        source=source,
        network=Network.FEED,
        id=identity.id,
        url=entry.url,
        title=entry.title,
        text=entry.words or entry.title,
        author=author,
        posted_at=entry.written or at,
        thread=identity.id,
        thread_author=author.id,
        known_as=(f"{Network.FEED}:{identity.address}",) if identity.address else (),
        formerly=(f"{Network.FEED}:{identity.former}",),
    )


def _author(entry: Entry, *, feed_url: str, feed_title: str) -> Author:
    """The site speaks, or somebody on it, who can then be silenced alone.

    A feed's title names its own site, not those it quotes.
    """
    home = urlsplit(feed_url).hostname or feed_url
    site = urlsplit(entry.url).hostname or home
    name = feed_title if site == home else site
    if not entry.author or entry.author.casefold() in (name.casefold(), site):
        return Author(id=site, handle=site, name=entry.author or name)
    return Author(id=f"{site}/{entry.author.strip('/').casefold()}", handle=site, name=entry.author)
