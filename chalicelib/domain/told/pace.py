"""How often one contact may be sent to: carriers ban senders that flood, and people stop reading."""

from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.domain.rules.person import Channel


class Limit(Struct, frozen=True, kw_only=True):
    """At most `count` messages in any stretch of `per`."""

    count: int
    per: timedelta


LIMITS: dict[Channel, tuple[Limit, ...]] = {
    Channel.SMS: (
        Limit(count=1, per=timedelta(minutes=1)),
        Limit(count=5, per=timedelta(minutes=15)),
        Limit(count=11, per=timedelta(hours=1)),
    ),
    Channel.EMAIL: (Limit(count=5, per=timedelta(seconds=1)),),
}
"""SMS: what carriers tolerate of one sender. Email: half of the 10 a second at which SNS suspends a subscription."""


class Pace(Struct, frozen=True, kw_only=True):
    """When a contact was last sent to, oldest first. `version` is what was read: 0 is new."""

    contact: str
    sent: tuple[datetime, ...] = ()
    version: int = 0


def next_allowed(pace: Pace, limits: tuple[Limit, ...], at: datetime) -> datetime:
    """The first instant from `at` on when one more message keeps every limit."""
    earliest = at
    for limit in limits:
        if len(pace.sent) >= limit.count:
            earliest = max(earliest, pace.sent[-limit.count] + limit.per)
    return earliest


def not_sent(pace: Pace, at: datetime) -> Pace:
    """The pace without the message that was counted at `at` and never went out."""
    return Pace(contact=pace.contact, sent=tuple(when for when in pace.sent if when != at), version=pace.version)


def sent_at(pace: Pace, limits: tuple[Limit, ...], at: datetime) -> Pace:
    """The pace after one more message at `at`, without what no limit looks at any more."""
    keep = max(limit.count for limit in limits)
    return Pace(contact=pace.contact, sent=(*pace.sent, at)[-keep:], version=pace.version)
