"""Days off: public holidays of one or several places, days of our own, and parts of days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

from chalicelib.domain.rules.person import Closing, Hours

DAY = timedelta(days=1)


class Calendar(Protocol):
    """The public holidays of one place."""

    def get(self, key: date) -> str | None: ...


def is_day_off(hours: Hours, day: date) -> bool:
    """Whether nobody works on that day at all."""
    return day in hours.closures or holiday(hours, day) is not None


def closed_parts(hours: Hours, day: date) -> Iterator[tuple[datetime, datetime]]:
    """The times that are closed of what begins on `day`, as the wall clock shows them.

    One without an end lasts as long as the day's last shift, however far beyond midnight.
    """
    for closing in hours.closings:
        if (closing.month, closing.day) == (day.month, day.day) and closing.year in (None, day.year):
            yield _closed(closing, day)


def holiday(hours: Hours, day: date) -> str | None:
    """The public holiday of that day, of whichever place has one."""
    own = ((hours.country, hours.region),) if hours.country else ()
    others = (tuple(place.partition("-")[::2]) for place in hours.places)
    names = (_calendar(country, region or None).get(day) for country, region in (*own, *others))
    return next((name for name in names if name), None)


def _closed(closing: Closing, day: date) -> tuple[datetime, datetime]:
    end = datetime.combine(day + 2 * DAY, time()) if closing.until == time() else datetime.combine(day, closing.until)
    return datetime.combine(day, closing.since), end


@lru_cache(maxsize=64)
def _calendar(country: str, region: str | None) -> Calendar:
    # The import takes 300 ms, and most functions never meet hours with public holidays.
    import holidays

    calendar: Calendar = holidays.country_holidays(country, subdiv=region)
    return calendar
