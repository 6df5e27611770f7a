"""The auditor: counts what is overdue, and keeps the heartbeat only while nothing is badly late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.alert.notification import Notification, NotificationStatus
from chalicelib.ports import Clock, Heartbeat, Store, Telemetry

LATE_AFTER = timedelta(minutes=5)
"""What is overdue by more than this withholds the heartbeat."""

ROUTINE_MAY_WAIT = timedelta(hours=1)
"""How long a busy phone may keep routine waiting: an hour is the longest stretch that its limits look at."""

MOST_LOOKED_AT = 1_000


@dataclass(frozen=True)
class Audit:
    """Runs every minute in a function of its own, so that nothing that stops the sweep stops its watchman."""

    store: Store
    heartbeat: Heartbeat
    clock: Clock
    telemetry: Telemetry

    def run(self) -> int:
        """Count alerts and unsent notifications that are over five minutes late; beat only if there are none.

        What has stood aside for so long is late, too.
        """
        at = self.clock()
        asides = self.store.asides()
        self.telemetry.aside(len(asides))
        overdue = {alert.id for alert in self.store.due(at - LATE_AFTER)}
        alerts = len(overdue | {aside.id for aside in asides if aside.since + LATE_AFTER <= at})
        unsent = self.store.due_notifications(at + ROUTINE_MAY_WAIT, limit=MOST_LOOKED_AT)
        notifications = sum(_is_late(found, at) for found in unsent)
        self.telemetry.late(alerts=alerts, notifications=notifications)
        if alerts + notifications == 0:
            self.heartbeat.beat()
        return alerts + notifications


def _is_late(notification: Notification, at: datetime) -> bool:
    """Whether it waits in vain, from when it was to go out.

    Routine may have to wait for its turn on a busy phone. What is urgent never may, unless somebody else was called
    in its place.
    """
    is_deferred = notification.status is NotificationStatus.DEFERRED
    may_wait = is_deferred and (notification.relieved or not notification.urgent)
    since = min(notification.due_at, notification.wanted_at + ROUTINE_MAY_WAIT) if may_wait else notification.wanted_at
    return since + LATE_AFTER <= at
