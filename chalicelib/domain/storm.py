"""A storm: a group is heard so often that its further calls go out together, as news every few minutes."""

from datetime import timedelta

from chalicelib.domain.notification import Notification, NotificationKind
from chalicelib.domain.pace import Limit
from chalicelib.domain.person import Channel
from chalicelib.domain.policies import StormRule

NEWS_LIMITS: dict[Channel, tuple[Limit, ...]] = {
    Channel.SMS: (
        Limit(count=1, per=timedelta(minutes=1)),
        Limit(count=3, per=timedelta(minutes=15)),
        Limit(count=8, per=timedelta(hours=1)),
    ),
    Channel.EMAIL: (Limit(count=3, per=timedelta(seconds=1)),),
}
"""Stricter than what a contact may get in all: the rest is kept for the first word of other troubles."""


def may_be_news(notification: Notification) -> bool:
    """Whether it waits for the next news once its group is busy. Reminders and notices never do."""
    return bool(notification.group) and notification.kind is NotificationKind.CALL


def is_busy(rule: StormRule, heard: int) -> bool:
    """Whether `heard` mentions of a group within the rule's window are a storm."""
    return heard > rule.after


def news_pace(notification: Notification) -> str:
    """The id under which is kept when this contact last had news of this group."""
    return f"{notification.contact.id}/{notification.group}"


def news_limits(rule: StormRule) -> tuple[Limit, ...]:
    """One message of news in each `news_every`."""
    return (Limit(count=1, per=rule.news_every),)
