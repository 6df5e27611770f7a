"""Shifts as an iCalendar (RFC 5545), which calendars fetch by themselves."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from chalicelib.domain.told.readable import one_line

FOLD = 75
"""Octets of one line, without its end (RFC 5545, 3.1)."""


class Entry(Struct, frozen=True, kw_only=True):
    """One event of a calendar. `uid` is the same whenever it is written, so that calendars know it again."""

    uid: str
    start: datetime
    end: datetime
    summary: str


def calendar(name: str, entries: Sequence[Entry], *, at: datetime) -> str:
    """The calendar called `name` as of `at`: its lines end with CRLF and are folded."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Earshot//Shifts//EN",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for entry in entries for line in _event(entry, at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A TEXT value (3.3.11), on one line."""
    return one_line(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets that break no character; each but the first begins with a space."""
    pieces, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > FOLD:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += octets
    return "\r\n".join(pieces)


def _event(entry: Entry, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}@earshot"
    yield f"DTSTAMP:{_instant(at)}"
    yield f"DTSTART:{_instant(entry.start)}"
    yield f"DTEND:{_instant(entry.end)}"
    yield f"SUMMARY:{escaped(entry.summary)}"
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
