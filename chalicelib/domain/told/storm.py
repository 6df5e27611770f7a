"""A storm: a group is heard so often that its further calls go out together, as news every few minutes."""

from datetime import datetime, timedelta

from chalicelib.domain.alert.notification import Notification, NotificationKind
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.rules.storms import StormRule
from chalicelib.domain.told.pace import Limit, Pace, next_allowed, sent_at

FURTHER_LIMITS: dict[Channel, tuple[Limit, ...]] = {
    Channel.SMS: (
        Limit(count=1, per=timedelta(minutes=1)),
        Limit(count=4, per=timedelta(minutes=15)),
        Limit(count=10, per=timedelta(hours=1)),
    ),
    Channel.EMAIL: (Limit(count=4, per=timedelta(seconds=1)),),
}
"""What further calls of one group may take of `LIMITS`: the last is left for the first word of another trouble."""

FIRST_WORDS = (Limit(count=3, per=timedelta(minutes=15)), Limit(count=6, per=timedelta(hours=1)))
"""So many messages about one group are its first words; what comes above that is further."""


def may_be_news(notification: Notification) -> bool:
    """Whether it waits for the next news once its group is busy. Reminders and notices never do."""
    return bool(notification.group) and notification.kind is NotificationKind.CALL


def is_further(told: Pace, at: datetime) -> bool:
    """Whether the contact has had the group's first words; `told` is when it heard of the group."""
    return next_allowed(told, FIRST_WORDS, at) > at


def is_busy(rule: StormRule, heard: int) -> bool:
    """Whether `heard` mentions of a group within the rule's window are a storm."""
    return heard > rule.after


def news_pace(notification: Notification) -> str:
    """The id under which is kept when this contact last heard of this group."""
    return f"{notification.contact.id}/{notification.group}"


def news_limits(rule: StormRule) -> tuple[Limit, ...]:
    """One message of news in each `news_every`."""
    return (Limit(count=1, per=rule.news_every),)


def told_of(told: Pace, at: datetime) -> Pace:
    """The pace of a group's news after one more message at `at`."""
    return sent_at(told, FIRST_WORDS, at)
