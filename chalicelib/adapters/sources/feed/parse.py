"""Reading a feed's XML as far as it can be read: broken feeds are common, and most of what they hold is good."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import feedparser

from chalicelib.adapters.sources.plain import one_line, untagged
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.source import Fault

_ROOT_ENDS = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_ENTRY_ENDS = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)

_ENTITY_OF_ENTITIES = re.compile(rb"<!ENTITY\s[^>]*&(?!#)")


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed's readable entries, in its own order."""

    title: str
    entries: tuple[Mapping[str, Any], ...]
    faults: tuple[Fault, ...]


def parse(body: bytes) -> Feed:
    """Read RSS or Atom; raise SourceUnavailableError for what is neither.

    feedparser's `bozo` is set on healthy feeds too and decides nothing here. It gets a file, because given a string
    it would open it as an address. White space before the XML declaration is the commonest fault, and mended.
    """
    if _ENTITY_OF_ENTITIES.search(_ascii(body)):
        raise SourceError("feed: it declares entities made of entities, as only an attack does")
    try:
        parsed = feedparser.parse(io.BytesIO(body.lstrip()))
    except (ValueError, TypeError, LookupError, AssertionError, RecursionError) as error:
        raise SourceUnavailableError("feed: what came cannot be read") from error
    if not parsed.entries and not parsed.get("version"):
        raise SourceUnavailableError("feed: what came is not a feed")
    title = one_line(untagged(parsed.feed.get("title", "")))
    entries, faults = _whole(tuple(map(dict, parsed.entries)), _ascii(body))
    return Feed(title=title, entries=entries, faults=tuple(faults))


def _whole(entries: tuple[Mapping[str, Any], ...], body: bytes) -> tuple[tuple[Mapping[str, Any], ...], list[Fault]]:
    """Leave out the half entry with which a feed breaks off: its other half would never be read."""
    if _ROOT_ENDS.search(body):
        return entries, []
    is_half = len(_ENTRY_ENDS.findall(body)) < len(entries)
    return entries[:-1] if is_half else entries, [Fault(where="feed", reason="it ends in the middle")]


def _ascii(body: bytes) -> bytes:
    """The tags are legible in UTF-16 too once its zeros are gone."""
    return body.replace(b"\0", b"")
