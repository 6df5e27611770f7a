"""What a public answer does: its alert stands down, with who answered and how fast; small talk after it is let be."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert import Alert, Change, resolved
from chalicelib.domain.classification import Intent
from chalicelib.domain.conversation import answered_conversations, conversation
from chalicelib.domain.event import Answered, AnyEvent, Credited, Resolved
from chalicelib.domain.mention import Mention
from chalicelib.domain.policies import Action
from chalicelib.domain.reply import Reply
from chalicelib.domain.routing import Decision

WANTS_MORE = (Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST)


def answer(alert: Alert, reply: Reply, *, at: datetime) -> Change | None:
    """End the alert as answered; None where the reply is older than what still needs an answer.

    Only the first answer counts and earns credit; later ones are shown.
    """
    if reply.at < alert.since or (alert.is_resolved and alert.answered_by == reply.key):
        return None
    if alert.is_resolved:
        return Change(alert=alert, events=(_answered(alert, reply, at, counted=False),))
    events: tuple[AnyEvent, ...] = (_answered(alert, reply, at, counted=True),)
    if reply.person and reply.earns_credit:
        events += (Credited(alert_id=alert.id, at=at, person=reply.person, after_s=_after_s(alert, reply)),)
    events += (Resolved(alert_id=alert.id, at=at, by=reply.person or reply.handle, reason="answered in public"),)
    return Change(alert=replace(resolved(alert, at=at), answered_by=reply.key), events=events)


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


def after_answers(decision: Decision, intent: Intent, mention: Mention, replies: Sequence[Reply]) -> Decision:
    """The decision, where the thread was answered: only a complaint, a question or a request needs anything more."""
    reply = next((reply for reply in replies if conversation(mention) in answered_conversations(reply)), None)
    if reply is None or decision.action is not Action.WATCH or intent in WANTS_MORE:
        return decision
    reason = f"thanks or talk in a thread that @{reply.handle} answered ({decision.reason})"
    return replace(decision, action=Action.IGNORE, reason=reason)
