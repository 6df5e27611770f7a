"""A feed taken apart into its entries, so that one that breaks the parser does not take its neighbours along."""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from msgspec import Struct

from chalicelib.domain.heard.source import Fault

MOST = 10_000
"""Entries of a feed that are looked at; of these the newest are read."""

LONGEST_NAME = 1_000
"""Bytes of the name of an author: feedparser takes seconds for longer ones."""

BROKEN = (ValueError, TypeError, LookupError, AssertionError, AttributeError, ArithmeticError, RecursionError)
"""What feedparser and Python's own parsers raise where they trip."""

_EDGE = re.compile(rb"<(/?)((?:[\w.-]+:)?(?:item|entry))(?=[\s>/])[^<>]*>", re.IGNORECASE)
_LONG_NAME = re.compile(
    rb"(<(?:[\w.-]{1,40}:)?(?:author|creator|managingeditor|webmaster|publisher|contributor|owner|name|email)\b[^<>]*>"
    rb"(?:<!\[CDATA\[)?[^<\]]{%d})[^<\]]+" % LONGEST_NAME,
    re.IGNORECASE,
)
_HALF_ENTITY = re.compile(rb"&[^;&]{0,40}$")

LARGEST_SLOW = 64 * 1024
"""Bytes of an entry that is kept where parsing the whole takes too long."""

WHOLE = 2.5
"""Seconds of computing after which the parsing of a whole feed is given up, and of its entries the large ones."""

Entries = tuple[Mapping[str, Any], ...]
Parses = Callable[[bytes], Any]
Bounds = Callable[[float], AbstractContextManager[object]]
"""What raises TimeoutError after so many seconds of computing."""


class Parsed(Struct, frozen=True):
    """What feedparser found, the entries that could be read, and a fault for each that could not."""

    found: Any
    entries: Entries
    faults: tuple[Fault, ...]


def parse_whole(body: bytes, parse: Parses, bounded: Bounds = nullcontext) -> Parsed:
    """Parse the document, or, where that fails, as much of it as can be parsed. Raise what `parse` raised for none."""
    body, lost = _looked_at(body)
    try:
        with bounded(WHOLE):
            found = parse(body)
    except TimeoutError:
        return _salvaged(*_without_large(body, lost), parse)
    except BROKEN:
        return _salvaged(body, lost, parse)
    return Parsed(found, tuple(map(dict, found.entries)), lost)


def _looked_at(body: bytes) -> tuple[bytes, tuple[Fault, ...]]:
    spans = _spans(body)
    if len(spans) > MOST:
        body = body[: spans[MOST - 1][1]] + body[spans[-1][1] :]
    return _LONG_NAME.sub(lambda name: _HALF_ENTITY.sub(b"", name[1]), body), too_many(len(spans))


def too_many(entries: int) -> tuple[Fault, ...]:
    """The fault of a feed that holds more entries than are looked at."""
    reason = f"it holds {entries} entries; only the first {MOST} are looked at"
    return (Fault(where="feed", reason=reason),) if entries > MOST else ()


def _without_large(body: bytes, lost: tuple[Fault, ...]) -> tuple[bytes, tuple[Fault, ...]]:
    kept, place, faults = [], 0, list(lost)
    for number, (begins, ends) in enumerate(_spans(body)):
        if ends - begins > LARGEST_SLOW:
            kept.append(body[place:begins])
            place = ends
            faults.append(Fault(where=f"entries[{number}]", reason="takes too long to read"))
    return b"".join((*kept, body[place:])), tuple(faults)


def _salvaged(body: bytes, lost: tuple[Fault, ...], parse: Parses) -> Parsed:
    spans = _spans(body)
    if not spans:
        return Parsed(parse(body), (), lost)
    head, tail = body[: spans[0][0]], body[spans[-1][1] :]
    faults = list(lost)

    def read(first: int, last: int) -> Entries:
        try:
            return tuple(map(dict, parse(head + body[spans[first][0] : spans[last - 1][1]] + tail).entries))
        except BROKEN as error:
            if last - first > 1:
                middle = (first + last) // 2
                return (*read(first, middle), *read(middle, last))
            faults.append(Fault(where=f"entries[{first}]", reason=f"cannot be parsed ({type(error).__name__})"))
            return ()

    return Parsed(parse(head + tail), read(0, len(spans)), tuple(faults))


def _spans(body: bytes) -> list[tuple[int, int]]:
    """Where each entry begins and ends."""
    spans, begins = [], -1
    for edge in _EDGE.finditer(body):
        if not edge[1] and begins < 0:
            begins = edge.start()
        elif edge[1] and begins >= 0:
            spans.append((begins, edge.end()))
            begins = -1
    return spans
