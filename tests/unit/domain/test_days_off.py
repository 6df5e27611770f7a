"""Half days, days of every year, holidays of several countries, and night shifts among them."""

from datetime import UTC, datetime, time

import pytest

from chalicelib.domain.people.hours import after_business_time, is_open, next_opening, span_end
from chalicelib.domain.rules.person import Closing, Hours, Period
from chalicelib.domain.rules.spans import Counting, Span
from policyreader.calendars import parse_hours
from policyreader.days_off import DaysOff, parse_days_off
from tests.unit.domain.test_hours import HOUR, OFFICE, at, weekdays

NIGHTS = parse_hours("daily 22:00-06:00")
CHRISTMAS_EVE = parse_days_off("every 12-24 from 12:00").closings


def a_shop(closed: object, periods: tuple[Period, ...] = weekdays(time(9), time(17)), **more: object) -> Hours:
    off = parse_days_off(closed)
    return Hours(periods=periods, closures=off.days, closings=off.closings, **more)  # type: ignore[arg-type]


def test_christmas_eve_ends_at_noon_in_every_year() -> None:
    shop = a_shop("every 12-24 from 12:00")

    for year in (2025, 2026, 2030):
        assert is_open(shop, datetime(year, 12, 24, 11, 59, tzinfo=UTC))
        assert not is_open(shop, datetime(year, 12, 24, 12, tzinfo=UTC))
    assert next_opening(shop, at("2026-12-24 12:00")) == at("2026-12-25 09:00")


def test_a_wait_counts_the_half_day() -> None:
    assert after_business_time(a_shop("2026-12-24 from 12:00"), at("2026-12-24 11:00"), 2 * HOUR) == at(
        "2026-12-25 10:00"
    )


def test_a_late_morning_begins_when_it_says() -> None:
    shop = a_shop("2026-07-01 until 11:00")

    assert not is_open(shop, at("2026-07-01 10:59"))
    assert is_open(shop, at("2026-07-01 11:00"))
    assert is_open(shop, at("2026-07-02 10:00"))


def test_a_whole_day_of_every_year_is_no_business_day() -> None:
    shop = a_shop("every 12-24")
    a_day = Span(lasts=24 * HOUR, counts=Counting.DAYS)

    assert span_end(shop, at("2026-12-23 15:00"), a_day) == at("2026-12-25 15:00")
    assert span_end(a_shop("every 12-24 from 16:00"), at("2026-12-23 15:00"), a_day) == at("2026-12-24 15:00")


def test_a_stretch_may_pass_the_end_of_the_year() -> None:
    shop = a_shop("every 12-30 to 01-02")

    assert next_opening(shop, at("2026-12-30 10:00")) == at("2027-01-04 09:00")


def test_each_country_of_a_list_has_its_holidays_off() -> None:
    both = Hours(zone="Europe/Berlin", periods=OFFICE.periods, country="US", region="NY", places=("DE-BE", "FR"))
    thanksgiving, unity, bastille = at("2026-11-26 12:00"), at("2025-10-03 12:00"), at("2026-07-14 12:00")

    assert [is_open(both, day) for day in (thanksgiving, unity, bastille)] == [False] * 3
    assert is_open(both, at("2026-11-25 12:00"))


@pytest.mark.parametrize(
    ("instant", "is_on"),
    [
        ("2026-12-24 23:00", False),
        ("2026-12-25 01:00", False),
        ("2026-12-24 05:00", True),
        ("2026-12-25 23:00", True),
    ],
)
def test_a_half_day_takes_the_night_shift_that_begins_on_it_whole(instant: str, is_on: bool) -> None:
    assert is_open(Hours(periods=NIGHTS, closings=CHRISTMAS_EVE), at(instant)) == is_on


def test_a_night_shift_works_on_into_a_holiday_and_is_off_on_its_evening() -> None:
    london = Hours(periods=NIGHTS, country="GB", region="ENG")

    assert is_open(london, at("2026-12-25 05:00"))
    assert not is_open(london, at("2026-12-25 23:00"))
    assert not is_open(london, at("2026-12-26 03:00"))


def test_days_off_are_read_as_they_are_written() -> None:
    assert parse_days_off(["company", "every 02-29", "2026-12-24 from 12:00"]) == DaysOff(
        closings=(Closing(month=2, day=29), Closing(month=12, day=24, year=2026, since=time(12))), company=True
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("every 13-24", "must be a day of every year like 'every 12-24'"),
        ("every 2026-12-24", "must be a day of every year"),
        ("2026-12-24 from noon", "must be days like"),
        ("2026-12-24 from 25:00", "there is no time '25:00'"),
        ("2026-12-26 to 2026-12-24", "must end within a year"),
        (["holiday"], "must be a day like 2026-12-24"),
    ],
)
def test_what_is_no_day_off_is_refused_in_words(text: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_days_off(text)
