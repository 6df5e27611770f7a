"""What strangers wrote, made safe to show."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.told.readable import local, many, one_line, paragraphs, quoted, shorten, utf16
from tests.builders import NOON


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  a \t b ", "a b"),
        ("a\r\nb\u2028c", "a b c"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("abc\u202edef", "abcdef"),
        ("zero\u200bwidth", "zerowidth"),
        ("\ud800", ""),
        ("é 😡 中", "é 😡 中"),
    ],
)
def test_one_line_keeps_what_can_be_seen(written: str, shown: str) -> None:
    assert one_line(written) == shown


def test_paragraphs_keep_line_breaks_and_one_empty_line() -> None:
    assert paragraphs(" a\r\n\n\n\n\nb \u2029 c\n") == "a\n\nb\nc"


def test_a_quote_cannot_end_itself_and_names_its_links() -> None:
    assert quoted('say "hi" at https://evil.example/x or WWW.evil.example') == "say 'hi' at (link) or (link)"


@pytest.mark.parametrize(
    ("text", "room", "short"),
    [("abcdef", 6, "abcdef"), ("abcdefg", 6, "abc..."), ("ab cdefg", 6, "ab..."), ("abcd", 3, "..."), ("abcd", 2, "")],
)
def test_a_text_is_shortened_only_where_it_must_be(text: str, room: int, short: str) -> None:
    assert shorten(text, room) == short


@given(st.text(), st.integers(-5, 50))
def test_a_shortened_text_never_costs_more_than_its_room(text: str, room: int) -> None:
    assert utf16(shorten(text, room, cost=utf16)) <= max(room, 0)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1k"),
        (3_460, "3.4k"),
        (9_999, "9.9k"),
        (12_400, "12k"),
        (999_999, "999k"),
        (5_100_000, "5.1M"),
    ],
)
def test_counts_are_said_as_people_say_them_and_never_too_high(count: int, said: str) -> None:
    assert many(count) == said


def test_an_instant_is_told_on_the_local_clock_with_the_day_where_it_differs() -> None:
    assert local(NOON, "Europe/Berlin", at=NOON) == "14:00 CEST"
    assert local(NOON + timedelta(days=1), "Europe/Berlin", at=NOON) == "Tue 5 May 14:00 CEST"


def test_an_instant_of_another_year_is_told_with_its_year() -> None:
    assert local(NOON - timedelta(days=15 * 365), "Europe/Berlin", at=NOON) == "Sun 8 May 2011 14:00 CEST"


def test_an_instant_that_no_clock_there_could_show_is_told_as_it_is() -> None:
    assert local(datetime(1, 1, 1, tzinfo=UTC), "America/New_York", at=NOON) == "Mon 1 Jan 1 00:00 UTC"
