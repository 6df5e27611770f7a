"""Spread: a mention that nobody is being called about, and that readers pass on, comes back one tier higher."""

from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, triggered
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import begin
from chalicelib.domain.alert.event import CameBack
from chalicelib.domain.heard.mention import Mention, reach
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.rules.compiled import Policies

SMALLEST_REACH = 10
"""A post of 1 like that gets 5 has multiplied too, and says nothing: growth is measured from at least this."""


def reach_now(known: Heard, again: Mention | None, *, reposts: int) -> int:
    """The most that is known: what a later copy of the post says, or the first one and the reposts heard since."""
    return max(reach(known.mention) + reposts, reach(again) if again else 0)


def has_multiplied(alert: Alert, known: Mention, reached: int) -> bool:
    """Whether the reach grew by the policy's factor since the mention was heard, and since it last came back."""
    before = max(alert.reach, reach(known), SMALLEST_REACH)
    return reached >= alert.policy.returns_at * before


def come_back(alert: Alert, known: Mention, *, reached: int, policies: Policies, at: datetime) -> Change | None:
    """Call the tier after the one that was told last (the second, where none was); None where it need not.

    It need not while it is calling people anyway, or after the public saw an answer.
    """
    if not alert.may_come_back or not has_multiplied(alert, known, reached):
        return None
    last_told = min(max(alert.tier, 1), len(alert.policy.tiers) - 1)
    higher = replace(triggered(alert), tier=last_told, reach=reached)
    event = CameBack(alert_id=alert.id, at=at, mention=known.key, before=alert.reach, reach=reached)
    return Change(alert=higher, events=(event,)).then(begin(higher, policies=policies, at=at))
