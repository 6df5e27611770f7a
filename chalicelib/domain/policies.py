"""The brand's business rules as one value: what a push stores and what every decision reads."""

from datetime import timedelta
from enum import StrEnum

from msgspec import Struct

from chalicelib.domain.person import Department, EscalationPolicy, Person, Rota
from chalicelib.domain.source import SourcePolicy


class Urgency(StrEnum):
    """Routine alerts keep to opening hours; urgent ones break through."""

    ROUTINE = "routine"
    URGENT = "urgent"


class Action(StrEnum):
    """What a route asks for: an alert now, an alert if nobody answers in time, or nothing."""

    ALERT = "alert"
    WATCH = "watch"
    IGNORE = "ignore"


class Theme(Struct, frozen=True, kw_only=True):
    """A named set of phrases that mean the same trouble. `urgent` phrases must never wait."""

    name: str
    phrases: tuple[str, ...]
    urgent: bool = False


class Route(Struct, frozen=True, kw_only=True):
    """One rule of routing.yaml. It applies when any of `themes` matched (or none is named) and `when` holds.

    `when` is a JMESPath over {"mention": ..., "classification": ...}; None always holds.
    """

    name: str
    action: Action = Action.ALERT
    department: str | None = None
    urgency: Urgency = Urgency.ROUTINE
    themes: tuple[str, ...] = ()
    when: str | None = None


class Guideline(Struct, frozen=True, kw_only=True):
    """What to say and not to say, for one department."""

    do: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()


class CreditRule(Struct, frozen=True, kw_only=True):
    """Which staff answers earn credit. `hashtag` must be in the answer where it is not empty."""

    hashtag: str = ""
    off_shift: bool = True


class StormRule(Struct, frozen=True, kw_only=True):
    """More than `after` mentions of a group within `window` are a storm: its further calls become news.

    Each contact gets at most one message of news in each `news_every`.
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


class Brand(Struct, frozen=True, kw_only=True):
    """Whom we listen for. `handles` maps a network to the brand's own handles there, without the @."""

    name: str
    handles: dict[str, tuple[str, ...]] = {}
    sources: tuple[SourcePolicy, ...] = ()
    credit: CreditRule = CreditRule()
    language_backend: str = "local"
    comprehend_daily_posts: int = 0
    comprehend_reads_all: bool = False


class Policies(Struct, frozen=True, kw_only=True):
    """One pushed version of all five files. `version` is derived from the content.

    `fallback_department` gets the urgent mention that no route gives to a department. Without a `crisis` rule
    none is ever declared.
    """

    version: str
    brand: Brand
    people: dict[str, Person]
    departments: dict[str, Department]
    escalation: dict[str, EscalationPolicy]
    routes: tuple[Route, ...]
    duty_manager: str
    rotas: dict[str, Rota] = {}
    themes: dict[str, Theme] = {}
    guidelines: dict[str, Guideline] = {}
    link_lifetime: timedelta = timedelta(days=3)
    fallback_department: str | None = None
    storm: StormRule = StormRule()
    crisis: CrisisRule | None = None

    @property
    def phrases(self) -> dict[str, tuple[str, ...]]:
        """Each theme's phrases, as an index of keywords takes them."""
        return {theme.name: theme.phrases for theme in self.themes.values()}

    def escalations_of(self, department: str) -> tuple[EscalationPolicy, ...]:
        """The escalation policies that call people in the department's name: its own, and that of a crisis."""
        own = self.escalation[self.departments[department].escalation]
        if self.crisis is None or self.crisis.department != department:
            return (own,)
        return (own, self.escalation[self.crisis.escalation])
