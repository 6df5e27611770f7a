"""Reached: whom a line of the timeline may say was told. Deciding to tell is not telling."""

from collections.abc import Sequence

from chalicelib.domain.alert.event import AnyEvent, Escalated, Exhausted, Reminded
from chalicelib.domain.alert.notification import Notification, NotificationKind

KINDS: dict[type, NotificationKind] = {
    Escalated: NotificationKind.CALL,
    Exhausted: NotificationKind.LAST_CALL,
    Reminded: NotificationKind.REMINDER,
}


def reached(event: AnyEvent, owed: Sequence[Notification]) -> tuple[str, ...] | None:
    """The people to whom something of what the event decided has really gone out.

    None for an event that tells nobody, or of which no notification is known.
    """
    kind = KINDS.get(type(event))
    decided = [each for each in owed if each.kind is kind and each.owed_at == event.at]
    if not decided:
        return None
    return tuple(dict.fromkeys(each.contact.person for each in decided if each.sent_at))
