"""An alert: one situation that somebody must answer, and the only place that asks for its status."""

import hashlib
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.alert.awaited import Awaited
from chalicelib.domain.alert.excerpt import Excerpt
from chalicelib.domain.alert.handover import Handover
from chalicelib.domain.judged.group import group
from chalicelib.domain.rules.person import Hours
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.rules.tiers import EscalationPolicy


class AlertStatus(StrEnum):
    """Watching: due if unanswered. Triggered: escalating. Acknowledged: somebody has it. Resolved: done."""

    WATCHING = "watching"
    TRIGGERED = "triggered"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Timer(StrEnum):
    """What an alert waits for. Several may run at once; the earliest is `due_at`."""

    REPLY = "reply"
    OPENING = "opening"
    TIER = "tier"
    REMINDER = "reminder"
    LOAN = "loan"
    ACCEPT = "accept"
    SNOOZE = "snooze"
    CHILDREN = "children"
    LAST_CALL = "last-call"
    CUSTOMER = "customer"
    QUESTION = "question"


class ChildrenEnd(StrEnum):
    """What becomes of the alerts that a crisis stood for when it ends: called again, or resolved with it."""

    REARM = "rearm"
    RESOLVE = "resolve"


class Crisis(Struct, frozen=True, kw_only=True):
    """What makes an alert a crisis: the group that it stands for and what may be said about it at once."""

    group: str
    statement: str
    children: ChildrenEnd = ChildrenEnd.REARM


class Alert(Struct, frozen=True, kw_only=True):
    """One situation: a thread, or one customer in a thread that the brand began.

    `policy` and `hours` are snapshots of the rules in force when the alert opened. `tier` is the last tier
    told, from 1; 0 is none yet. `cycle` counts every walk ever begun, so that notification ids never repeat;
    `repeats` counts those of the present run. `since` is when the newest mention that needs an answer was
    posted. `thread` is where the public may answer it; None where there is no such place. `answers` are the keys
    of the public answers that were seen. `declined` are the departments that gave a transfer back. `reach` is how
    many readers had liked it or passed it on when it was last decided upon. `inhibited_by` is the crisis alert
    that stands for this one: then no tier is called. `first_reading` is set where it sums up a source's first reading.
    `called` are the people of the tier that is being called,
    `told` all of this run; both are empty in what an older version stored. `sent_on` is when somebody last passed it
    on or gave it back. `last_calls` counts those of this run. `unanswered` are the ids of the authors whose words need
    an answer. `awaited` is what the customer was asked last. `first` is who is told before the tiers of this run.
    `ticket` is the number or address at a helpdesk. `version` is what was read: 0 is new.
    """

    id: str
    conversation: str
    thread: str | None = None
    department: str
    urgency: Urgency
    route: str
    reason: str
    policies_version: str
    policy: EscalationPolicy
    hours: Hours
    excerpt: Excerpt
    opened_at: datetime
    since: datetime
    status: AlertStatus = AlertStatus.WATCHING
    version: int = 0
    mentions: int = 1
    cycle: int = 0
    repeats: int = 0
    tier: int = 0
    timers: dict[Timer, datetime] = {}
    owner: str | None = None
    handover: Handover | None = None
    bounces: int = 0
    declined: tuple[str, ...] = ()
    answered_by: str | None = None
    answers: tuple[str, ...] = ()
    resolved_at: datetime | None = None
    theme: str | None = None
    reach: int = 0
    inhibited_by: str | None = None
    crisis: Crisis | None = None
    first_reading: str | None = None
    called: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    sent_on: dict[str, datetime] = {}
    last_calls: int = 0
    unanswered: tuple[str, ...] = ()
    awaited: Awaited | None = None
    first: str | None = None
    ticket: str = ""

    @property
    def due_at(self) -> datetime | None:
        """When the next timer ends; None while nothing runs."""
        return min(self.timers.values(), default=None)

    def due_timer(self, at: datetime) -> Timer | None:
        """The timer that ended first, if any has ended at `at`."""
        ended = [(when, timer) for timer, when in self.timers.items() if when <= at]
        return min(ended)[1] if ended else None

    @property
    def is_watching(self) -> bool:
        return self.status is AlertStatus.WATCHING

    @property
    def is_triggered(self) -> bool:
        return self.status is AlertStatus.TRIGGERED

    @property
    def is_acknowledged(self) -> bool:
        return self.status is AlertStatus.ACKNOWLEDGED

    @property
    def is_resolved(self) -> bool:
        return self.status is AlertStatus.RESOLVED

    @property
    def is_untaken(self) -> bool:
        """Whether nobody has it, and it is not done."""
        return not (self.is_acknowledged or self.is_resolved)

    @property
    def may_come_back(self) -> bool:
        """Whether it calls nobody, and the public has seen no answer."""
        return not self.is_triggered and self.answered_by is None

    @property
    def is_held(self) -> bool:
        """Whether it waits for opening hours."""
        return Timer.OPENING in self.timers

    @property
    def is_snoozed(self) -> bool:
        """Whether somebody asked for silence until later."""
        return Timer.SNOOZE in self.timers

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the customer, or for its owner to say how that ended."""
        return not self.timers.keys().isdisjoint({Timer.CUSTOMER, Timer.QUESTION})

    @property
    def is_exhausted(self) -> bool:
        """Whether everybody was told and nobody acknowledged, so that it waits for the duty manager."""
        return self.is_triggered and self.timers.keys() <= {Timer.LAST_CALL} and self.inhibited_by is None

    @property
    def keeps_department(self) -> bool:
        """Whether it was handed to a person and waits to be accepted: its department stays the same."""
        return self.handover is not None and self.handover.from_department == self.department

    @property
    def group(self) -> str:
        """The group whose storm the alert is part of; empty where it stands alone.

        A crisis stands alone, and so does an urgent alert without a theme: nobody can say that it is about the
        same trouble as the rest.
        """
        if self.crisis is not None or (self.is_urgent and self.theme is None):
            return ""
        return group(self.department, self.theme)

    @property
    def counted_hours(self) -> Hours:
        """The hours whose time its waits count: the clock's for an urgent one, else its department's."""
        return Hours() if self.is_urgent else self.hours

    @property
    def is_urgent(self) -> bool:
        return self.urgency is Urgency.URGENT


def alert_id(brand: str, conversation: str) -> str:
    """The id that every process derives for one situation: 16 hex digits, so that opening twice opens once."""
    return hashlib.sha256(f"{brand}\n{conversation}".encode()).hexdigest()[:16]


def triggered(alert: Alert) -> Alert:
    """Escalating from the first tier of a new run, with nobody having it."""
    return replace(
        alert,
        status=AlertStatus.TRIGGERED,
        cycle=alert.cycle + 1 if alert.tier or alert.called else alert.cycle,
        repeats=0,
        tier=0,
        timers={},
        owner=None,
        handover=None,
        answered_by=None,
        resolved_at=None,
        called=(),
        told=(),
        last_calls=0,
        awaited=None,
        first=None,
    )


def watching(alert: Alert) -> Alert:
    """Nobody is told, and nobody has it."""
    return replace(triggered(alert), status=AlertStatus.WATCHING)


def acknowledged(alert: Alert, *, owner: str, timers: dict[Timer, datetime]) -> Alert:
    """Held by `owner` until a timer ends."""
    return replace(_at_home(alert), status=AlertStatus.ACKNOWLEDGED, owner=owner, timers=timers)


def resolved(alert: Alert, *, at: datetime) -> Alert:
    """Done, with no timer left but, after a crisis, the one that sees to the alerts that it stood for."""
    done = replace(_at_home(alert), status=AlertStatus.RESOLVED, timers={}, resolved_at=at, unanswered=())
    if alert.crisis is None:
        return done
    return replace(done, timers={Timer.CHILDREN: at}, crisis=replace(alert.crisis, children=ChildrenEnd.REARM))


def _at_home(alert: Alert) -> Alert:
    """Under its department's own policy again, where it was handed to one person: others are called after them."""
    home = alert.handover if alert.keeps_department else None
    back = replace(alert, policy=home.policy, hours=home.hours) if home else alert
    return replace(back, handover=None, inhibited_by=None, awaited=None, first=None)
