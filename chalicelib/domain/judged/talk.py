"""After a public answer of ours: an answer to our question is told, and small talk is let be."""

from collections.abc import Sequence

from msgspec.structs import replace

from chalicelib.domain.heard.classification import Classification, Intent, Sentiment
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.courtesy import is_only_shown, is_thanks, letters, written
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action
from chalicelib.domain.said import said

WANTS_MORE = (Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST)

SURE = 0.6
"""What reads as negative with this confidence is never small talk, as in the shipped routes."""

FEWEST_LETTERS = 4
"""Below this ("ok") nothing was said in any language; no letter and no courtesy is a "?" or an upset face."""


def after_answers(
    decision: Decision, read: Classification, text: str, replies: Sequence[Reply], policies: Policies
) -> Decision:
    """The decision about `text`, where `replies` spoke to the situation.

    Where the last of them waits for the customer, somebody is told of anything but thanks, of a mere picture, too.
    Otherwise what would only be watched is let be, unless it asks, complains, is surely negative or was said in a
    language that cannot be read.
    """
    if not replies or decision.action is Action.ALERT:
        return decision
    is_let_be = is_thanks(text, read)
    if replies[-1].asks and (not is_let_be or is_only_shown(text)):
        return replace(
            decision,
            action=Action.ALERT,
            department=decision.department or policies.fallback_department,
            reason=said(
                "the customer's answer to what @{handle} asked ({reason})",
                handle=replies[-1].handle,
                reason=decision.reason,
            ),
        )
    if decision.action is Action.IGNORE or (not is_let_be and _wants_more(read, text)):
        return decision
    reason = f"thanks or talk in a thread that @{replies[-1].handle} answered ({decision.reason})"
    return replace(decision, action=Action.IGNORE, reason=reason)


def _wants_more(read: Classification, text: str) -> bool:
    if read.intent.value is Intent.UNKNOWN:
        said = len(letters(written(text)))
        return said == 0 or said >= FEWEST_LETTERS
    is_negative = read.sentiment.value is Sentiment.NEGATIVE and read.sentiment.confidence >= SURE
    return read.intent.value in WANTS_MORE or is_negative
