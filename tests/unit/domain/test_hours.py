"""Opening hours, by exact instants and against a model that looks at the wall clock every minute."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.people.hours import after_business_time, is_open, next_opening, why_closed
from chalicelib.domain.rules.person import Hours, Period

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

NORTH = ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC))
SOUTH = ("Australia/Sydney", datetime(2026, 10, 3, 16, tzinfo=UTC), datetime(2026, 4, 4, 16, tzinfo=UTC))
HALF_HOUR = ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC), datetime(2026, 4, 4, 15, tzinfo=UTC))
AT_MIDNIGHT = ("America/Santiago", datetime(2026, 9, 6, 4, tzinfo=UTC), datetime(2026, 4, 5, 3, tzinfo=UTC))
CLOCK_CHANGES = [(zone, change) for zone, *changes in (NORTH, SOUTH, HALF_HOUR, AT_MIDNIGHT) for change in changes]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def weekdays(start: time, end: time, *days: int) -> tuple[Period, ...]:
    return tuple(Period(weekday=day, start=start, end=end) for day in days or range(5))


OFFICE = Hours(zone="Europe/London", periods=weekdays(time(9), time(17, 30)))


def test_an_office_opens_and_closes_by_the_clock_on_its_wall() -> None:
    assert not is_open(OFFICE, at("2026-07-01 07:59"))
    assert is_open(OFFICE, at("2026-07-01 08:00"))
    assert is_open(OFFICE, at("2026-07-01 16:29"))
    assert not is_open(OFFICE, at("2026-07-01 16:30"))


def test_an_office_that_is_open_opens_now() -> None:
    assert next_opening(OFFICE, at("2026-07-01 10:00")) == at("2026-07-01 10:00")


def test_a_friday_evening_waits_for_monday_across_the_spring_clock_change() -> None:
    assert next_opening(OFFICE, at("2026-03-27 20:00")) == at("2026-03-30 08:00")


def test_a_wait_spends_the_weekend_asleep() -> None:
    assert after_business_time(OFFICE, at("2026-07-03 16:00"), HOUR) == at("2026-07-06 08:30")


def test_a_wait_may_end_at_the_very_closing_time() -> None:
    assert after_business_time(OFFICE, at("2026-07-01 15:30"), HOUR) == at("2026-07-01 16:30")


def test_a_wait_counts_both_halves_of_a_day_with_a_lunch_break() -> None:
    hours = Hours(periods=weekdays(time(9), time(12)) + weekdays(time(13), time(17)))

    assert after_business_time(hours, at("2026-07-01 11:30"), HOUR) == at("2026-07-01 13:30")


def test_a_period_that_ends_at_midnight_lasts_to_the_end_of_its_day() -> None:
    hours = Hours(periods=(Period(weekday=2, start=time(22), end=time(0)),))

    assert is_open(hours, at("2026-07-01 23:59"))
    assert not is_open(hours, at("2026-07-02 00:00"))


def test_hours_without_periods_are_round_the_clock() -> None:
    assert is_open(Hours(), at("2026-12-25 03:00"))
    assert after_business_time(Hours(), at("2026-12-25 03:00"), 90 * MINUTE) == at("2026-12-25 04:30")


def test_no_wait_ends_where_it_starts() -> None:
    assert after_business_time(OFFICE, at("2026-07-04 12:00"), timedelta()) == at("2026-07-04 12:00")


def test_a_public_holiday_closes_the_office_and_names_itself() -> None:
    london = Hours(zone="Europe/London", periods=OFFICE.periods, country="GB", region="ENG")

    assert not is_open(london, at("2026-12-25 10:00"))
    assert why_closed(london, at("2026-12-25 10:00")) == "closed on 2026-12-25 (Christmas Day)"
    assert next_opening(london, at("2026-12-25 10:00")) == at("2026-12-29 09:00")


def test_a_region_has_holidays_of_its_own() -> None:
    bavaria, berlin = (
        Hours(zone="Europe/Berlin", periods=OFFICE.periods, country="DE", region=land) for land in ("BY", "BE")
    )

    assert not is_open(bavaria, at("2026-01-06 10:00"))
    assert is_open(berlin, at("2026-01-06 10:00"))


def test_somebody_may_live_by_the_days_of_two_countries() -> None:
    both = Hours(zone="Europe/Berlin", country="DE", places=("US-CA", "FR"))

    assert why_closed(both, at("2026-10-03 12:00")) == "closed on 2026-10-03 (German Unity Day)"
    assert is_open(both, at("2026-07-03 12:00")) is False
    assert why_closed(both, at("2026-07-14 12:00")) is not None
    assert is_open(both, at("2026-07-15 12:00"))


def test_hours_without_public_holidays_do_not_pay_for_their_import() -> None:
    asks = (
        "from chalicelib.domain.people.hours import *; import sys; "
        "is_open(Hours(), datetime.now(UTC)); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout.split()

    assert "chalicelib.domain.people.hours" in loaded
    assert "holidays" not in loaded


def test_a_day_that_the_department_closes_is_closed() -> None:
    hours = Hours(closures=(date(2026, 7, 1),))

    assert next_opening(hours, at("2026-07-01 12:00")) == at("2026-07-02 00:00")
    assert why_closed(hours, at("2026-07-01 12:00")) == "closed on 2026-07-01"


def test_an_evening_is_outside_opening_hours_and_a_morning_is_not() -> None:
    assert why_closed(OFFICE, at("2026-07-01 20:00")) == "outside opening hours"
    assert why_closed(OFFICE, at("2026-07-01 10:00")) is None


def never_open() -> Hours:
    monday = date(2026, 6, 29)
    return Hours(
        periods=weekdays(time(9), time(17), 0),
        closures=tuple(monday + timedelta(weeks=week) for week in range(60)),
    )


def test_hours_that_stay_closed_for_a_year_never_open() -> None:
    assert next_opening(never_open(), at("2026-07-01 12:00")) is None


def test_a_timer_rings_even_where_the_hours_never_open() -> None:
    assert after_business_time(never_open(), at("2026-07-01 12:00"), HOUR) == at("2026-07-01 13:00")


@pytest.mark.parametrize(("zone", "change"), CLOCK_CHANGES)
def test_the_clock_changes_of_this_test_are_real(zone: str, change: datetime) -> None:
    before, after = ((change + step).astimezone(ZoneInfo(zone)).utcoffset() for step in (-MINUTE, timedelta()))

    assert before != after


def shown_as_open(hours: Hours, instant: datetime) -> bool:
    """Look at the clock on the wall: the slow, obvious answer."""
    wall = instant.astimezone(ZoneInfo(hours.zone))
    return wall.date() not in hours.closures and any(
        period.weekday == wall.weekday()
        and period.start <= wall.time()
        and (wall.time() < period.end or period.end == time(0))
        for period in hours.periods
    )


@st.composite
def a_clock_change(draw: st.DrawFn) -> tuple[Hours, datetime]:
    """Opening hours around a clock change, on the day before, the day itself and the day after."""
    zone, change = draw(st.sampled_from(CLOCK_CHANGES))
    day = change.astimezone(ZoneInfo(zone)).date()
    periods = []
    for ahead in (-1, 0, 1):
        edges = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
        for begins, ends in zip(edges[::2], edges[1::2], strict=False):
            first, last = (time(*divmod(edge % 96 * 15, 60)) for edge in (begins, ends))
            periods.append(Period(weekday=(day + timedelta(days=ahead)).weekday(), start=first, end=last))
    closures = (day,) if draw(st.integers(0, 7)) == 0 else ()
    start = change + draw(st.integers(-1500, 1500)) * MINUTE
    return Hours(zone=zone, periods=tuple(draw(st.permutations(periods))), closures=closures), start


@settings(max_examples=150, deadline=None)
@given(a_clock_change())
def test_opening_is_what_the_wall_clock_shows_minute_by_minute(case: tuple[Hours, datetime]) -> None:
    hours, start = case
    ahead = next((m for m in range(3000) if shown_as_open(hours, start + m * MINUTE)), None)

    assert is_open(hours, start) == shown_as_open(hours, start)
    if ahead is not None:
        assert next_opening(hours, start) == start + ahead * MINUTE


@settings(max_examples=150, deadline=None)
@given(a_clock_change(), st.integers(1, 900))
def test_business_time_is_open_minutes_counted_one_by_one(case: tuple[Hours, datetime], wait: int) -> None:
    hours, start = case
    open_minutes = [minute for minute in range(3000) if shown_as_open(hours, start + minute * MINUTE)]
    if len(open_minutes) >= wait:
        last = start + (open_minutes[wait - 1] + 1) * MINUTE

        assert after_business_time(hours, start, wait * MINUTE) == last


def test_a_night_shift_is_off_with_the_day_on_which_it_begins() -> None:
    shift = (
        Period(weekday=4, start=time(22), end=time()),
        Period(weekday=5, start=time(), end=time(2), continues=True),
    )
    friday_off = Hours(periods=shift, closures=(date(2026, 7, 3),))
    saturday_off = Hours(periods=shift, closures=(date(2026, 7, 4),))
    saturday_at_one = datetime(2026, 7, 4, 1, tzinfo=UTC)

    assert not is_open(friday_off, saturday_at_one)
    assert is_open(saturday_off, saturday_at_one)
