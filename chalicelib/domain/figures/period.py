"""The periods that figures are kept for: days and months, both of UTC, so that no clock change makes one longer."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

DAY = timedelta(days=1)
SETTLED = timedelta(hours=1)
"""How long after its end a day may still get something: longer than any function runs, and than an index lags."""


class Span(Struct, frozen=True):
    """The instants from `start` to before `end`."""

    start: datetime
    end: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end


def span_of(day: date) -> Span:
    """A day, from midnight to midnight."""
    start = datetime.combine(day, time(), UTC)
    return Span(start, start + DAY)


def is_settled(day: date, at: datetime) -> bool:
    """Whether all that `day` will ever hold is there at `at`."""
    return span_of(day).end + SETTLED <= at


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    while first <= last:
        yield first
        first += DAY


def month_of(day: date) -> str:
    """A month as its figures are kept under: `2026-05`."""
    return f"{day:%Y-%m}"


def days_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month of `day`."""
    first = day.replace(day=1)
    return first, (first + 31 * DAY).replace(day=1) - DAY
