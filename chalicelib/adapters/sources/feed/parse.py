"""Reading a feed as far as it can be read: broken feeds are common, and most of what they hold is good."""

import io
import re
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import feedparser

from chalicelib.adapters.sources.feed.before_root import checked
from chalicelib.adapters.sources.feed.charset import in_utf8
from chalicelib.adapters.sources.feed.homepage import feed_named_by
from chalicelib.adapters.sources.feed.json_feed import read_json_feed
from chalicelib.adapters.sources.feed.pieces import BROKEN, Bounds, Parsed, parse_whole
from chalicelib.adapters.sources.plain import one_line, untagged
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.source import Fault

_ROOT_ENDS = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_ENTRY_ENDS = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)

LONGEST_TITLE = 500
"""Characters of a feed's title."""

_NO_CHARACTER = re.compile(rb"&(?:amp;)?#(?:[0-9]{8,}|x[0-9a-f]{7,});?", re.IGNORECASE)
"""A reference to a character of a number that none has; feedparser would give up the whole feed for it."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed's readable entries, in its own order."""

    title: str
    entries: tuple[Mapping[str, Any], ...]
    faults: tuple[Fault, ...]


def parse(body: bytes, *, content_type: str = "", base: str = "", bounded: Bounds = nullcontext) -> Feed:
    """Read RSS, Atom or JSON Feed; raise SourceUnavailableError for what is none, SourceError where it names one.

    `content_type` is what the server said of it, `base` where it came from; `bounded` bounds the time. feedparser's
    `bozo` is set on healthy feeds too and decides nothing here. It gets a file, because given a string it would open it
    as an address. White space before the XML declaration is the commonest fault, and mended.
    """
    as_json = read_json_feed(body)
    if as_json:
        title, entries, broken = as_json
        return Feed(title=_titled(title), entries=entries, faults=broken)
    body = in_utf8(body, content_type=content_type)
    parsed = _parsed(checked(_NO_CHARACTER.sub(b"", body)), bounded)
    if not parsed.entries and not parsed.found.get("version"):
        named = feed_named_by(body, base=base)
        if named:
            raise SourceError(f"feed: this is a web page; the feed that it names is {named}")
        raise SourceUnavailableError("feed: what came is not a feed")
    entries, faults = _whole(parsed.entries, _ascii(body))
    return Feed(title=_titled(parsed.found.feed.get("title")), entries=entries, faults=(*parsed.faults, *faults))


def _titled(markup: object) -> str:
    return one_line(untagged(markup[:LONGEST_TITLE]))[:LONGEST_TITLE] if isinstance(markup, str) else ""


def _parsed(body: bytes, bounded: Bounds) -> Parsed:
    try:
        return parse_whole(body, _by_feedparser, bounded)
    except BROKEN as error:
        raise SourceUnavailableError("feed: what came cannot be read") from error


def _by_feedparser(body: bytes) -> Any:
    """Its own cleaning of HTML is left out: it takes minutes for what is hostile, and nothing but words is kept."""
    return feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)


def _whole(entries: tuple[Mapping[str, Any], ...], body: bytes) -> tuple[tuple[Mapping[str, Any], ...], list[Fault]]:
    """Leave out the half entry with which a feed breaks off: its other half would never be read."""
    if _ROOT_ENDS.search(body):
        return entries, []
    is_half = len(_ENTRY_ENDS.findall(body)) < len(entries)
    return entries[:-1] if is_half else entries, [Fault(where="feed", reason="it ends in the middle")]


def _ascii(body: bytes) -> bytes:
    """The tags are legible in UTF-16 too once its zeros are gone."""
    return body.replace(b"\0", b"")
