"""Why an alert is what it is: every rule, confidence, tier, notification and skip, and why somebody was not told."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.event import AnyEvent, Escalated, MentionJoined, TierSkipped, Triggered, Watched
from chalicelib.domain.alert.notification import Notification, Try, tries_of
from chalicelib.domain.heard.classification import Belonging, Keyword, Urgency
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.judged.routing import Tried
from chalicelib.domain.people.directory import missing_reason
from chalicelib.domain.people.rota import on_call_now
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Target, TargetKind


class Confidence(Struct, frozen=True, kw_only=True):
    """One label of the classifier, as text, and how sure it was."""

    label: str
    value: str
    confidence: float


class MentionWhy(Struct, frozen=True, kw_only=True):
    """Why one mention had its outcome. `tried` holds every route up to the one that matched.

    `beside` is what its sender said that no field of ours is for.
    """

    mention: str
    url: str
    heard_at: datetime
    outcome: str
    reason: str
    policies_version: str
    model: str
    confidences: tuple[Confidence, ...]
    keywords: tuple[Keyword, ...]
    tried: tuple[Tried, ...]
    beside: tuple[tuple[str, str], ...] = ()


class Told(Struct, frozen=True, kw_only=True):
    """What became of one notification."""

    notification: str
    kind: str
    owed_at: datetime
    status: str
    reason: str
    sent_at: datetime | None
    tries: tuple[Try, ...] = ()


class Why(Struct, frozen=True, kw_only=True):
    """Everything that was decided about one alert, oldest first; `alert` is None for a mention that opened none."""

    alert: Alert | None
    mentions: tuple[MentionWhy, ...]
    timeline: tuple[AnyEvent, ...] = ()
    notifications: tuple[Told, ...] = ()
    why_not: tuple[str, ...] = ()


def mention_why(heard: Heard) -> MentionWhy:
    """The rules and confidences behind one outcome."""
    read, decision = heard.classification, heard.decision
    labels = (
        ()
        if read is None
        else (
            Confidence(label="sentiment", value=read.sentiment.value, confidence=read.sentiment.confidence),
            Confidence(label="intent", value=read.intent.value, confidence=read.intent.confidence),
            Confidence(label="complaint", value=_yes(read.complaint.value), confidence=read.complaint.confidence),
            Confidence(
                label="needs_answer", value=_yes(read.needs_answer.value), confidence=read.needs_answer.confidence
            ),
            Confidence(label="urgent", value=_urgent(read.urgent), confidence=read.urgent.confidence),
            Confidence(label="language", value=read.language.value, confidence=read.language.confidence),
            *_department(read.department),
        )
    )
    return MentionWhy(
        mention=heard.mention.key,
        url=heard.mention.url,
        heard_at=heard.heard_at,
        outcome=heard.outcome,
        reason=heard.reason,
        policies_version=heard.policies_version,
        model=read.model if read else "",
        confidences=labels,
        keywords=read.keywords if read else (),
        tried=decision.tried if decision else (),
        beside=heard.mention.beside,
    )


def told(notification: Notification) -> Told:
    """One notification, without whom it went to beyond the contact's id."""
    return Told(
        notification=notification.id,
        kind=notification.kind,
        owed_at=notification.owed_at,
        status=notification.status,
        reason=notification.reason,
        sent_at=notification.sent_at,
        tries=tries_of(notification),
    )


def mentions_in(timeline: Sequence[AnyEvent]) -> tuple[str, ...]:
    """The keys of every mention that a timeline names, in the order in which they came."""
    keys = (event.mention for event in timeline if isinstance(event, Triggered | Watched | MentionJoined))
    return tuple(dict.fromkeys(keys))


def why_not(person: str, alert: Alert, timeline: Sequence[AnyEvent], policies: Policies) -> tuple[str, ...]:
    """For each tier that was called or skipped: whether `person` was told, and if not, why."""
    if person not in policies.people:
        return (f"nobody is called '{person}'",)
    walked = [event for event in timeline if isinstance(event, Escalated | TierSkipped)]
    if not walked:
        return ("no tier was told yet",)
    return tuple(_why_not_in(person, event, alert, policies) for event in walked)


def _why_not_in(person: str, event: Escalated | TierSkipped, alert: Alert, policies: Policies) -> str:
    where = f"cycle {event.cycle}, tier {event.tier}"
    if not event.tier:
        return f"{where}: " + ("was told" if _was_told(person, event) else "it goes to whoever answered before")
    if _was_told(person, event):
        return f"{where}: was told"
    if event.tier > len(alert.policy.tiers):
        return f"{where}: it belonged to a policy that the alert has left"
    reasons = tuple(_reasons(person, alert.policy.tiers[event.tier - 1].notify, event.at, policies))
    return f"{where}: {'; '.join(reasons) or 'the tier does not name them'}"


def _was_told(person: str, event: Escalated | TierSkipped) -> bool:
    return isinstance(event, Escalated) and person in event.told


def _reasons(person: str, targets: Sequence[Target], at: datetime, policies: Policies) -> Iterator[str]:
    for target in targets:
        if target.kind is TargetKind.PERSON and target.id == person:
            yield missing_reason(target, policies, at) or "can be told now"
        rota = policies.rota(target.id) if target.kind is TargetKind.ROTA else None
        if rota is not None and person in rota.members:
            yield f"{on_call_now(rota, at) or 'nobody'} was on call in rota '{rota.id}'"


def _department(read: Belonging) -> tuple[Confidence, ...]:
    """Nothing where there were no examples to compare with."""
    if not read.like:
        return ()
    return (
        Confidence(label="department", value=f"{read.value}, most like: '{read.like}'", confidence=read.confidence),
    )


def _urgent(read: Urgency) -> str:
    return read.kind.value if read.value else "no"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
