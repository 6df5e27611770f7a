"""Gathering: everything that one contact is owed and can be told now, the newest urgent alert first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.notification import Contact, Notification, NotificationKind, NotificationStatus
from chalicelib.domain.alert.owing import EMAIL_FIRST, planned_for, unwanted
from chalicelib.domain.people.quiet import manner, next_sms_time
from chalicelib.domain.rules.person import Channel, Person
from chalicelib.domain.told.lanes import SMS_BESIDE_EMAIL, Lane, Load, had_enough
from chalicelib.domain.told.message import Due
from chalicelib.domain.told.pace import Pace
from chalicelib.pipeline.marking import Marking
from chalicelib.ports import Clock, Store

ENOUGH = "an email told of it, and the phone had as much routine as a day may bring"


@dataclass(frozen=True)
class Bundle:
    """What one message is about: never empty, in the order in which it is told."""

    due: Sequence[Due]

    @property
    def lead(self) -> Notification:
        """What names the message: its link is the same one if it is sent again."""
        return self.due[0][1]

    @property
    def owed(self) -> list[Notification]:
        return [owed for _, owed in self.due]

    @property
    def lane(self) -> Lane:
        return Lane.URGENT if any(alert.is_urgent for alert, _ in self.due) else Lane.ROUTINE

    def load(self, person: Person | None) -> Load:
        """What the address would carry."""
        alerts = {alert.id: alert for alert, _ in self.due}
        groups = frozenset(alert.group for alert in alerts.values() if alert.group)
        urgent = [_is_repeat(alert, owed) for alert, owed in self.due if alert.is_urgent]
        return Load(
            count=len(alerts),
            groups=groups,
            sms_an_hour=self._sms_an_hour(person),
            is_repeat=bool(urgent) and all(urgent),
        )

    def _sms_an_hour(self, person: Person | None) -> int | None:
        """What the person asked for, and less where an email tells the same."""
        wished = manner(person, urgent=self.lane is Lane.URGENT).sms_an_hour if person else None
        is_first = any(owed.planned_at is None or owed.kind is NotificationKind.LAST_CALL for owed in self.owed)
        if self.lane is Lane.URGENT or is_first:
            return wished
        return SMS_BESIDE_EMAIL if wished is None else min(wished, SMS_BESIDE_EMAIL)


@dataclass(frozen=True)
class Gathering:
    """Reads what waits for one contact, in a few calls however much it is."""

    store: Store
    marking: Marking
    clock: Clock

    def gather(self, contact: Contact, person: Person | None, pace: Pace) -> Bundle | None:
        """What can go out together now; None where nothing can. What is no longer wanted is skipped on the way."""
        at = self.clock()
        waiting = self.store.unsent(contact.id)
        due = self.wanted(
            [owed for owed in waiting if owed.status is not NotificationStatus.SENDING or owed.is_ripe(at)]
        )
        ripe: Sequence[Due] = [(alert, owed) for alert, owed in due if owed.is_ripe(at)]
        if any(alert.is_urgent for alert, _ in ripe):
            return _bundle(due)
        if contact.channel is Channel.SMS and person is not None:
            ripe = self._quieter(ripe, person, pace, at)
        return _bundle(ripe)

    def wanted(self, owed: Sequence[Notification]) -> list[Due]:
        """Those that their alerts still want, by one look at all of them; the others are skipped."""
        alerts = self.store.alerts(list(dict.fromkeys(each.alert_id for each in owed)))
        reasons = [_unwanted(alerts, each) for each in owed]
        for reason in dict.fromkeys(filter(None, reasons)):
            skipped = [each for each, why in zip(owed, reasons, strict=True) if why == reason]
            self.marking.mark(skipped, NotificationStatus.SKIPPED, reason=reason)
        return [(alerts[each.alert_id], each) for each, why in zip(owed, reasons, strict=True) if not why]

    def _quieter(self, due: Sequence[Due], person: Person, pace: Pace, at: datetime) -> Sequence[Due]:
        """Without what an email told already, at night and where the phone had enough of it."""
        second = [owed for _, owed in due if owed.planned_at is not None]
        morning = next_sms_time(person, urgent=False, at=at)
        if second and morning > at:
            self.marking.keep([planned_for(owed, morning, reason=EMAIL_FIRST) for owed in second])
        elif second and had_enough(pace, at):
            self.marking.mark(second, NotificationStatus.SKIPPED, reason=ENOUGH)
        else:
            return due
        return [(alert, owed) for alert, owed in due if owed.planned_at is None]


def _bundle(due: Sequence[Due]) -> Bundle | None:
    """The newest urgent alert first, then the other urgent ones, then routine as it came."""
    urgent = [each for each in due if each[0].is_urgent]
    routine = [each for each in due if not each[0].is_urgent]
    urgent.sort(key=lambda each: (each[1].owed_at, each[0].opened_at, each[1].id), reverse=True)
    routine.sort(key=lambda each: (each[0].opened_at, each[1].owed_at, each[1].id))
    return Bundle((*urgent, *routine)) if due else None


def _is_repeat(alert: Alert, owed: Notification) -> bool:
    """Whether its person was told of the alert before."""
    if owed.kind is NotificationKind.LAST_CALL:
        return any(target.id == owed.contact.person for tier in alert.policy.tiers for target in tier.notify)
    return owed.kind is not NotificationKind.CALL or alert.repeats > 0


def _unwanted(alerts: Mapping[str, Alert], owed: Notification) -> str:
    alert = alerts.get(owed.alert_id)
    return "the alert is gone" if alert is None else unwanted(alert, owed) or ""
