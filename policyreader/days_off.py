"""Days off as people write them: `2026-12-24`, `2026-12-24 to 2026-12-26`, `every 12-24 from 12:00`, `company`."""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta

from msgspec import Struct

from chalicelib.domain.rules.person import Closing
from policyreader.amounts import DAY, shown
from policyreader.calendars import parse_day, parse_time

ENTRY = re.compile(
    r"(?P<every>every )?(?P<first>\S+)(?: to (?P<last>\S+))?(?: (?P<part>from|until) (?P<time>\d\d:\d\d))?"
)
COMPANY = "company"
LONGEST = timedelta(days=366)
LEAP_YEAR = 2024


class DaysOff(Struct, frozen=True, kw_only=True):
    """Whole days, parts of days and days of every year; and whether the company's are days off, too."""

    days: tuple[date, ...] = ()
    closings: tuple[Closing, ...] = ()
    company: bool = False


def parse_days_off(value: object) -> DaysOff:
    """The days off of one entry or a list of such."""
    entries = value if isinstance(value, list) else [value]
    dates, closings = list[date](), list[Closing]()
    for entry in (entry for entry in entries if entry != COMPANY):
        found = ENTRY.fullmatch(entry) if isinstance(entry, str) else None
        if found is None:
            raise ValueError(f"must be days like 2026-12-24 or '2026-12-24 to 2026-12-26', got {shown(entry)}")
        named = list(_days(found))
        if found["every"] or found["part"]:
            closings += [_closing(day, found) for day in named]
        else:
            dates += named
    return DaysOff(days=tuple(dict.fromkeys(dates)), closings=tuple(closings), company=COMPANY in entries)


def parse_company_days(value: object) -> DaysOff:
    """The same for the company's own, which cannot stand for themselves."""
    found = parse_days_off(value)
    if found.company:
        raise ValueError("must name days: these are what 'company' stands for")
    return found


def _days(found: re.Match[str]) -> Iterator[date]:
    first = _day(found["first"], found)
    last = _day(found["last"] or found["first"], found)
    if found["every"] and last < first:
        last = last.replace(year=last.year + 1)
    if not timedelta() <= last - first < LONGEST:
        raise ValueError(f"must end within a year after it begins, got {shown(found[0])}")
    yield from (first + ahead * DAY for ahead in range((last - first).days + 1))


def _day(text: str, found: re.Match[str]) -> date:
    try:
        return parse_day(f"{LEAP_YEAR}-{text}" if found["every"] else text)
    except ValueError:
        if found["every"]:
            raise ValueError(f"must be a day of every year like 'every 12-24', got {shown(found[0])}") from None
        raise


def _closing(day: date, found: re.Match[str]) -> Closing:
    edge = parse_time(found["time"]) if found["time"] else time()
    return Closing(
        month=day.month,
        day=day.day,
        year=None if found["every"] else day.year,
        since=edge if found["part"] == "from" else time(),
        until=edge if found["part"] == "until" else time(),
    )
