"""Small talk after a public answer is let be."""

from collections.abc import Sequence

from msgspec.structs import replace

from chalicelib.domain.heard.classification import Intent
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.routes import Action

WANTS_MORE = (Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST)


def after_answers(decision: Decision, intent: Intent, replies: Sequence[Reply]) -> Decision:
    """The decision, where `replies` spoke to the situation: only a complaint, a question or a request needs more."""
    if not replies or decision.action is not Action.WATCH or intent in WANTS_MORE:
        return decision
    reason = f"thanks or talk in a thread that @{replies[0].handle} answered ({decision.reason})"
    return replace(decision, action=Action.IGNORE, reason=reason)
