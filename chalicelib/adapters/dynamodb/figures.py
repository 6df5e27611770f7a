"""Figures of days and months, one item each, and the alerts that a day touched."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain

from msgspec import Struct

from chalicelib.adapters.dynamodb.alerts import events_in
from chalicelib.adapters.dynamodb.days import listed_between
from chalicelib.adapters.dynamodb.keys import Key, alert_key, stamp
from chalicelib.adapters.dynamodb.rows import Row, attribute, bodies, body, key_attributes, row
from chalicelib.adapters.dynamodb.side_by_side import side_by_side
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import Put, condition_held, put
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.figures.figures import NOTHING, Figures
from chalicelib.domain.figures.history import History
from chalicelib.domain.figures.period import Span

AT_ONCE = 16
"""Histories that are read side by side."""

MONTHS = "figures"
"""One partition for the months of all departments: a year of them is read at once."""

CLOSED = Key(MONTHS, "closed")
NO_NEWER = "attribute_not_exists(pk) OR as_of <= :as_of"


class Closed(Struct, frozen=True):
    """`day` and all before it need no more folding."""

    day: date


class KeptFigures:
    """The figures in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def touched(self, span: Span) -> frozenset[str]:
        listed = (
            listed_between(self._table, kind, span.start, span.end, only=("pk",)) for kind in ("happened", "told")
        )
        return frozenset(item["pk"]["S"].removeprefix("alert#") for item in chain.from_iterable(listed))

    def histories(self, alert_ids: Sequence[str]) -> Iterator[History]:
        for start in range(0, len(alert_ids), AT_ONCE):
            reads = [partial(self._history, alert_id) for alert_id in alert_ids[start : start + AT_ONCE]]
            yield from chain.from_iterable(side_by_side(reads))

    def keep_day(self, day: date, department: str, figures: Figures, *, as_of: datetime) -> None:
        self._keep(_day_key(department, day), figures, as_of)

    def keep_month(self, month: str, department: str, figures: Figures, *, as_of: datetime) -> None:
        self._keep(Key(MONTHS, f"month#{month}#{department}"), figures, as_of)

    def days(self, department: str, first: date, last: date) -> Mapping[date, Figures]:
        start, end = _day_key(department, first), _day_key(department, last)
        found = self._table.between(start.pk, start.sk, end.sk)
        return {date.fromisoformat(item["sk"]["S"].removeprefix("day#")): body(item, Figures) for item in found}

    def months(self, first: str, last: str) -> Mapping[tuple[str, str], Figures]:
        found = self._table.between(MONTHS, f"month#{first}#", f"month#{last}$")
        return {_month_and_department(item): body(item, Figures) for item in found}

    def closed_day(self) -> date | None:
        found = self._table.get(CLOSED)
        return body(found, Closed).day if found else None

    def close_day(self, day: date) -> None:
        put(self._table, Put(row=row(CLOSED, Closed(day))))

    def _keep(self, key: Key, figures: Figures, as_of: datetime) -> None:
        if figures != NOTHING:
            stored = row(key, figures, as_of=stamp(as_of))
            put(self._table, Put(row=stored, condition=NO_NEWER, values={":as_of": stamp(as_of)}))
            return
        condition_held(
            lambda: self._table.client.delete_item(
                TableName=self._table.name,
                Key=key_attributes(key),
                ConditionExpression=NO_NEWER,
                ExpressionAttributeValues={":as_of": attribute(stamp(as_of))},
            )
        )

    def _history(self, alert_id: str) -> list[History]:
        """One query, since all of an alert lies in one partition."""
        found: dict[str, list[Row]] = {"alert": [], "event": [], "notification": []}
        for item in self._table.under(alert_key(alert_id).pk):
            found.setdefault(item["sk"]["S"].partition("#")[0], []).append(item)
        notifications = sorted(bodies(found["notification"], Notification), key=lambda one: (one.owed_at, one.id))
        return [
            History(alert=alert, events=events_in(found["event"]), notifications=tuple(notifications))
            for alert in bodies(found["alert"], Alert)
        ]


def _day_key(department: str, day: date) -> Key:
    return Key(f"figures#{department}", f"day#{day.isoformat()}")


def _month_and_department(item: Row) -> tuple[str, str]:
    _, month, department = item["sk"]["S"].split("#", 2)
    return month, department
