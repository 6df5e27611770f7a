"""What policies would have done with mentions that were heard: who would be told how often, with nobody told."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, alert_id
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.hearing import Situation, hear
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.alert.timers import tick
from chalicelib.domain.heard.classification import NOT_COMPARED, Belonging, Keyword
from chalicelib.domain.heard.conversation import conversation
from chalicelib.domain.judged.addressed import with_addressed
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.judged.routing import Decision, decide
from chalicelib.domain.rules.compiled import Policies

MOST_MOVES = 200
NIGHT_BEGINS, NIGHT_ENDS = 22, 7
"""Hours of a person's own clock between which a message wakes them."""

Finds = Callable[[str], tuple[Keyword, ...]]

Belongs = Callable[[Heard], Belonging]
"""Whose examples a mention is most like."""


class Rehearsed(Struct, frozen=True):
    """The alerts that would have opened, as they opened, and every notification that would have been owed.

    `likes` are the examples by which routes decided, by the alert's id.
    """

    alerts: dict[str, Alert]
    owed: tuple[Notification, ...]
    likes: dict[str, str] = {}


class Load(Struct, frozen=True):
    """How often one person would have been told, and how often of that at night by their own clock."""

    messages: int = 0
    at_night: int = 0


class Difference(Struct, frozen=True):
    """What changed policies would change: alerts, each person's load before and after, and `likes` as they are then."""

    gained: tuple[Alert, ...]
    missed: tuple[Alert, ...]
    moved: tuple[tuple[Alert, Alert], ...]
    loads: dict[str, tuple[Load, Load]]
    likes: dict[str, str] = {}


def as_recorded(heard: Heard) -> Belonging:
    """What was found when the mention was heard."""
    return heard.classification.department if heard.classification else NOT_COMPARED


def rehearse(
    heards: Iterable[Heard],
    policies: Policies,
    find: Finds,
    lasted: Mapping[str, timedelta],
    belongs: Belongs = as_recorded,
) -> Rehearsed:
    """Route every classified mention by `policies` and walk each alert until it would have been acknowledged.

    `lasted` says how long after opening each alert was acknowledged or ended; one that is not in it lasts as
    long as the middle one of those that are, and without any, until its tiers are exhausted.
    """
    usual = _middle(lasted)
    opened: dict[str, Alert] = {}
    alerts: dict[str, Alert] = {}
    owed: dict[str, Notification] = {}
    likes: dict[str, str] = {}
    for heard in heards:
        decision = _decision(heard, policies, find, belongs)
        if decision is None:
            continue
        change = _move(alerts, heard, decision, policies)
        if change is None:
            continue
        if change.alert.id not in opened:
            opened[change.alert.id], likes[change.alert.id] = change.alert, decision.like
        ends = _end(opened[change.alert.id], lasted, usual)
        for step in _walk(change, policies, ends):
            alerts[step.alert.id] = step.alert
            owed |= {notification.id: notification for notification in step.owed}
    return Rehearsed(alerts=opened, owed=tuple(owed.values()), likes={key: like for key, like in likes.items() if like})


def difference(before: Rehearsed, after: Rehearsed, policies: Policies) -> Difference:
    """Compare two rehearsals of the same mentions; people's nights are those of `policies`."""
    both = before.alerts.keys() & after.alerts.keys()
    people = sorted({each.contact.person for each in (*before.owed, *after.owed)})
    return Difference(
        gained=tuple(alert for key, alert in after.alerts.items() if key not in both),
        missed=tuple(alert for key, alert in before.alerts.items() if key not in both),
        moved=tuple(
            (before.alerts[key], after.alerts[key])
            for key in after.alerts
            if key in both and _place(before.alerts[key]) != _place(after.alerts[key])
        ),
        loads={person: (_load(person, before, policies), _load(person, after, policies)) for person in people},
        likes=after.likes,
    )


def _decision(heard: Heard, policies: Policies, find: Finds, belongs: Belongs) -> Decision | None:
    """What `policies` ask for; None for what rules set aside before routing (our own posts, reposts)."""
    if heard.classification is None:
        return None
    classification = replace(heard.classification, keywords=find(heard.mention.words), department=belongs(heard))
    return decide(with_addressed(heard.mention, policies), classification, policies)


def _move(alerts: Mapping[str, Alert], heard: Heard, decision: Decision, policies: Policies) -> Change | None:
    known = alerts.get(alert_id(policies.brand.name, conversation(heard.mention)))
    return hear(heard.mention, decision, Situation(alert=known), policies=policies, at=heard.heard_at)


def _walk(change: Change, policies: Policies, ends: datetime | None) -> Iterator[Change]:
    """The change, and every move that its timers would make before the alert would have been acknowledged."""
    step: Change | None = change
    for _ in range(MOST_MOVES):
        if step is None:
            return
        yield step
        due = step.alert.due_at
        if due is None or step.alert.is_exhausted or (ends is not None and due >= ends):
            return
        step = tick(step.alert, policies=policies, at=due)


def _end(alert: Alert, lasted: Mapping[str, timedelta], usual: timedelta | None) -> datetime | None:
    lasting = lasted.get(alert.id, usual)
    return None if lasting is None else alert.opened_at + lasting


def _middle(lasted: Mapping[str, timedelta]) -> timedelta | None:
    return timedelta(seconds=median(each.total_seconds() for each in lasted.values())) if lasted else None


def _place(alert: Alert) -> tuple[str, str, str]:
    return alert.department, alert.urgency, alert.status


def _load(person: str, rehearsed: Rehearsed, policies: Policies) -> Load:
    told = [each.owed_at for each in rehearsed.owed if each.contact.person == person]
    known = policies.people.get(person)
    zone = ZoneInfo(known.hours.zone if known else "UTC")
    hours = [at.astimezone(zone).hour for at in told]
    return Load(len(told), sum(hour >= NIGHT_BEGINS or hour < NIGHT_ENDS for hour in hours))
