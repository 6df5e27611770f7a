"""When much is too much: the numbers by which a storm and a crisis are told."""

from datetime import timedelta

from msgspec import Struct


class StormRule(Struct, frozen=True, kw_only=True):
    """Where more than `after` alerts wait for a contact, or it had two messages within `window`, routine comes slower.

    Then it gets at most one routine email in each `news_every`.
    """

    after: int = 20
    window: timedelta = timedelta(minutes=20)
    news_every: timedelta = timedelta(minutes=5)


class CrisisRule(Struct, frozen=True, kw_only=True):
    """When a group's hourly rate is a crisis, and who is told.

    It is above `floor`, and above the mean of the same hour over the past `weeks` by more than `deviations`
    times their deviation. `department` answers for the crisis and the escalation policy `escalation` says who
    is called; `statement` is what may be said at once. After its end there is none for `cooldown`.
    """

    department: str
    escalation: str
    statement: str
    floor: int = 50
    deviations: float = 4.0
    weeks: int = 4
    cooldown: timedelta = timedelta(hours=6)
