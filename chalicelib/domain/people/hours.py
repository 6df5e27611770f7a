"""Opening hours: when somebody works, told by the clock on their own wall, and how much of it has passed."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from chalicelib.domain.people.days_off import DAY, closed_parts, holiday, is_day_off
from chalicelib.domain.rules.person import Away, Hours, Period
from chalicelib.domain.rules.spans import Counting, Span

LOOKAHEAD = timedelta(days=370)
"""Hours that stay closed for longer than a year never open."""

ROUND_THE_CLOCK = tuple(Period(weekday=day, start=time(), end=time()) for day in range(7))


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether the wall clock in `hours.zone` shows an open time at `at`, on a day that is not off."""
    if any(away.start <= at < away.end for away in hours.away):
        return False
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


def span_end(hours: Hours, start: datetime, span: Span) -> datetime:
    """When a span that begins at `start` is over for whoever keeps `hours`.

    Days end at the same time of the day, on the clock on their wall; business days are those on which they open.
    """
    if span.is_open_time:
        return after_business_time(hours, start, span.lasts)
    if span.counts is Counting.DAYS:
        return _after_business_days(hours, start, span.lasts.days)
    there = start.astimezone(ZoneInfo(hours.zone))
    return (there + span.lasts.days * DAY).astimezone(UTC) + span.lasts % DAY


def _after_business_days(hours: Hours, start: datetime, days: int) -> datetime:
    """The same time, `days` days of work later; the next opening, where it is closed by then."""
    zone = ZoneInfo(hours.zone)
    there = (next_opening(hours, start) or start).astimezone(zone)
    ahead = (there.date() + n * DAY for n in range(1, LOOKAHEAD.days))
    opened = list(islice((day for day in ahead if _begins_work(hours, day)), days))
    if len(opened) < days:
        return start + days * DAY
    same_time = datetime.combine(opened[-1] if opened else there.date(), there.time(), zone).astimezone(UTC)
    return next_opening(hours, same_time) or same_time


def _begins_work(hours: Hours, day: date) -> bool:
    periods = (period for period in hours.periods or ROUND_THE_CLOCK if period.weekday == day.weekday())
    return any(_kept(hours, day, period) for period in periods if not period.continues)


def why_closed(hours: Hours, at: datetime) -> str | None:
    """What keeps somebody from working at `at`, for the people who wait; None when open."""
    if is_open(hours, at):
        return None
    day = at.astimezone(ZoneInfo(hours.zone)).date()
    name = holiday(hours, day)
    if is_day_off(hours, day):
        return f"closed on {day.isoformat()}" + (f" ({name})" if name else "")
    return "outside opening hours"


def _open_times(hours: Hours, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches from `at` on, in UTC, in order, never overlapping."""
    for opens, closes in _weekly_times(hours, at):
        yield from _while_there(hours.away, opens, closes)


def _while_there(aways: tuple[Away, ...], opens: datetime, closes: datetime) -> Iterator[tuple[datetime, datetime]]:
    """What of [opens, closes) is left of it while somebody is there."""
    for away in sorted(aways, key=lambda each: each.start):
        if opens < away.end and away.start < closes:
            if opens < away.start:
                yield opens, away.start
            opens = away.end
    if opens < closes:
        yield opens, closes


def _weekly_times(hours: Hours, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches by the week and the calendar."""
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
        stretch
        for period in hours.periods or ROUND_THE_CLOCK
        if period.weekday == day.weekday()
        for stretch in _kept(hours, day, period)
    ]


def _kept(hours: Hours, day: date, period: Period) -> list[tuple[datetime, datetime]]:
    """What days off leave of a period: those of the day on which its shift begins."""
    begun = day - DAY if period.continues else day
    if is_day_off(hours, begun):
        return []
    kept = [(datetime.combine(day, period.start), _end(day, period))]
    for closes, opens in closed_parts(hours, begun):
        halves = (half for start, end in kept for half in ((start, min(end, closes)), (max(start, opens), end)))
        kept = [(start, end) for start, end in halves if start < end]
    return kept


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
