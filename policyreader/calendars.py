"""Hours, days, handoffs, time zones and holidays as people write them: `mon-fri 09:00-17:30, sat 10:00-14:00`."""

import re
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

import holidays
from holidays.registry import COUNTRIES

from chalicelib.domain.rules.person import Period
from policyreader.amounts import shown
from policyreader.faults import suggestion

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OTHERS_DAYS = {"mo": "mon", "di": "tue", "mi": "wed", "do": "thu", "fr": "fri", "sa": "sat", "so": "sun"} | {
    other: f"{other}{rest}" for other, rest in (("tu", "e"), ("we", "d"), ("th", "u"), ("su", "n"))
}
"""Two letters, English and German."""

DAYS = re.compile(r"(daily|[a-z]+)(?:-([a-z]+))?")
SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
HANDOFF = re.compile(r"(?:([a-z]+) )?(\d\d:\d\d)")
PLACE = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
AnyDay = TypeVar("AnyDay", bound=date)
YEARS = range(2000, 2200)
WITHOUT_SUMMER = {
    "EST": "America/New_York, or America/Panama if there is none",
    "MST": "America/Denver, or America/Phoenix if there is none",
    "HST": "Pacific/Honolulu",
}
"""Names that are no places, and the places that people mean by them."""


def parse_hours(value: object) -> tuple[Period, ...]:
    """The periods of `mon-fri 09:00-17:30, sat 10:00-14:00`, or of a list of such; `always` has none.

    Several periods a day stand side by side (`mon 09:00-12:00 13:00-17:00`); one that passes midnight
    (`fri 22:00-02:00`) ends on the next day.
    """
    entries = [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, str)]
    if not entries or (isinstance(value, list) and len(entries) < len(value)):
        raise ValueError(f"must be hours like 'mon-fri 09:00-17:30' or 'always', got {shown(value)}")
    text = ",".join(entries).lower()
    if text.strip() == "always":
        return ()
    periods, days = [], list[int]()
    for entry in text.split(","):
        named, *spans = entry.split() or [""]
        days += _days(named)
        for span in spans:
            periods += [period for day in days for period in _span(day, span)]
        days = [] if spans else days
    if days or not periods:
        raise ValueError(f"must name a time, like 'mon-fri 09:00-17:30', got {shown(value)}")
    _refuse_overlap(periods)
    return tuple(sorted(periods, key=_week_order))


def parse_zone(value: object) -> str:
    """The name of an IANA time zone; those that only name a distance from Greenwich miss every summer time."""
    if isinstance(value, str) and (value in WITHOUT_SUMMER or value.startswith("Etc/GMT")):
        place = WITHOUT_SUMMER.get(value, "a place like Europe/Berlin")
        raise ValueError(f"{value} knows no summer time: name {place}")
    if isinstance(value, str) and value in _zones():
        return value
    raise ValueError(f"there is no time zone called {shown(value)}{suggestion(str(value), _zones())}")


def parse_holidays(value: object) -> tuple[str, ...]:
    """The places of `US`, `US-CA`, or a list of such."""
    return tuple(dict.fromkeys(_place(entry) for entry in (value if isinstance(value, list) else [value])))


def _place(value: object) -> str:
    """A country, or a region of it, whose public holidays are known."""
    found = PLACE.fullmatch(value) if isinstance(value, str) else None
    try:
        if found is None:
            raise NotImplementedError
        holidays.country_holidays(found[1], subdiv=found[2])
    except NotImplementedError:
        words = f"must be a country or region like US or US-CA, got {shown(value)}"
        raise ValueError(f"{words}{_code_of(str(value))}") from None
    return found[0]


def _code_of(name: str) -> str:
    """The two letters of a country that was written out, or in three."""
    plain = re.sub(r"[^a-z]", "", name.casefold())
    for spelled, *codes in COUNTRIES.values():
        if plain in {word.casefold() for word in (spelled, *codes)}:
            return f" (did you mean {codes[0]}?)"
    return ""


def parse_day(value: object) -> date:
    """The date of `2026-12-24`."""
    try:
        return _near(date.fromisoformat(str(value)))
    except ValueError:
        raise ValueError(f"must be a day like 2026-12-24, got {shown(value)}") from None


def parse_moment(value: object) -> date | datetime:
    """The day of `2026-05-03`, or the local time of `2026-05-03 09:00`."""
    text = str(value)
    try:
        local_time = datetime.strptime(text, "%Y-%m-%d %H:%M") if " " in text else None  # noqa: DTZ007 - it is local
        return _near(local_time or date.fromisoformat(text))
    except ValueError:
        raise ValueError(
            f"must be a day like 2026-05-03 or a time like '2026-05-03 09:00', got {shown(value)}"
        ) from None


def parse_handoff(value: object) -> tuple[int | None, time]:
    """The weekday (0 is Monday, None where it is not named) and local time of `mon 09:00` or `08:00`."""
    found = HANDOFF.fullmatch(value.lower()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"must be a handoff like 'mon 09:00' or '08:00', got {shown(value)}")
    return (_weekday(found[1]) if found[1] else None), parse_time(found[2])


def local(moment: datetime, zone: str) -> datetime:
    """The instant, in UTC, at which clocks in `zone` show `moment`."""
    return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _near(day: AnyDay) -> AnyDay:
    """The day, if anybody can mean it; the calendar's own ends cannot be counted beyond."""
    if day.year in YEARS:
        return day
    raise ValueError(f"no rules are made for the year {day.year}")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _days(text: str) -> list[int]:
    found = DAYS.fullmatch(text)
    if found is None:
        raise ValueError(f"must begin with a day, like 'mon-fri 09:00-17:30', got {shown(text)}")
    if found[1] == "daily" and not found[2]:
        return list(range(7))
    first = _weekday(found[1])
    last = _weekday(found[2]) if found[2] else first
    return [(first + ahead) % 7 for ahead in range((last - first) % 7 + 1)]


def _weekday(text: str) -> int:
    for number, name in enumerate(WEEKDAYS):
        if text in (name.lower(), name[:3].lower()):
            return number
    meant = f" (did you mean '{OTHERS_DAYS[text]}'?)" if text in OTHERS_DAYS else ""
    raise ValueError(f"there is no weekday called '{text}': type mon, tue, wed, thu, fri, sat or sun{meant}")


def _span(day: int, text: str) -> list[Period]:
    found = SPAN.fullmatch(text)
    if found is None:
        padded = re.sub(r"(?<!\d)(\d):", r"0\1:", text)
        meant = f" (did you mean '{padded}'?)" if SPAN.fullmatch(padded) else ""
        raise ValueError(f"must be a time like 09:00-17:30, got '{text}'{meant}")
    start, end = parse_time(found[1]), parse_time(found[2])
    if start == end and start != time():
        raise ValueError(f"must not end when it begins, got '{text}'")
    if start < end or end == time():
        return [Period(weekday=day, start=start, end=end)]
    return [
        Period(weekday=day, start=start, end=time()),
        Period(weekday=(day + 1) % 7, start=time(), end=end, continues=True),
    ]


def parse_time(text: str) -> time:
    try:
        return time() if text == "24:00" else time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no time '{text}'") from None


def _refuse_overlap(periods: list[Period]) -> None:
    for first, second in pairwise(sorted(periods, key=_week_order)):
        if first.weekday == second.weekday and (first.end == time() or second.start < first.end):
            raise ValueError(f"hours overlap on {WEEKDAYS[first.weekday]}: {_shown(first)} and {_shown(second)}")


def _week_order(period: Period) -> tuple[int, time]:
    return period.weekday, period.start


def _shown(period: Period) -> str:
    return f"{period.start:%H:%M}-{period.end:%H:%M}"
