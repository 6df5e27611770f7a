"""Alerts and their timelines: every change is one transaction, on the condition that nobody was faster."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import get_args

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from chalicelib.adapters.dynamodb.asides import readable
from chalicelib.adapters.dynamodb.days import on_day
from chalicelib.adapters.dynamodb.desk import desk_attributes
from chalicelib.adapters.dynamodb.due import due_attributes, due_rows
from chalicelib.adapters.dynamodb.keys import alert_key, event_key, stamp
from chalicelib.adapters.dynamodb.mentions import mention_puts
from chalicelib.adapters.dynamodb.notifications import owed_put
from chalicelib.adapters.dynamodb.rows import Row, bodies, body, key_of, row
from chalicelib.adapters.dynamodb.storms import tally_adds
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import NEW, Put, Write, put_together
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.errors import DuplicateMentionError, StaleAlertError
from chalicelib.domain.judged.outcome import Heard

KINDS = frozenset(kind.__name__ for kind in get_args(AnyEvent))
"""The tags that events are stored under."""

UNRESOLVED = "unresolved"
"""One partition for the whole board: departments come and go with the policies, and no alert may go with them."""

FIRST_WAIT, LONGEST_WAIT = 0.02, 1.0
"""Seconds between two looks at an alert that others change, too."""


class Alerts:
    """The alerts in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def alert(self, alert_id: str) -> Alert | None:
        found = self._table.get(alert_key(alert_id))
        return body(found, Alert) if found else None

    def alerts(self, alert_ids: Sequence[str]) -> Mapping[str, Alert]:
        found = (body(item, Alert) for item in self._table.fetch([alert_key(id) for id in alert_ids]))
        return {alert.id: alert for alert in found}

    def due(self, at: datetime, *, limit: int = 500) -> Sequence[Alert]:
        listed = list(due_rows(self._table, "alert", at, limit=limit))
        fresh = {key_of(found): found for found in self._table.fresh(listed)}
        in_order = [fresh.pop(key) for key in map(key_of, listed) if key in fresh]
        alerts = readable(self._table, in_order, Alert, at)
        return [alert for alert in alerts if alert.due_at and alert.due_at <= at]

    def unresolved(self, *, limit: int = 500) -> Sequence[Alert]:
        return sorted(self._on_board(UNRESOLVED, limit, newest_first=True), key=_opened, reverse=True)

    def children(self, crisis_id: str, *, limit: int = 100) -> Sequence[Alert]:
        return sorted(self._on_board(_children(crisis_id), limit), key=_opened)

    def save(self, change: Change, *, heard: Heard | None = None) -> None:
        alert = change.alert
        mention = mention_puts(heard) if heard else []
        counted: list[Write] = [*tally_adds(heard)] if heard else []
        wanted = [*mention, *counted, _alert_put(alert), *_event_puts(change), *_owed_puts(change)]
        while failed := put_together(self._table, wanted):
            if heard and any(stored.key in failed for stored in mention):
                raise DuplicateMentionError(f"mention {heard.mention.key} is recorded already")
            if alert_key(alert.id) in failed:
                raise StaleAlertError(f"alert {alert.id} changed since version {alert.version} was read")
            # What is left are notifications that were owed before: deciding twice owes once.
            wanted = [write for write in wanted if write.key not in failed]

    def wait(self, tries: int) -> None:
        self._table.pause(min(FIRST_WAIT * 2**tries, LONGEST_WAIT))

    def timeline(self, alert_id: str) -> Sequence[AnyEvent]:
        return events_in(self._table.under(alert_key(alert_id).pk, "event#"))

    def _on_board(self, board: str, limit: int, *, newest_first: bool = False) -> Iterator[Alert]:
        listed = self._table.indexed(
            "board", "board = :board", {":board": board}, limit=limit, newest_first=newest_first
        )
        alerts = bodies(self._table.fresh(listed), Alert)
        return (alert for alert in alerts if _board(alert) == board)


def events_in(items: Iterable[Row]) -> tuple[AnyEvent, ...]:
    """The events that items hold, but for those of a kind that only a later version knows."""
    return tuple(msgspec.json.decode(item["body"]["S"], type=AnyEvent) for item in items if _is_known(item))


class _Kind(Struct):
    type: str


def _is_known(event: Row) -> bool:
    """Whether this version knows events of its kind: what a later one writes is passed over, as unknown fields are."""
    return body(event, _Kind).type in KINDS


def _board(alert: Alert) -> str | None:
    """The partition that lists the alert: all that wait in one, those that a crisis stands for in the crisis' own."""
    if alert.is_resolved:
        return None
    return _children(alert.inhibited_by) if alert.inhibited_by else UNRESOLVED


def _children(crisis_id: str) -> str:
    return f"crisis#{crisis_id}"


def _opened(alert: Alert) -> tuple[datetime, str]:
    return alert.opened_at, alert.id


def _alert_put(alert: Alert) -> Put:
    stored = replace(alert, version=alert.version + 1)
    item = row(
        alert_key(alert.id),
        stored,
        version=stored.version,
        department=alert.department,
        board=_board(alert),
        board_at=stamp(alert.opened_at) if _board(alert) else None,
        **due_attributes("alert", alert.id, alert.due_at),
        **desk_attributes(alert),
    )
    if alert.version == 0:
        return Put(row=item, condition=NEW)
    return Put(row=item, condition="version = :read", values={":read": alert.version})


def _event_puts(change: Change) -> list[Put]:
    alert = change.alert
    return [
        Put(row=row(event_key(alert.id, alert.version + 1, number), event, **on_day("happened", event.at, alert.id)))
        for number, event in enumerate(change.events)
    ]


def _owed_puts(change: Change) -> list[Put]:
    """Each notification once: a transaction refuses to write one item twice."""
    return [owed_put(owed) for owed in {owed.id: owed for owed in change.owed}.values()]
