"""The auditor: counts what is overdue, and keeps the heartbeat only while nothing is badly late."""

from dataclasses import dataclass
from datetime import timedelta

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
        overdue = self.clock() - LATE_AFTER
        alerts = len(self.store.due(overdue))
        notifications = len(self.store.due_notifications(overdue))
        self.telemetry.late(alerts=alerts, notifications=notifications)
        if alerts + notifications == 0:
            self.heartbeat.beat()
        return alerts + notifications
