"""What an alert owes people: each notification with its derived id, when it goes out, and if it is still wanted."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.notification import (
    Contact,
    Notification,
    NotificationKind,
    NotificationStatus,
    tried,
)
from chalicelib.domain.people.directory import reachable_people
from chalicelib.domain.people.hours import after_business_time, span_end
from chalicelib.domain.people.quiet import manner, next_sms_time
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Person, Target, TargetKind

BOTH = (Channel.SMS, Channel.EMAIL)

EMAIL_FIRST = "an email went first"


def unwanted(alert: Alert, notification: Notification) -> str | None:
    """Why a notification need not be sent any more; None while it must."""
    match notification.kind:
        case NotificationKind.CALL | NotificationKind.LAST_CALL:
            is_wanted = alert.is_triggered and alert.cycle == notification.cycle
        case NotificationKind.REMINDER | NotificationKind.HOW_IT_ENDED:
            is_wanted = alert.is_acknowledged and alert.owner == notification.contact.person
        case NotificationKind.NEW_LINK:
            is_wanted = True
        case NotificationKind.REPLY_SEEN:
            is_wanted = not alert.is_resolved
        case _:
            is_wanted = alert.is_triggered
    if not is_wanted:
        return f"the alert was {alert.status} before it was sent"
    is_second_word = notification.kind is NotificationKind.CALL and notification.planned_at is not None
    return "the next tier was told before it was sent" if is_second_word and alert.tier != notification.tier else None


def owe(
    alert: Alert, contact: Contact, *, kind: NotificationKind, step: str, at: datetime, held: bool = False
) -> Notification:
    """The notification that `alert` owes `contact` at `step`; the same arguments always give the same id."""
    return Notification(
        id=f"{alert.id}/{step}/{contact.id}",
        alert_id=alert.id,
        department=alert.department,
        kind=kind,
        contact=contact,
        cycle=alert.cycle,
        tier=alert.tier,
        owed_at=at,
        due_at=at,
        held=held,
        group=alert.group,
        urgent=alert.is_urgent,
    )


def email_first(alert: Alert, person: Person, owed: Sequence[Notification], *, at: datetime) -> list[Notification]:
    """What one person is owed at one step: the SMS beside an email goes out later, so that it need not.

    A routine one after half of the wait, if nobody acknowledged by then; and never in hours in which the person
    takes none.
    """
    if not any(each.contact.channel is Channel.EMAIL for each in owed):
        return list(owed)
    later = (each if each.contact.channel is Channel.EMAIL else _later(alert, person, each, at) for each in owed)
    return [tried(each, at=at) if each.status is NotificationStatus.DEFERRED else each for each in later]


def _later(alert: Alert, person: Person, sms: Notification, at: datetime) -> Notification:
    wait_half = at if alert.is_urgent or sms.kind is NotificationKind.LAST_CALL else _half_way(alert, sms.kind, at)
    planned = next_sms_time(person, urgent=alert.is_urgent, at=wait_half)
    if planned > at:
        return planned_for(sms, planned, reason=EMAIL_FIRST)
    # Planned for now: an email tells the same, so that the phone may be spared at night and where it had enough.
    return sms if alert.is_urgent else replace(sms, planned_at=at)


def planned_for(notification: Notification, planned: datetime, *, reason: str) -> Notification:
    """The notification, to go out at `planned` and not before."""
    return replace(notification, status=NotificationStatus.DEFERRED, due_at=planned, planned_at=planned, reason=reason)


def _half_way(alert: Alert, kind: NotificationKind, at: datetime) -> datetime:
    """Half of the time that the person has to act."""
    if kind is NotificationKind.REMINDER and Timer.LOAN in alert.timers:
        return at + (alert.timers[Timer.LOAN] - at) / 2
    tier = alert.policy.tiers[max(alert.tier, 1) - 1]
    span = tier.span_for(urgent=alert.is_urgent)
    if span.is_open_time:
        return after_business_time(alert.counted_hours, at, span.lasts / 2)
    return at + (span_end(alert.counted_hours, at, span) - at) / 2


def tell(alert: Alert, person: Person, *, kind: NotificationKind, at: datetime) -> tuple[Notification, ...]:
    """A notice beside the tiers, by the channels that `person` has. One version of an alert owes it once."""
    step = f"{alert.cycle}.{alert.tier}-{kind}-{alert.version}"
    contacts = contacts_of(person, channels=BOTH, urgent=alert.is_urgent)
    owed = [owe(alert, contact, kind=kind, step=step, at=at) for contact in contacts]
    return tuple(email_first(alert, person, owed, at=at))


def notice(
    alert: Alert, person: str, *, kind: NotificationKind, policies: Policies, at: datetime
) -> tuple[Notification, ...]:
    """The notice that the person called `person` is owed; nothing where nobody is, or nobody can be told now."""
    target = Target(kind=TargetKind.PERSON, id=person)
    return tuple(
        notification
        for receiver in reachable_people(target, policies, at)
        for notification in tell(alert, receiver, kind=kind, at=at)
    )


def call(
    alert: Alert, contacts: Sequence[Contact], *, step: str, policies: Policies, at: datetime, held: bool = False
) -> tuple[Notification, ...]:
    """The calls that the alert's present tier owes its contacts."""
    calls = [owe(alert, contact, kind=NotificationKind.CALL, step=step, at=at, held=held) for contact in contacts]
    people = dict.fromkeys(contact.person for contact in contacts)
    by_person = {person: [each for each in calls if each.contact.person == person] for person in people}
    return tuple(
        owed for person, own in by_person.items() for owed in email_first(alert, policies.people[person], own, at=at)
    )


def contacts_of(person: Person, *, channels: tuple[Channel, ...], urgent: bool) -> tuple[Contact, ...]:
    """The ways in which `person` can be told, of those asked for; those that they wish for, where there are any."""
    addresses = {Channel.SMS: person.phone, Channel.EMAIL: person.email}
    wished = manner(person, urgent=urgent).channels
    known = tuple(channel for channel in channels if addresses[channel])
    used = tuple(channel for channel in known if channel in wished) or known
    return tuple(Contact(person=person.id, channel=channel) for channel in used)
