"""Passing: what reaches nobody makes way at once, for the person's phone first and then for the next tier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import pass_tier
from chalicelib.domain.alert.notification import Contact, Notification, NotificationKind, NotificationStatus
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.said import said
from chalicelib.pipeline.changing import announce, change_alert
from chalicelib.pipeline.marking import Marking
from chalicelib.ports import Clock, GivesPolicies, NotificationQueue, Store, Telemetry


@dataclass(frozen=True)
class Passing:
    """Acts on calls that cannot be delivered."""

    store: Store
    notifications: NotificationQueue
    policies: GivesPolicies
    marking: Marking
    clock: Clock
    telemetry: Telemetry

    def refused(self, refused: Notification) -> None:
        """Try the person's phone where only their email was refused; else leave the tier if nobody is left in it."""
        if not self._hurries_sms(refused):
            self._pass(refused, lambda calls: _all_refused(calls))

    def full(self, deferred: Notification) -> bool:
        """Call the next tier of an urgent alert whose phones are all full; whether it was called."""
        return self._pass(deferred, _all_full, only_further=True)

    def _hurries_sms(self, refused: Notification) -> bool:
        """Send the SMS that was to follow the email at once; whether there is one."""
        if refused.contact.channel is not Channel.EMAIL:
            return False
        phone = Contact(person=refused.contact.person, channel=Channel.SMS)
        found = self.store.notification(f"{refused.alert_id}/{refused.step}/{phone.id}")
        if found is None or not found.is_unsent:
            return False
        if not found.is_ripe(self.clock()):
            at_once = replace(found, status=NotificationStatus.OWED, due_at=self.clock(), planned_at=None)
            self.marking.keep([at_once])
        self.notifications.put([found.id])
        return True

    def _pass(
        self, one: Notification, why: Callable[[Sequence[Notification]], str], *, only_further: bool = False
    ) -> bool:
        def decide(alert: Alert) -> Change | None:
            calls = _calls_of(alert, one, self.store) if _is_called_now(alert, one) else []
            reason = why(calls) if calls else ""
            if not reason or (only_further and alert.tier >= len(alert.policy.tiers)):
                return None
            return pass_tier(alert, reason=reason, policies=self.policies(), at=self.clock())

        change = change_alert(self.store, one.alert_id, decide)
        if change:
            announce(change, self.notifications, self.telemetry)
        return change is not None


def _is_called_now(alert: Alert, one: Notification) -> bool:
    is_present = (alert.cycle, alert.tier) == (one.cycle, one.tier)
    return one.kind is NotificationKind.CALL and alert.is_triggered and is_present


def _calls_of(alert: Alert, one: Notification, store: Store) -> list[Notification]:
    """Every call of the tier that `one` is a call of."""
    return [
        found
        for found in store.notifications(alert.id)
        if found.kind is NotificationKind.CALL and (found.cycle, found.tier) == (one.cycle, one.tier)
    ]


def _all_refused(calls: Sequence[Notification]) -> str:
    """Why each contact of the tier was refused; empty while the tier may still reach somebody."""
    dead = [
        said("{contact}: {reason}", contact=found.contact.id, reason=found.reason)
        for found in calls
        if found.status is NotificationStatus.REFUSED
    ]
    return "; ".join(dead) if len(dead) == len(calls) else ""


def _all_full(calls: Sequence[Notification]) -> str:
    """Which phones are full; empty while one of the tier's phones rings, or may."""
    phones = [found for found in calls if found.contact.channel is Channel.SMS and found.urgent]
    full = [found.contact.id for found in phones if found.status is NotificationStatus.DEFERRED]
    ringing = [found for found in phones if found.status in (NotificationStatus.SENT, NotificationStatus.OWED)]
    return said("no more SMS can go to {contacts} for now", contacts=", ".join(full)) if full and not ringing else ""
