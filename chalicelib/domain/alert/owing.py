"""What an alert owes people: each notification with its derived id, and whether it is still wanted."""

from datetime import datetime

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.notification import Contact, Notification, NotificationKind
from chalicelib.domain.people.directory import reachable_people
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Person, Target, TargetKind

BOTH = (Channel.SMS, Channel.EMAIL)


def unwanted(alert: Alert, notification: Notification) -> str | None:
    """Why a notification need not be sent any more; None while it must."""
    match notification.kind:
        case NotificationKind.CALL | NotificationKind.LAST_CALL:
            is_wanted = alert.is_triggered and alert.cycle == notification.cycle
        case NotificationKind.REMINDER:
            is_wanted = alert.is_acknowledged and alert.owner == notification.contact.person
        case NotificationKind.NEW_LINK:
            is_wanted = True
        case _:
            is_wanted = alert.is_triggered
    return None if is_wanted else f"the alert was {alert.status} before it was sent"


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
    )


def tell(alert: Alert, person: Person, *, kind: NotificationKind, at: datetime) -> tuple[Notification, ...]:
    """A notice beside the tiers, by every channel that `person` has. One version of an alert owes it once."""
    step = f"{alert.cycle}.{alert.tier}-{kind}-{alert.version}"
    return tuple(owe(alert, contact, kind=kind, step=step, at=at) for contact in contacts_of(person, channels=BOTH))


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


def contacts_of(person: Person, *, channels: tuple[Channel, ...]) -> tuple[Contact, ...]:
    """The ways in which `person` can be told, of those asked for."""
    addresses = {Channel.SMS: person.phone, Channel.EMAIL: person.email}
    return tuple(Contact(person=person.id, channel=channel) for channel in channels if addresses[channel])
