"""Patience: a tier's wait begins when its first message has left, and not when it was decided to send one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import business_end
from chalicelib.domain.alert.event import TierSkipped
from chalicelib.domain.alert.notification import Notification, NotificationKind
from chalicelib.domain.said import said

LOOK_AGAIN = timedelta(minutes=1)

GIVE_UP = timedelta(minutes=5)
"""How long beyond its time nothing may have left before the next tier is called all the same."""

LONGEST_TURN = timedelta(hours=1)
"""How long a busy phone may keep a message waiting."""


def wait_on(alert: Alert, owed: Sequence[Notification], *, at: datetime) -> Change | None:
    """Give the tier more time, where its message left late or still waits for its turn; None where the wait is over."""
    until = _until(alert, _calls(alert, owed), at)
    return Change(alert=replace(alert, timers={**alert.timers, Timer.TIER: until})) if until else None


def unheard(alert: Alert, owed: Sequence[Notification], *, at: datetime) -> Change:
    """What the timeline says of a tier that nothing could be sent to; nothing of one that was told."""
    stuck = [call for call in _calls(alert, owed) if call.is_unsent]
    if not stuck or any(call.sent_at for call in _calls(alert, owed)):
        return Change(alert=alert)
    reason = said("nothing could be sent to {contacts} in time", contacts=", ".join(each.contact.id for each in stuck))
    skipped = TierSkipped(alert_id=alert.id, at=at, cycle=alert.cycle, tier=alert.tier, reason=reason)
    return Change(alert=alert, events=(skipped,))


def _calls(alert: Alert, owed: Sequence[Notification]) -> list[Notification]:
    """The last calls of the alert's present tier: it is called again where the alert becomes urgent."""
    here = (alert.cycle, alert.tier)
    calls = [each for each in owed if each.kind is NotificationKind.CALL and (each.cycle, each.tier) == here]
    newest = max((each.owed_at for each in calls), default=None)
    return [each for each in calls if each.owed_at == newest]


def _until(alert: Alert, calls: Sequence[Notification], at: datetime) -> datetime | None:
    """When to look again; None where the wait is over, or nothing is to be waited for."""
    wait = alert.policy.tiers[max(alert.tier, 1) - 1].span_for(urgent=alert.is_urgent)
    sent = [call.sent_at for call in calls if call.sent_at]
    if sent:
        until = business_end(alert, start=min(sent), wait=wait)
        return until if until > at else None
    unsent = [call for call in calls if call.is_unsent]
    if not unsent:
        return None
    turn = min(min(call.due_at for call in unsent), unsent[0].owed_at + LONGEST_TURN)
    last = max(turn, business_end(alert, start=unsent[0].owed_at, wait=wait)) + GIVE_UP
    return min(last, max(turn, at + LOOK_AGAIN)) if at < last else None
