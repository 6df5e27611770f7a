"""The day in a date: in figures or with the month's name, in the orders that leave no doubt which is which."""

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from chalicelib.adapters.sources.dates.months import month_named

_NAME = r"([^\W\d_]{3,12})\.?"
_OF = r"(?:\s*(?:de|del|of|di|do|den|the)\s+)?"
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})(?!\d)\s*[日일.]?")
_WEEK = re.compile(r"(?<!\d)(\d{4})-?W(\d\d)-?([1-7])(?!\d)", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<!\d)(\d{4})-(\d{3})(?!\d)(?!-)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)\.?")
_PARTED = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])")
_DAY_NAME_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?[\s\-/.,]*{_OF}{_NAME}[\s\-/.,]*{_OF}'?(\d{{4}}|\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_NAME_DAY_YEAR = re.compile(
    rf"(?<![^\W\d_]){_NAME}[\s\-]*(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)[\s\-,]*(\d{{4}})(?!\d)", re.IGNORECASE
)
_YEAR_NAME_DAY = re.compile(rf"(?<!\d)(\d{{4}})[\s\-./,]*{_NAME}[\s\-./,]*(\d{{1,2}})(?!\d)\.?", re.IGNORECASE)


class Day(Struct, frozen=True):
    """A day of the calendar, perhaps one that no calendar has."""

    year: int
    month: int
    day: int


def find_day(text: str, *, is_american: bool = False) -> tuple[Day | None, str]:
    """The one day that `text` names, and the text without it; None where it names none, or could name two.

    04/05/2026 could be in April or in May. `is_american` says that it is April: a time with AM or PM stands beside it.
    """
    for found, day in _candidates(text, is_american):
        hole = "\x1f" if "\x1f" in found[0] else " "
        return day, f"{text[: found.start()]}{hole}{text[found.end() :]}"
    return None, text


def _candidates(text: str, is_american: bool) -> Iterator[tuple[re.Match[str], Day]]:
    if found := _YEAR_FIRST.search(text):
        yield found, Day(int(found[1]), int(found[2]), int(found[3]))
    if found := _WEEK.search(text):
        counted = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3]))
        yield found, Day(counted.year, counted.month, counted.day)
    if found := _ORDINAL.search(text):
        counted = date.fromordinal(date(int(found[1]), 1, 1).toordinal() + int(found[2]) - 1)
        yield found, Day(counted.year, counted.month, counted.day)
    if found := _DOTTED.search(text):
        yield found, Day(_year(found[3]), int(found[2]), int(found[1]))
    if (found := _PARTED.search(text)) and (day := _parted(found, is_american)):
        yield found, day
    yield from _named(text)


def _named(text: str) -> Iterator[tuple[re.Match[str], Day]]:
    for pattern, (year, name, day) in (
        (_DAY_NAME_YEAR, (3, 2, 1)),
        (_NAME_DAY_YEAR, (3, 1, 2)),
        (_YEAR_NAME_DAY, (1, 2, 3)),
    ):
        for found in pattern.finditer(text):
            month = month_named(found[name])
            if month:
                yield found, Day(_year(found[year]), month, int(found[day]))


def _parted(found: re.Match[str], is_american: bool) -> Day | None:
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    if is_american or second > 12 or first == second:
        return Day(year, first, second)
    is_certain = first > 12 and len(found[4]) == 4  # 26/11/25 could begin with its year
    return Day(year, second, first) if is_certain else None


def _year(digits: str) -> int:
    """Two digits mean 1950 to 2049, as RFC 2822 has it."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 50 else 1900)
