"""What a mention does to its situation: it opens an alert, joins one, was answered already, or changes nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.answering import answer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.inhibition import tell_owner, under
from chalicelib.domain.alert.opening import join, new_alert, open_alert
from chalicelib.domain.heard.conversation import is_answer_to
from chalicelib.domain.heard.mention import Mention, Network
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.courtesy import is_courtesy
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Urgency

SAME_NEWS = timedelta(days=7)
"""How long an article under a known headline is the same news; later it may be another story."""


class Situation(Struct, frozen=True, kw_only=True):
    """Where a mention belongs, as it stands: its alert if there is one, and the open crisis of its group.

    `replies` are the public answers that spoke to it, in the order in which they came.
    """

    alert: Alert | None = None
    crisis: Alert | None = None
    replies: Sequence[Reply] = ()


def hear(
    mention: Mention, decision: Decision, situation: Situation, *, policies: Policies, at: datetime
) -> Change | None:
    """What becomes of the situation's alert; None where there is none and none is needed."""
    known, crisis = situation.alert, situation.crisis
    if known is None and decision.action is Action.IGNORE:
        return None
    reply = next((reply for reply in situation.replies if is_answer_to(mention, reply)), None)
    if known is None and reply is not None:
        return answer(new_alert(mention, decision, policies=policies, at=at), reply, policies=policies, at=at)
    if known is None:
        opened = open_alert(mention, decision, policies=policies, at=at, crisis=crisis)
        return tell_owner(opened, crisis, policies=policies, at=at)
    if reply is not None or _is_the_same_article(known, mention, decision) or _is_thanks(known, mention):
        decision = replace(decision, action=Action.IGNORE)
    joined = join(under(known, crisis, at=at), mention, decision, policies=policies, at=at)
    return tell_owner(joined, crisis, policies=policies, at=at)


def _is_thanks(known: Alert, mention: Mention) -> bool:
    """Whether it is an "ok" or a thumb about what is done, also where nobody answered in public."""
    return known.is_resolved and mention.network is not Network.FEED and is_courtesy(mention.text)


def _is_the_same_article(known: Alert, mention: Mention, decision: Decision) -> bool:
    """Whether people heard of it already: an article is told once, however many feeds and papers bring it."""
    if mention.network is not Network.FEED or known.is_watching or mention.posted_at > known.opened_at + SAME_NEWS:
        return False
    return known.is_urgent or decision.urgency is not Urgency.URGENT
