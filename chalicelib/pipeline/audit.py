"""The auditor: counts what is overdue, and keeps the heartbeat only while nothing is badly late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.alert.notification import Notification, NotificationStatus
from chalicelib.ports import Clock, Heartbeat, Store, Telemetry

LATE_AFTER = timedelta(minutes=5)
"""What is overdue by more than this withholds the heartbeat."""


@dataclass(frozen=True)
class Audit:
    """Runs after each sweep, which has just mended what it could."""

    store: Store
    heartbeat: Heartbeat
    clock: Clock
    telemetry: Telemetry

    def run(self) -> int:
        """Count alerts and unsent notifications that are over five minutes late; beat only if there are none."""
        at = self.clock()
        alerts = len(self.store.due(at - LATE_AFTER))
        notifications = sum(_is_late(found, at) for found in self.store.due_notifications(at))
        self.telemetry.late(alerts=alerts, notifications=notifications)
        if alerts + notifications == 0:
            self.heartbeat.beat()
        return alerts + notifications


def _is_late(notification: Notification, at: datetime) -> bool:
    """Whether it waits in vain: each try moves its `due_at`, so only a deferral is measured from there."""
    is_deferred = notification.status is NotificationStatus.DEFERRED
    return (notification.due_at if is_deferred else notification.owed_at) + LATE_AFTER <= at
