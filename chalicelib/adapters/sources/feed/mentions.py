"""What one reading of a feed says, as mentions: the newest entries, told apart, each with what it is known as."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from chalicelib.adapters.sources.feed.entries import Entry, read_entry, written_at
from chalicelib.adapters.sources.feed.identity import Identity, identify
from chalicelib.adapters.sources.feed.parse import Feed
from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.heard.source import Fault

MOST = 2_000
"""Entries read of one feed."""


class Reading(Struct, frozen=True, kw_only=True):
    """The mentions of one reading with their identities, in the feed's order. `shared` is for the next reading."""

    each: tuple[tuple[Identity, Mention], ...]
    shared: tuple[str, ...]
    faults: tuple[Fault, ...]


def read_mentions(
    feed: Feed, *, source: str, feed_url: str, at: datetime, base: str = "", shared: Sequence[str] = ()
) -> Reading:
    """Translate what a feed holds. `base` is the address that it came from, where a redirect led there.

    An entry without a date that can be believed counts as written `at`.
    """
    newest = _newest(feed.entries, at)
    entries = [read_entry(entry, base=base or feed_url, at=at) for entry in newest]
    found = identify(entries, feed_url=feed_url, shared=shared)
    lost = len(feed.entries) - len(newest)
    fault = Fault(where="feed", reason=f"it holds {len(feed.entries)} entries; only the newest {MOST} are read")
    return Reading(
        each=tuple(
            (identity, _mention(entry, identity, source=source, feed_url=feed_url, feed_title=feed.title, at=at))
            for entry, identity in zip(entries, found.each, strict=True)
        ),
        shared=found.shared,
        faults=(*feed.faults, *([fault] if lost else []), *found.faults),
    )


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
