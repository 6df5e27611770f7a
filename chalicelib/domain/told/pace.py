"""The pace of one address: when it was sent to, who is sending to it now, and how often it may be sent to."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.people.address import address_id, address_of
from chalicelib.domain.rules.person import Channel, Person

LEASE = timedelta(seconds=45)
"""How long one process may send to an address alone: longer than the function may run, and less than a minute."""

REMEMBERED = timedelta(hours=1)
"""How long an address counts as having heard of a group."""

MOST_KEPT = 12
MOST_GROUPS = 60


class Limit(Struct, frozen=True, kw_only=True):
    """At most `count` messages in any stretch of `per`."""

    count: int
    per: timedelta


class Pace(Struct, frozen=True, kw_only=True):
    """When one address was last sent to, oldest first. `version` is what was read: 0 is new.

    `routine` holds the instants of the messages that were about routine alerts alone. `heard` says when the address
    last heard of each group. The process `busy_by` sends to it until `busy_until`; where nobody gave that back,
    whoever had it died. `wake_at` is the instant for which the queue holds a message about it.
    """

    contact: str
    sent: tuple[datetime, ...] = ()
    version: int = 0
    routine: tuple[datetime, ...] = ()
    heard: dict[str, datetime] = {}
    busy_until: datetime | None = None
    busy_by: str = ""
    wake_at: datetime | None = None

    def is_busy(self, at: datetime) -> bool:
        """Whether another process may be sending to it."""
        return self.busy_until is not None and at < self.busy_until

    def is_woken(self, at: datetime) -> bool:
        """Whether the queue was to hand out a message about it by now."""
        return self.wake_at is not None and self.wake_at <= at

    def knows(self, group: str, at: datetime) -> bool:
        """Whether it heard of the group within the hour."""
        return group in self.heard and at < self.heard[group] + REMEMBERED


def stream_of(person: Person, channel: Channel) -> str:
    """The id of what a message to the person goes to: people with one phone or one mailbox share it."""
    return f"{channel}.{address_id(address_of(person, channel) or person.id)}"


def next_allowed(pace: Pace, limits: tuple[Limit, ...], at: datetime) -> datetime:
    """The first instant from `at` on when one more message keeps every limit."""
    return next_within(pace.sent, limits, at)


def next_within(sent: tuple[datetime, ...], limits: tuple[Limit, ...], at: datetime) -> datetime:
    """The first instant from `at` on when one more message beside those `sent` keeps every limit."""
    earliest = at
    for limit in limits:
        if len(sent) >= limit.count:
            earliest = max(earliest, sent[-limit.count] + limit.per)
    return earliest


def sent_at(pace: Pace, limits: tuple[Limit, ...], at: datetime) -> Pace:
    """The pace after one more message at `at`, without what no limit looks at any more."""
    keep = max(limit.count for limit in limits)
    return replace(pace, sent=(*pace.sent, at)[-keep:])


def taken(pace: Pace, *, by: str, groups: frozenset[str], is_routine: bool, at: datetime) -> Pace:
    """The pace while `by` sends one message about `groups`, which is counted; everything that waits goes with it."""
    heard = {group: when for group, when in pace.heard.items() if at < when + REMEMBERED} | dict.fromkeys(groups, at)
    return replace(
        pace,
        sent=(*pace.sent, at)[-MOST_KEPT:],
        routine=(*pace.routine, at)[-MOST_KEPT:] if is_routine else pace.routine,
        heard=dict(sorted(heard.items(), key=lambda each: each[1])[-MOST_GROUPS:]),
        busy_until=at + LEASE,
        busy_by=by,
        wake_at=None,
    )


def given_back(pace: Pace, *, uncount: datetime | None = None) -> Pace:
    """The pace with nobody sending; without the message counted at `uncount`, where it never went out."""
    return replace(
        pace,
        sent=tuple(when for when in pace.sent if when != uncount),
        routine=tuple(when for when in pace.routine if when != uncount),
        heard={group: when for group, when in pace.heard.items() if when != uncount},
        busy_until=None,
        busy_by="",
    )
