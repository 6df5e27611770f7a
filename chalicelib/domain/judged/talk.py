"""Small talk after a public answer is let be."""

from collections.abc import Sequence

from msgspec.structs import replace

from chalicelib.domain.heard.classification import Intent
from chalicelib.domain.heard.conversation import answered_conversations, conversation
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.routes import Action

WANTS_MORE = (Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST)


def after_answers(decision: Decision, intent: Intent, mention: Mention, replies: Sequence[Reply]) -> Decision:
    """The decision, where the thread was answered: only a complaint, a question or a request needs anything more."""
    reply = next((reply for reply in replies if conversation(mention) in answered_conversations(reply)), None)
    if reply is None or decision.action is not Action.WATCH or intent in WANTS_MORE:
        return decision
    reason = f"thanks or talk in a thread that @{reply.handle} answered ({decision.reason})"
    return replace(decision, action=Action.IGNORE, reason=reason)
