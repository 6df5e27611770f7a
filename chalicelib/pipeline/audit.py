"""The auditor: counts what is overdue, and keeps the heartbeat only while nothing is badly late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.alert.notification import Notification, NotificationKind, NotificationStatus
from chalicelib.domain.alert.owing import unwanted
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
        notifications = self._missed([found for found in unsent if _is_late(found, at)])
        self.telemetry.late(alerts=alerts, notifications=notifications)
        if alerts + notifications == 0:
            self.heartbeat.beat()
        return alerts + notifications

    def _missed(self, late: Sequence[Notification]) -> int:
        """How many of them somebody still waits for: their alerts want them, and nobody was told in their place."""
        alerts = self.store.alerts(list(dict.fromkeys(each.alert_id for each in late)))
        wanted = (each for each in late if each.alert_id in alerts and not unwanted(alerts[each.alert_id], each))
        return sum(not self._was_handed_on(each) for each in wanted)

    def _was_handed_on(self, late: Notification) -> bool:
        """Whether somebody in a later tier was told in place of a phone that is full."""
        is_waiting = late.status is NotificationStatus.DEFERRED and late.kind is NotificationKind.CALL
        return is_waiting and any(_is_in_its_place(other, late) for other in self.store.notifications(late.alert_id))


def _is_in_its_place(other: Notification, late: Notification) -> bool:
    is_later = (other.cycle, other.tier) > (late.cycle, late.tier) and other.owed_at <= late.wanted_at + LATE_AFTER
    return is_later and other.sent_at is not None


def _is_late(notification: Notification, at: datetime) -> bool:
    """Whether it waits in vain, from when it was to go out.

    Routine may have to wait for its turn on a busy phone. What is urgent never may, unless somebody else was called
    in its place.
    """
    is_deferred = notification.status is NotificationStatus.DEFERRED
    may_wait = is_deferred and (notification.relieved or not notification.urgent)
    since = min(notification.due_at, notification.wanted_at + ROUTINE_MAY_WAIT) if may_wait else notification.wanted_at
    return since + LATE_AFTER <= at
