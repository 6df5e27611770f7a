"""Quiet hours: when a phone may get an SMS, on its owner's own clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.rules.person import Manner, Person


def manner(person: Person, *, urgent: bool) -> Manner:
    """How the person wishes to be told of it."""
    return person.notify.urgent if urgent else person.notify.routine


def next_sms_time(person: Person, *, urgent: bool, at: datetime) -> datetime:
    """The first instant from `at` on at which the person takes SMS beside emails."""
    wish = manner(person, urgent=urgent)
    there = at.astimezone(ZoneInfo(person.hours.zone))
    since, until, clock = wish.sms_from, wish.sms_until, there.time()
    if since == until or (since <= clock < until if since < until else clock >= since or clock < until):
        return at
    day = there.date() if clock < since else there.date() + timedelta(days=1)
    return datetime.combine(day, since, tzinfo=there.tzinfo).astimezone(UTC)
