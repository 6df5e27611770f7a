"""A day is a day, business time is written as such, and what is shorter than a day counts open hours."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.alert.acts import acknowledge
from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.errors import UnprocessableError
from chalicelib.domain.people.hours import is_open, span_end
from chalicelib.domain.rules.person import Hours, Period
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.rules.spans import Counting, Span, span_in
from tests.builders import a_policy, an_alert
from tests.unit.domain.test_hours import at, weekdays

OFFICE = Hours(zone="Europe/Berlin", periods=weekdays(time(9), time(17)), country="DE", region="BE")
BERLIN = ZoneInfo("Europe/Berlin")


def there(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def end(start: str, span: str, hours: Hours = OFFICE) -> datetime:
    found = span_in(span)
    assert found
    return span_end(hours, there(start), found)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1h30m", Span(lasts=timedelta(minutes=90))),
        ("1d", Span(lasts=timedelta(days=1))),
        ("3 business days", Span(lasts=timedelta(days=3), counts=Counting.DAYS)),
        ("1 business day", Span(lasts=timedelta(days=1), counts=Counting.DAYS)),
        ("12 business hours", Span(lasts=timedelta(hours=12), counts=Counting.HOURS)),
        ("3 days", None),
        ("business days", None),
        ("1w", None),
        ("", None),
    ],
)
def test_spans_are_read_as_they_are_written(text: str, span: Span | None) -> None:
    assert span_in(text) == span


@pytest.mark.parametrize(
    ("start", "span", "ends"),
    [
        ("2026-07-01 15:00", "1d", "2026-07-02 15:00"),
        ("2026-07-03 15:00", "1d", "2026-07-04 15:00"),
        ("2026-07-03 15:00", "24h", "2026-07-04 15:00"),
        ("2026-07-01 15:00", "1d12h", "2026-07-03 03:00"),
        ("2026-07-03 16:00", "2h", "2026-07-06 10:00"),
        ("2026-07-03 15:00", "1 business day", "2026-07-06 15:00"),
        ("2026-07-04 11:00", "1 business day", "2026-07-07 09:00"),
        ("2026-07-03 19:00", "3 business days", "2026-07-09 09:00"),
        ("2026-12-23 15:00", "2 business days", "2026-12-28 15:00"),
        ("2026-07-01 09:00", "12 business hours", "2026-07-02 13:00"),
        ("2026-07-01 09:00", "24 business hours", "2026-07-03 17:00"),
        ("2026-03-28 15:00", "1d", "2026-03-29 15:00"),
        ("2026-10-24 15:00", "1d", "2026-10-25 15:00"),
    ],
)
def test_a_span_ends_when_people_mean(start: str, span: str, ends: str) -> None:
    assert end(start, span) == there(ends)


def test_a_business_day_that_would_end_in_closed_time_ends_at_the_next_opening() -> None:
    short_thursday = Hours(
        zone="Europe/Berlin",
        periods=(*weekdays(time(9), time(17), 0, 1, 2, 4), Period(weekday=3, start=time(9), end=time(12))),
    )

    assert end("2026-07-01 15:00", "1 business day", short_thursday) == there("2026-07-03 09:00")


def test_the_end_of_a_night_shift_is_no_working_day_of_its_own() -> None:
    friday_night = Hours(
        periods=(
            Period(weekday=4, start=time(22), end=time()),
            Period(weekday=5, start=time(), end=time(2), continues=True),
        )
    )
    span = Span(lasts=timedelta(days=1), counts=Counting.DAYS)

    assert span_end(friday_night, at("2026-07-03 23:00"), span) == at("2026-07-10 23:00")


def test_business_days_of_hours_that_never_open_end_all_the_same() -> None:
    monday = date(2026, 6, 29)
    never = Hours(
        periods=weekdays(time(9), time(17), 0), closures=tuple(monday + n * timedelta(weeks=1) for n in range(60))
    )
    span = Span(lasts=timedelta(days=2), counts=Counting.DAYS)

    assert span_end(never, at("2026-07-01 12:00"), span) == at("2026-07-03 12:00")


@given(st.integers(0, 365 * 24), st.integers(1, 10))
def test_business_days_end_in_open_time_and_never_before_as_many_days(hour: int, days: int) -> None:
    start = there("2026-01-01 00:30") + timedelta(hours=hour)
    finish = span_end(OFFICE, start, Span(lasts=timedelta(days=days), counts=Counting.DAYS))
    passed = [
        start.date() + timedelta(days=n) for n in range(1, (finish.astimezone(BERLIN).date() - start.date()).days)
    ]
    worked = [day for day in passed if is_open(OFFICE, datetime.combine(day, time(12), BERLIN))]

    assert is_open(OFFICE, finish)
    assert days - 1 <= len(worked) <= days


def lent(alert: Alert, lasting: str = "", start: str = "2026-07-03 15:00") -> dict[Timer, datetime]:
    return acknowledge(alert, by="ana", at=there(start), lasting=lasting).alert.timers


def test_a_loan_of_a_day_ends_tomorrow_and_reminds_shortly_before() -> None:
    alert = an_alert(hours=OFFICE, policy=a_policy(acknowledged_for=timedelta(days=1)))

    assert lent(alert) == {Timer.LOAN: there("2026-07-04 15:00"), Timer.REMINDER: there("2026-07-04 14:50")}


def test_a_loan_in_business_days_ends_on_a_day_of_work() -> None:
    policy = a_policy(acknowledged_for=timedelta(days=1), acknowledged_counts=Counting.DAYS)

    assert lent(an_alert(hours=OFFICE, policy=policy))[Timer.LOAN] == there("2026-07-06 15:00")


def test_an_urgent_alert_counts_the_clock() -> None:
    policy = a_policy(acknowledged_for=timedelta(days=1), acknowledged_counts=Counting.DAYS)
    alert = an_alert(hours=OFFICE, policy=policy, urgency=Urgency.URGENT)

    assert lent(alert)[Timer.LOAN] == there("2026-07-04 15:00")
    assert lent(alert, "2 business hours")[Timer.LOAN] == there("2026-07-03 17:00")


@pytest.mark.parametrize(
    ("lasting", "ends"),
    [("1d", "2026-07-04 15:00"), ("3 business days", "2026-07-08 15:00"), ("2 Business Hours", "2026-07-03 17:00")],
)
def test_whoever_takes_it_may_say_for_how_long(lasting: str, ends: str) -> None:
    assert lent(an_alert(hours=OFFICE), lasting)[Timer.LOAN] == there(ends)


def test_who_has_it_may_say_for_how_long_afterwards() -> None:
    mine = acknowledge(an_alert(hours=OFFICE), by="ana", at=there("2026-07-03 14:00")).alert

    assert lent(mine, "1d")[Timer.LOAN] == there("2026-07-04 15:00")
    assert lent(mine) == mine.timers


@pytest.mark.parametrize("lasting", ["1w", "tomorrow", "8d", "1m", "9999 business days", "999999d"])
def test_a_time_that_is_not_understood_is_refused_in_words(lasting: str) -> None:
    with pytest.raises(UnprocessableError, match="lasting: must be like 2h, 1d or 3 business days"):
        lent(an_alert(), lasting)
