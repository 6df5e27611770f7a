"""A crisis: a group left its own normal, and one alert calls PR and executives in place of all the others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil, sqrt
from statistics import fmean, pstdev

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, ChildrenEnd, Crisis, alert_id, resolved
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import trigger
from chalicelib.domain.alert.event import CrisisEnded, CrisisOpened, Resolved
from chalicelib.domain.alert.excerpt import excerpt
from chalicelib.domain.alert.requiring import require_unresolved
from chalicelib.domain.errors import UnprocessableError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.group import spoken, stretch
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.rules.storms import CrisisRule
from chalicelib.domain.said import said

HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)


class Surge(Struct, frozen=True, kw_only=True):
    """`rate` people spoke of `group` within an hour, each in a situation of their own; at most `limit` is normal."""

    group: str
    rate: int
    limit: int


def crisis_id(brand: str, group: str) -> str:
    """The id of the group's crisis alert: one for all time, so that two processes never open two."""
    return alert_id(brand, conversation_of(group))


def conversation_of(group: str) -> str:
    """The situation that a crisis is; no mention belongs to it."""
    return f"crisis:{group}"


def most_normal(rule: CrisisRule, past: Sequence[int]) -> int:
    """The most people in an hour that are normal, given those of the same hour in past weeks.

    What happens by chance deviates by the root of its mean, so a few weeks that were alike by luck do not make
    the next ordinary one a crisis.
    """
    mean = fmean(past) if past else 0.0
    deviation = max(pstdev(past), sqrt(mean)) if past else 0.0
    return max(rule.floor, ceil(mean + rule.deviations * deviation))


def hour_and_past(rule: CrisisRule, at: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The last hour at `at`, then the same hour of each past week, the newest first."""
    start, end = stretch(HOUR, at)
    return tuple((start - ago * WEEK, end - ago * WEEK) for ago in range(rule.weeks + 1))


def may_open(known: Alert | None, rule: CrisisRule, at: datetime) -> bool:
    """Whether a crisis of this group may be declared: none is open, and none ended within the cooldown."""
    return known is None or (known.resolved_at is not None and known.resolved_at + rule.cooldown <= at)


def declare(
    surge: Surge, mention: Mention, *, known: Alert | None, rule: CrisisRule, policies: Policies, at: datetime
) -> Change:
    """Open the group's crisis alert, or the one of an earlier crisis anew; `mention` is the one that tipped it."""
    alert = _crisis_alert(surge, mention, rule=rule, policies=policies, at=at)
    if known is not None:
        alert = replace(alert, version=known.version, cycle=known.cycle, tier=known.tier)
    opened = CrisisOpened(alert_id=alert.id, at=at, group=surge.group, rate=surge.rate, limit=surge.limit)
    run = trigger(alert, mention=mention.key, reason=alert.reason, policies=policies, at=at)
    return Change(alert=alert, events=(opened,)).then(run)


def end_crisis(crisis: Alert, *, by: str, reason: str, children: ChildrenEnd, at: datetime) -> Change:
    """Resolve the crisis alert and say what becomes of the alerts that it stood for."""
    require_unresolved(crisis, said("end the crisis of"))
    if crisis.crisis is None:
        raise UnprocessableError(said("alert {alert} is no crisis", alert=crisis.id))
    return Change(
        alert=replace(resolved(crisis, at=at), crisis=replace(crisis.crisis, children=children)),
        events=(
            CrisisEnded(alert_id=crisis.id, at=at, by=by, children=children),
            Resolved(alert_id=crisis.id, at=at, by=by, reason=reason),
        ),
    )


def _crisis_alert(surge: Surge, mention: Mention, *, rule: CrisisRule, policies: Policies, at: datetime) -> Alert:
    return Alert(
        id=crisis_id(policies.brand.name, surge.group),
        conversation=conversation_of(surge.group),
        department=rule.department,
        urgency=Urgency.URGENT,
        route="crisis",
        reason=said(
            "{rate} people spoke {about} within an hour, and at most {limit} is normal",
            rate=surge.rate,
            about=spoken(surge.group),
            limit=surge.limit,
        ),
        policies_version=policies.version,
        policy=policies.escalation[rule.escalation],
        hours=policies.departments[rule.department].hours,
        excerpt=excerpt(mention),
        opened_at=at,
        since=mention.posted_at,
        crisis=Crisis(group=surge.group, statement=rule.statement),
    )
