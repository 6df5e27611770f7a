"""Notifications in memory, and how often each contact was sent to."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.told.pace import Pace
from chalicelib.domain.told.sms_numbers import Numbers
from tests.fakes.mentions import FakeMentions


class FakeNotifications(FakeMentions):
    """Notifications, and how often each contact was sent to."""

    def __init__(self) -> None:
        super().__init__()
        self._paces: dict[str, Pace] = {}
        self._numbers: dict[str, Numbers] = {}

    def notification(self, notification_id: str) -> Notification | None:
        self._require_up()
        return self._notifications.get(notification_id)

    def notifications(self, alert_id: str) -> Sequence[Notification]:
        self._require_up()
        return _oldest_first(found for found in self._notifications.values() if found.alert_id == alert_id)

    def unsent(self, contact: str) -> Sequence[Notification]:
        self._require_up()
        return _oldest_first(
            found for found in self._notifications.values() if found.is_unsent and found.contact.id == contact
        )

    def due_notifications(self, at: datetime, *, limit: int = 500) -> Sequence[Notification]:
        self._require_up()
        due = (found for found in self._notifications.values() if found.is_unsent and found.due_at <= at)
        return sorted(due, key=lambda found: (found.due_at, found.id))[:limit]

    def mark(self, notifications: Sequence[Notification]) -> None:
        self._require_up()
        for notification in notifications:
            stored = self._notifications.get(notification.id)
            if stored is not None and stored.is_unsent:
                self._notifications[notification.id] = notification

    def pace(self, contact: str) -> Pace:
        self._require_up()
        return self._paces.get(contact, Pace(contact=contact))

    def keep_pace(self, pace: Pace) -> bool:
        self._require_up()
        if pace.version != self.pace(pace.contact).version:
            return False
        self._paces[pace.contact] = replace(pace, version=pace.version + 1)
        return True

    def numbers(self, contact: str) -> Numbers:
        self._require_up()
        return self._numbers.get(contact, Numbers(contact=contact))

    def keep_numbers(self, numbers: Numbers) -> bool:
        self._require_up()
        if numbers.version != self.numbers(numbers.contact).version:
            return False
        self._numbers[numbers.contact] = replace(numbers, version=numbers.version + 1)
        return True


def _oldest_first(notifications: Iterable[Notification]) -> list[Notification]:
    return sorted(notifications, key=lambda found: (found.owed_at, found.id))
