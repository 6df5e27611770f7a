"""The people and departments who answer, and the shifts and hours they keep."""

from datetime import date, datetime, time
from enum import StrEnum

from msgspec import Struct


class Channel(StrEnum):
    """A way to reach a person."""

    SMS = "sms"
    EMAIL = "email"


class Role(StrEnum):
    """What somebody may do at the desk: look; act on alerts, too; change others' shifts and end all sessions, too."""

    VIEWER = "viewer"
    RESPONDER = "responder"
    OPERATOR = "operator"


class Period(Struct, frozen=True, kw_only=True):
    """Open from `start` to `end` on `weekday` (0 is Monday), local time. `end` of 00:00 means midnight.

    `continues` is True for the part after midnight of a shift that began the day before, and ends with that day's
    days off, not with its own.
    """

    weekday: int
    start: time
    end: time
    continues: bool = False


class Away(Struct, frozen=True, kw_only=True):
    """Somebody is not there in [start, end)."""

    start: datetime
    end: datetime


class Closing(Struct, frozen=True, kw_only=True):
    """Closed on one day from `since` until `until`, local time; `until` of 00:00 means until its last shift ends.

    Without a `year` it is every year.
    """

    month: int
    day: int
    year: int | None = None
    since: time = time()
    until: time = time()


class Hours(Struct, frozen=True, kw_only=True):
    """When somebody works. No periods at all means round the clock.

    `country` and `region` (ISO 3166-1 and -2) close the public holidays there, `places` (`DE-BE`) those of further
    ones; `closures` are days closed besides, and `closings` parts of days and days of every year. `away` is when they
    said that they are not there; no file holds it.
    """

    zone: str = "UTC"
    periods: tuple[Period, ...] = ()
    country: str | None = None
    region: str | None = None
    closures: tuple[date, ...] = ()
    places: tuple[str, ...] = ()
    closings: tuple[Closing, ...] = ()
    away: tuple[Away, ...] = ()


class Manner(Struct, frozen=True, kw_only=True):
    """How somebody wishes to be told of alerts of one urgency.

    Where they are told by email too, SMS wait for the hours from `sms_from` to `sms_until` on their own clock; the
    same twice is any hour. `sms_an_hour` lowers what a phone may get.
    """

    channels: tuple[Channel, ...] = (Channel.SMS, Channel.EMAIL)
    sms_from: time = time()
    sms_until: time = time()
    sms_an_hour: int | None = None


class Notify(Struct, frozen=True, kw_only=True):
    """How somebody wishes to be told: routine is quieter than urgent, and silent on the phone at night."""

    routine: Manner = Manner(sms_from=time(7), sms_until=time(22))
    urgent: Manner = Manner()


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who can be told. `handles` maps a network to the person's handle there, without the @.

    `credit` is False for people who opted out of being credited by name. `language` is what the person is told in;
    None is the brand's. `role` is what the person may do at the desk. `hide_phone` keeps the number from colleagues.
    """

    id: str
    name: str
    email: str | None = None
    phone: str | None = None
    handles: dict[str, str] = {}
    hours: Hours = Hours()
    credit: bool = True
    notify: Notify = Notify()
    language: str | None = None
    role: Role = Role.RESPONDER
    hide_phone: bool = False


class Override(Struct, frozen=True, kw_only=True):
    """`person` takes the shift in [start, end), whoever's turn it is."""

    person: str
    start: datetime
    end: datetime


class Rota(Struct, frozen=True, kw_only=True):
    """Members take turns from the first handoff on, handing over at the same wall-clock time in `zone`.

    `starts` is the instant of the first handoff, in UTC (members[0] begins then). `days` is the length of a
    turn in days: 1 is daily, 7 weekly.
    """

    id: str
    members: tuple[str, ...]
    starts: datetime
    zone: str = "UTC"
    days: int = 7
    overrides: tuple[Override, ...] = ()


class TargetKind(StrEnum):
    """What a tier can name."""

    PERSON = "person"
    ROTA = "rota"


class Target(Struct, frozen=True, kw_only=True):
    """Somebody to tell: a person, or whoever has the shift of a rota, by these channels."""

    kind: TargetKind
    id: str
    channels: tuple[Channel, ...] = (Channel.SMS, Channel.EMAIL)
