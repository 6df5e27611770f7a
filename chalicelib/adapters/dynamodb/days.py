"""Days in the `board` index: whatever belongs to one for good lies in a partition of that day, by its instant."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from chalicelib.adapters.dynamodb.keys import bounded, stamp
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.adapters.dynamodb.table import Table


def on_day(kind: str, at: datetime, name: str) -> dict[str, str]:
    """The attributes that list an item under the UTC day of `at`.

    The name behind the instant makes the order certain, and keeps an interval's end out of the interval.
    """
    return {"board": _partition(kind, at.astimezone(UTC).date()), "board_at": f"{stamp(at)}#{bounded(name)}"}


def listed_between(
    table: Table, kind: str, start: datetime, end: datetime, *, only: Sequence[str] = ()
) -> Iterator[Row]:
    """What of one kind is listed in [start, end), oldest first."""
    for day in _days(start, end):
        yield from table.indexed(
            "board",
            "board = :day AND board_at BETWEEN :start AND :end",
            {":day": _partition(kind, day), ":start": stamp(start), ":end": stamp(end)},
            only=only,
        )


def _partition(kind: str, day: date) -> str:
    return f"{kind}#{day.isoformat()}"


def _days(start: datetime, end: datetime) -> Iterator[date]:
    """The UTC days that [start, end) touches."""
    day = start.astimezone(UTC).date()
    while start < end and day <= end.astimezone(UTC).date():
        yield day
        day += timedelta(days=1)
