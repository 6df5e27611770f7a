"""What a public answer does: its alert stands down, with who answered and how fast; small talk after it is let be."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, resolved
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Answered, AnyEvent, Credited, Resolved
from chalicelib.domain.heard.conversation import speaking_to
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.said import said


def answer(alert: Alert, reply: Reply, *, at: datetime) -> Change | None:
    """End the alert as answered; None for a reply that was seen, or is older than what still needs an answer.

    Only the first answer counts and earns credit, also where somebody resolved the alert before; later ones are shown.
    """
    if reply.at < alert.since or reply.key in alert.answers:
        return None
    is_first = alert.answered_by is None
    seen = replace(alert, answers=(*alert.answers, reply.key), answered_by=alert.answered_by or reply.key)
    events: tuple[AnyEvent, ...] = (_answered(alert, reply, at, counted=is_first),)
    if is_first and reply.person and reply.earns_credit:
        events += (Credited(alert_id=alert.id, at=at, person=reply.person, after_s=_after_s(alert, reply)),)
    if alert.is_resolved:
        return Change(alert=seen, events=events)
    events += (Resolved(alert_id=alert.id, at=at, by=reply.person or reply.handle, reason=said("answered in public")),)
    return Change(alert=resolved(seen, at=at), events=events)


def answer_among(alert: Alert, replies: Iterable[Reply], *, at: datetime) -> Change | None:
    """What the first of a thread's replies that speaks to an unresolved alert does to it; None if none does."""
    if alert.is_resolved:
        return None
    changes = (answer(alert, reply, at=at) for reply in speaking_to(alert.conversation, replies))
    return next((change for change in changes if change), None)


def _answered(alert: Alert, reply: Reply, at: datetime, *, counted: bool) -> Answered:
    return Answered(
        alert_id=alert.id,
        at=at,
        handle=reply.handle,
        person=reply.person,
        url=reply.url,
        after_s=_after_s(alert, reply),
        counted=counted,
    )


def _after_s(alert: Alert, reply: Reply) -> int:
    return max(0, int((reply.at - alert.since).total_seconds()))
