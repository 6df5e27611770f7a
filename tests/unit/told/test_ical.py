"""Calendars as RFC 5545 has them, read back by a parser that is not ours."""

from datetime import timedelta

from hypothesis import given
from hypothesis.strategies import text
from icalendar import Calendar

from chalicelib.domain.told.ical import Entry, calendar, folded
from chalicelib.domain.told.readable import one_line
from tests.builders import NOON

LONG = "Kundendienst, Presse; und \\alles\\ was sonst noch anfällt – auch nachts 🌙 und an Feiertagen im ganzen Land"


def an_entry(summary: str = LONG) -> Entry:
    return Entry(uid="0123", start=NOON, end=NOON + timedelta(days=1), summary=summary)


def test_a_parser_reads_what_was_written() -> None:
    written = calendar("Shifts, all; of them", [an_entry()], at=NOON)

    [event] = Calendar.from_ical(written).events
    assert "\r\nX-WR-CALNAME:Shifts\\, all\\; of them\r\n" in written
    assert (event["SUMMARY"], event["UID"]) == (LONG, "0123@earshot")
    assert (event.start, event.end, event.DTSTAMP) == (NOON, NOON + timedelta(days=1), NOON)


@given(text(max_size=300))
def test_whatever_a_name_holds_no_line_is_too_long_or_cut_within_a_character(summary: str) -> None:
    written = calendar("Shifts", [an_entry(summary)], at=NOON)

    assert all(len(line) <= 75 for line in written.encode().split(b"\r\n"))
    assert "\n" not in written.replace("\r\n", "")
    [event] = Calendar.from_ical(written).events
    assert event["SUMMARY"] == one_line(summary)


def test_a_short_line_stays_whole() -> None:
    assert folded("A" * 75) == "A" * 75
    assert folded("A" * 76) == "A" * 75 + "\r\n A"


def test_a_calendar_without_shifts_is_one() -> None:
    assert Calendar.from_ical(calendar("Shifts", [], at=NOON)).events == []
