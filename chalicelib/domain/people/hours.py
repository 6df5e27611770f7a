"""Opening hours: when somebody works, told by the clock on their own wall, and how much of it has passed."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from chalicelib.domain.rules.person import Hours, Period

LOOKAHEAD = timedelta(days=370)
"""Hours that stay closed for longer than a year never open."""

DAY = timedelta(days=1)
ROUND_THE_CLOCK = tuple(Period(weekday=day, start=time(), end=time()) for day in range(7))


class Calendar(Protocol):
    """The public holidays of one place."""

    def get(self, key: date) -> str | None: ...


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether the wall clock in `hours.zone` shows an open time at `at`, on a day that is not closed."""
    clock = at.astimezone(ZoneInfo(hours.zone)).replace(tzinfo=None)
    return any(start <= clock < end for start, end in _wall_periods(hours, clock.date()))


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """The first instant from `at` on that is open: `at` itself when open, None if there is none for 370 days."""
    return next((start for start, _ in _open_times(hours, at)), None)


def after_business_time(hours: Hours, start: datetime, wait: timedelta) -> datetime:
    """The first instant at which `wait` of open time has passed since `start`.

    Hours that offer less than `wait` in 370 days count as always open: a timer that never rings loses the alert.
    """
    left = wait
    for opens, closes in _open_times(hours, start) if wait > timedelta() else ():
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return start + wait


def why_closed(hours: Hours, at: datetime) -> str | None:
    """What keeps somebody from working at `at`, for the people who wait; None when open."""
    if is_open(hours, at):
        return None
    day = at.astimezone(ZoneInfo(hours.zone)).date()
    holiday = _holiday(hours, day)
    if day in hours.closures or holiday:
        return f"closed on {day.isoformat()}" + (f" ({holiday})" if holiday else "")
    return "outside opening hours"


def _open_times(hours: Hours, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches from `at` on, in UTC, in order, never overlapping."""
    zone = ZoneInfo(hours.zone)
    now = at.astimezone(UTC)
    first = at.astimezone(zone).date()
    for ahead in range(LOOKAHEAD.days + 1):
        periods = _wall_periods(hours, first + ahead * DAY)
        for opens, closes in sorted(stretch for start, end in periods for stretch in _shown(zone, start, end)):
            if closes > now:
                yield max(opens, now), closes
                now = max(closes, now)


def _wall_periods(hours: Hours, day: date) -> list[tuple[datetime, datetime]]:
    """The open times of one calendar day as its wall clock shows them: naive, the end not included."""
    return [
        (datetime.combine(day, period.start), _end(day, period))
        for period in hours.periods or ROUND_THE_CLOCK
        if period.weekday == day.weekday() and not _is_day_off(hours, day - DAY if period.continues else day)
    ]


def _is_day_off(hours: Hours, day: date) -> bool:
    return day in hours.closures or _holiday(hours, day) is not None


def _end(day: date, period: Period) -> datetime:
    end = datetime.combine(day, period.end)
    return end + DAY if period.end == time() else end


def _shown(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The instants at which clocks in `zone` show [start, end): two stretches, one or none when clocks change."""
    before = start.replace(tzinfo=zone, fold=0).utcoffset() or timedelta()
    after = end.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    opens, closes = start.replace(tzinfo=UTC), end.replace(tzinfo=UTC)
    if before == after:
        yield opens - before, closes - before
        return
    change = _clock_change(zone, opens - before - DAY, closes - after + DAY)
    if opens - before < change:
        yield opens - before, min(closes - before, change)
    if change < closes - after:
        yield max(opens - after, change), closes - after


def _clock_change(zone: ZoneInfo, since: datetime, until: datetime) -> datetime:
    """The minute between `since` and `until` from which on clocks in `zone` are set otherwise."""
    offset = since.astimezone(zone).utcoffset()
    minute = timedelta(minutes=1)
    minutes = range((until - since) // minute)
    ahead = bisect_left(minutes, True, key=lambda m: (since + m * minute).astimezone(zone).utcoffset() != offset)
    return since + ahead * minute


def _holiday(hours: Hours, day: date) -> str | None:
    places = [(hours.country, hours.region)] if hours.country else []
    places += [(country, region or None) for country, _, region in (place.partition("-") for place in hours.further)]
    return next((holiday for place in places if (holiday := _calendar(*place).get(day))), None)


@lru_cache(maxsize=64)
def _calendar(country: str, region: str | None) -> Calendar:
    # The import takes 300 ms, and most functions never meet hours with public holidays.
    import holidays

    calendar: Calendar = holidays.country_holidays(country, subdiv=region)
    return calendar
