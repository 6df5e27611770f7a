"""Inhibition: while a crisis stands for a group, the group's routine alerts call nobody, and its end frees them."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, ChildrenEnd, Timer, resolved
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import call_next_tier
from chalicelib.domain.alert.event import Released, Resolved, Triggered, UrgencyRaised
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.alert.owing import notice
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import said

CALLING = frozenset({Timer.LAST_CALL, Timer.REPLY, Timer.OPENING, Timer.TIER, Timer.LOAN, Timer.SNOOZE})
"""Timers that call people when they end. What a person just handed over is not among them: it is never silenced."""

LATE_CHILDREN = timedelta(minutes=10)
"""How long after a crisis its children are still looked for: a process may save one that it began before the end."""


def under(alert: Alert, crisis: Alert | None, *, at: datetime) -> Alert:
    """The alert as it goes on: silent where it would call somebody and an open crisis stands for its group.

    What is urgent calls people whatever else is going on: anybody can make a crowd, and no crowd hides an emergency.
    """
    if crisis is None or crisis.crisis is None or crisis.is_resolved or alert.is_urgent:
        return alert
    would_call = alert.is_watching or alert.due_timer(at) in CALLING
    is_child = would_call and alert.group == crisis.crisis.group
    return replace(alert, inhibited_by=crisis.id) if is_child else alert


def tell_owner(change: Change, crisis: Alert | None, *, policies: Policies, at: datetime) -> Change:
    """The change, with the owner of its group's open crisis told of what is urgent in it now and was not before."""
    if crisis is None or crisis.crisis is None or crisis.owner is None:
        return change
    is_news = any(isinstance(event, Triggered | UrgencyRaised) for event in change.events)
    alert = change.alert
    if not (is_news and alert.is_urgent and alert.is_triggered and alert.group == crisis.crisis.group):
        return change
    told = notice(alert, crisis.owner, kind=NotificationKind.IN_CRISIS, policies=policies, at=at)
    return change.then(Change(alert=alert, owed=told))


def release(child: Alert, crisis: Alert, *, policies: Policies, at: datetime) -> Change | None:
    """What the end of a crisis does to one of its children; None where the crisis does not stand for it any more.

    One whose timer still runs goes on as if nothing had been; one that fell silent calls its next tier.
    """
    if crisis.crisis is None or child.inhibited_by != crisis.id:
        return None
    free = replace(child, inhibited_by=None)
    released = Change(alert=free, events=(Released(alert_id=child.id, at=at, crisis=crisis.id),))
    if crisis.crisis.children is ChildrenEnd.RESOLVE:
        ended = Resolved(
            alert_id=child.id, at=at, by=said("crisis {alert}", alert=crisis.id), reason=said("the crisis ended")
        )
        return released.then(Change(alert=resolved(free, at=at), events=(ended,)))
    return released if free.timers else released.then(call_next_tier(free, policies=policies, at=at))


def look_again(crisis: Alert, *, any_left: bool, at: datetime) -> Change:
    """Look for children in the next sweep, until none is left and none can come late."""
    is_over = not any_left and crisis.resolved_at is not None and crisis.resolved_at + LATE_CHILDREN <= at
    return Change(alert=replace(crisis, timers={} if is_over else {Timer.CHILDREN: at + timedelta(minutes=1)}))
