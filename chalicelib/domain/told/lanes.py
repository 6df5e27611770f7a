"""Two lanes to one address: urgent leaves within half a minute, routine yields to it and is quieter."""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from chalicelib.domain.rules.person import Channel
from chalicelib.domain.rules.storms import StormRule
from chalicelib.domain.said import said
from chalicelib.domain.told.pace import Limit, Pace, next_within

SMS = (
    Limit(count=1, per=timedelta(seconds=30)),
    Limit(count=5, per=timedelta(minutes=15)),
    Limit(count=11, per=timedelta(hours=1)),
)
"""What one phone gets at most, urgent or not, so that carriers never see a flood."""

ROUTINE_SMS = (
    Limit(count=1, per=timedelta(minutes=5)),
    Limit(count=2, per=timedelta(minutes=15)),
    Limit(count=6, per=timedelta(hours=1)),
)
"""What routine may take of it: the rest is always free for what is urgent."""

REPEATED_SMS = (
    Limit(count=2, per=timedelta(minutes=15)),
    Limit(count=5, per=timedelta(hours=1)),
)
"""How full a phone may be for an urgent message that only repeats: the first word of another emergency finds room."""

ROUTINE_SMS_A_DAY = Limit(count=10, per=timedelta(days=1))
"""SMS to somebody who is told the same by email."""

URGENT_EMAIL = (Limit(count=1, per=timedelta(seconds=25)),)
ROUTINE_EMAIL = (Limit(count=1, per=timedelta(minutes=1)),)
ROUTINE_EMAILS_AN_HOUR = (Limit(count=6, per=timedelta(hours=1)),)
"""Routine of any kind: with the SMS beside it one person gets eight routine messages in an hour at most."""

SMS_BESIDE_EMAIL = 2
"""Routine SMS an hour to somebody who is told the same by email."""

GROWING = (Limit(count=3, per=timedelta(hours=1)), Limit(count=10, per=timedelta(hours=4)))
LONGER = (1, 3, 6)
"""How many times `news_every` lies between two routine emails, by how many of those limits the address has reached."""

SOON = timedelta(seconds=30)
"""An urgent message that cannot leave within this finds its address full."""

FULL = said("this contact was told as often as it may be for the moment")
TOGETHER = said("much waits for this contact, and goes out together")


class Lane(StrEnum):
    """How a message travels: urgent as soon as one of its alerts is."""

    URGENT = "urgent"
    ROUTINE = "routine"


class Load(Struct, frozen=True, kw_only=True):
    """What a message would carry: of how many alerts, of which groups, and how many SMS an hour its person takes.

    `is_repeat` says that its person heard of all that is urgent in it before.
    """

    count: int
    groups: frozenset[str]
    sms_an_hour: int | None = None
    is_repeat: bool = False


class Turn(Struct, frozen=True):
    """When an address may be sent to, and, where that is later than now, why."""

    at: datetime
    reason: str = ""

    @property
    def is_now(self) -> bool:
        return not self.reason

    def is_full(self, at: datetime) -> bool:
        """Whether something urgent cannot leave in time."""
        return self.at > at + SOON


def next_turn(pace: Pace, channel: Channel, lane: Lane, load: Load, *, rule: StormRule, at: datetime) -> Turn:
    """When one more message of this lane may go to the address.

    Routine email: the first at once, then one a minute, and one in each `news_every` where the address had two
    within the rule's window or more than `after` alerts wait, and seldomer where that goes on; a group that it never
    heard of needs the minute only. Of all that there are six an hour at most.
    """
    if channel is Channel.SMS:
        return _turn(_next_sms(pace, lane, load, at), at, FULL)
    if lane is Lane.URGENT:
        return _turn(next_within(pace.sent, URGENT_EMAIL, at), at, FULL)
    allowed = max(next_within(pace.sent, ROUTINE_EMAIL, at), next_within(pace.routine, ROUTINE_EMAILS_AN_HOUR, at))
    had = sum(at - rule.window < when for when in pace.sent)
    is_news = any(not pace.knows(group, at) for group in load.groups)
    reached = sum(next_within(pace.routine, (limit,), at) > at for limit in GROWING)
    if is_news or (had < 2 and load.count <= rule.after and not reached):
        return _turn(allowed, at, FULL)
    apart = (Limit(count=1, per=rule.news_every * LONGER[reached]),)
    return _turn(max(allowed, next_within(pace.sent, apart, at)), at, TOGETHER)


def had_enough(pace: Pace, at: datetime) -> bool:
    """Whether a phone had so much routine within a day that email must do."""
    return next_within(pace.routine, (ROUTINE_SMS_A_DAY,), at) > at


def _next_sms(pace: Pace, lane: Lane, load: Load, at: datetime) -> datetime:
    allowed = next_within(pace.sent, (*SMS, *_own(load)), at)
    if lane is Lane.URGENT:
        return next_within(pace.sent, REPEATED_SMS, allowed) if load.is_repeat else allowed
    # What a process took along when it died counts for the carrier, and not for how much routine a person bears.
    routine = pace.routine if pace.busy_until is None or pace.routine[-1:] != pace.sent[-1:] else pace.routine[:-1]
    return max(allowed, next_within(routine, (*ROUTINE_SMS, *_own(load)), at))


def _own(load: Load) -> tuple[Limit, ...]:
    """The limit that a person asked for."""
    return () if load.sms_an_hour is None else (Limit(count=load.sms_an_hour, per=timedelta(hours=1)),)


def _turn(allowed: datetime, at: datetime, reason: str) -> Turn:
    return Turn(allowed, reason) if allowed > at else Turn(at)
