"""What is owed to whom, who is sending it now, and how often each contact was sent to."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from chalicelib.adapters.dynamodb.asides import readable
from chalicelib.adapters.dynamodb.days import on_day
from chalicelib.adapters.dynamodb.due import due_attributes, due_rows
from chalicelib.adapters.dynamodb.keys import alert_key, notification_key, numbers_key, pace_key, stamp
from chalicelib.adapters.dynamodb.rows import Row, bodies, body, row
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import MOST_TOGETHER, NEW, Put, Write, put, put_together
from chalicelib.domain.alert.notification import Notification, NotificationStatus
from chalicelib.domain.told.pace import Pace
from chalicelib.domain.told.sms_numbers import Numbers

WAITING = {":owed": NotificationStatus.OWED, ":deferred": NotificationStatus.DEFERRED}
SENDING = {":sending": NotificationStatus.SENDING}

# `status` alone is a word that DynamoDB keeps to itself.
UNSENT = "standing IN (:owed, :deferred, :sending)"


class Notifications:
    """The notifications in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def notification(self, notification_id: str) -> Notification | None:
        found = self._table.get(notification_key(notification_id))
        return body(found, Notification) if found else None

    def notifications(self, alert_id: str) -> Sequence[Notification]:
        found = self._table.under(alert_key(alert_id).pk, "notification#")
        return sorted(bodies(found, Notification), key=lambda one: (one.owed_at, one.id))

    def unsent(self, contact: str) -> Sequence[Notification]:
        listed = self._table.indexed("board", "board = :board", {":board": _board(contact)})
        return sorted(self._unsent(listed), key=lambda one: (one.owed_at, one.id))

    def due_notifications(self, at: datetime, *, limit: int = 500) -> Sequence[Notification]:
        listed = list(due_rows(self._table, "notification", at, limit=limit))
        found = readable(self._table, self._table.fresh(listed), Notification, at)
        due = (one for one in found if one.is_unsent and one.due_at <= at)
        return sorted(due, key=lambda one: (one.due_at, one.id))

    def mark(self, notifications: Sequence[Notification]) -> None:
        marks = [Put(row=_row(each), condition=UNSENT, values={**WAITING, **SENDING}) for each in notifications]
        if len(marks) == 1:
            put(self._table, marks[0])
            return
        for start in range(0, len(marks), MOST_TOGETHER):
            wanted: Sequence[Write] = marks[start : start + MOST_TOGETHER]
            # What is done already is left as it is, and does not keep the others.
            while wanted and (done := put_together(self._table, wanted)):
                wanted = [write for write in wanted if write.key not in done]

    def pace(self, contact: str) -> Pace:
        found = self._table.get(pace_key(contact))
        return body(found, Pace) if found else Pace(contact=contact)

    def keep_pace(self, pace: Pace) -> bool:
        stored = replace(pace, version=pace.version + 1)
        return self._replace(row(pace_key(pace.contact), stored, version=stored.version), read=pace.version)

    def numbers(self, contact: str) -> Numbers:
        found = self._table.get(numbers_key(contact))
        return body(found, Numbers) if found else Numbers(contact=contact)

    def keep_numbers(self, numbers: Numbers) -> bool:
        stored = replace(numbers, version=numbers.version + 1)
        return self._replace(row(numbers_key(numbers.contact), stored, version=stored.version), read=numbers.version)

    def _replace(self, item: Row, *, read: int) -> bool:
        """Put it if the version that was read is still there; 0 is none yet."""
        if read == 0:
            return put(self._table, Put(row=item, condition=NEW))
        return put(self._table, Put(row=item, condition="version = :read", values={":read": read}))

    def _unsent(self, listed: Iterable[Row]) -> Iterable[Notification]:
        return (one for one in bodies(self._table.fresh(listed), Notification) if one.is_unsent)


def owed_put(notification: Notification) -> Put:
    """The write that owes a notification unless it was owed before."""
    return Put(row=_row(notification), condition=NEW)


def _row(notification: Notification) -> Row:
    return row(
        notification_key(notification.id),
        notification,
        standing=notification.status,
        department=notification.department,
        **_board_attributes(notification),
        **due_attributes("notification", notification.id, notification.due_at if notification.is_unsent else None),
    )


def _board_attributes(notification: Notification) -> dict[str, str]:
    """What lists it: for its contact while it is unsent, then under the day on which it left."""
    if notification.is_unsent:
        return {"board": _board(notification.contact.id), "board_at": stamp(notification.owed_at)}
    return on_day("told", notification.sent_at, notification.id) if notification.sent_at else {}


def _board(contact: str) -> str:
    return f"contact#{contact}"
