"""A notification: one message owed to one contact, and what became of it."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.rules.person import Channel


class NotificationStatus(StrEnum):
    """`skipped` was owed and is no longer needed. `sending` was claimed by a process of an earlier version."""

    OWED = "owed"
    SENDING = "sending"
    DEFERRED = "deferred"
    SENT = "sent"
    REFUSED = "refused"
    SKIPPED = "skipped"


class NotificationKind(StrEnum):
    """Why somebody is told."""

    CALL = "call"
    """A tier is asked to answer."""
    REMINDER = "reminder"
    """An acknowledgement is about to end."""
    LOAN_ENDED = "loan-ended"
    """An acknowledgement ended without an answer."""
    BOUNCED = "bounced"
    """A transfer came back."""
    LAST_CALL = "last-call"
    """Nobody acknowledged: the duty manager must."""
    NEW_LINK = "new-link"
    """A personal link has expired, and its person asked for another."""
    HOW_IT_ENDED = "how-it-ended"
    """Whoever pointed a customer to a private channel is asked how it ended."""
    REPLY_SEEN = "reply-seen"
    """One of us wrote in the thread, and nobody can tell to whom: did it answer?"""
    IN_CRISIS = "in-crisis"
    """Whoever has the crisis of its theme hears that something in it is urgent."""


class Contact(Struct, frozen=True, kw_only=True):
    """A person by one channel; its id is what limits and claims are kept under."""

    person: str
    channel: Channel

    @property
    def id(self) -> str:
        return f"{self.person}.{self.channel}"


class Try(Struct, frozen=True, kw_only=True):
    """What one notification became, when, and why; `until` is when it is tried again, where it was put off."""

    at: datetime
    status: NotificationStatus
    reason: str = ""
    until: datetime | None = None


MOST_TRIES = 12
"""Tries that one notification remembers, the newest."""


class Notification(Struct, frozen=True, kw_only=True):
    """One message to one contact.

    `id` is derived, `alert/step/contact`, so that deciding twice owes once. `owed_at` is when it was decided.
    `held` is True where it waited for opening hours and goes out together with its like. `due_at` is when a
    deferred one may go out, or when a claim ends. `reason` says why it was deferred, refused or skipped. `group`
    is what it is about, in storms; empty where it stands alone. `planned_at` is when it was to go out, where that
    was later than at once: only then does it count as late. `urgent` is what its alert was when it was owed.
    `relieved` is True where the next tier was called in its place, because its address was full. `tries` tells what
    it became, oldest first; what an older version stored has none.
    """

    id: str
    alert_id: str
    department: str
    kind: NotificationKind
    contact: Contact
    cycle: int
    tier: int
    owed_at: datetime
    due_at: datetime
    held: bool = False
    group: str = ""
    status: NotificationStatus = NotificationStatus.OWED
    reason: str = ""
    sent_at: datetime | None = None
    receipt: str = ""
    planned_at: datetime | None = None
    urgent: bool = False
    relieved: bool = False
    tries: tuple[Try, ...] = ()

    @property
    def step(self) -> str:
        """The step of its alert that owed it: what one person is owed by several channels shares it."""
        return self.id.removeprefix(f"{self.alert_id}/").removesuffix(f"/{self.contact.id}")

    @property
    def wanted_at(self) -> datetime:
        """When it was to go out."""
        return self.planned_at or self.owed_at

    def is_ripe(self, at: datetime) -> bool:
        """Whether it was to go out by `at`, whatever kept it."""
        is_claimed = self.status is NotificationStatus.SENDING and self.due_at > at
        return self.is_unsent and self.wanted_at <= at and not is_claimed

    @property
    def is_unsent(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.status in (NotificationStatus.OWED, NotificationStatus.DEFERRED, NotificationStatus.SENDING)


def tried(notification: Notification, *, at: datetime) -> Notification:
    """The notification with what it is now as its newest try; put off again for the same reason is the same try."""
    is_put_off = notification.status is NotificationStatus.DEFERRED
    until = notification.due_at if is_put_off else None
    newest = Try(at=at, status=notification.status, reason=notification.reason, until=until)
    earlier = notification.tries
    if earlier and (earlier[-1].status, earlier[-1].reason) == (newest.status, newest.reason):
        newest, earlier = replace(newest, at=earlier[-1].at), earlier[:-1]
    return replace(notification, tries=(*earlier, newest)[-MOST_TRIES:])


def tries_of(notification: Notification) -> tuple[Try, ...]:
    """What became of it, oldest first; of one that remembers nothing, what it is now."""
    if notification.tries:
        return notification.tries
    at = notification.sent_at or notification.owed_at
    until = notification.due_at if notification.status is NotificationStatus.DEFERRED else None
    return (Try(at=at, status=notification.status, reason=notification.reason, until=until),)
