"""What each timer of an alert does when it ends."""

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import begin, trigger
from chalicelib.domain.alert.event import LoanEnded, Reminded, SnoozeEnded
from chalicelib.domain.alert.last_resort import last_call
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.alert.owing import notice
from chalicelib.domain.alert.transfer import bounce
from chalicelib.domain.alert.waiting import nobody_said, wait_is_over
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import said


def tick(alert: Alert, *, policies: Policies, at: datetime) -> Change | None:
    """Act on the timer that ended first; None while none has ended, so that nobody is told early."""
    timer = alert.due_timer(at)
    return None if timer is None else _ENDED[timer](alert, policies, at)


def _reply(alert: Alert, policies: Policies, at: datetime) -> Change:
    reason = alert.reason if alert.first_reading else said("nobody answered in time")
    return trigger(alert, mention=alert.excerpt.mention, reason=reason, policies=policies, at=at)


def _opening(alert: Alert, policies: Policies, at: datetime) -> Change:
    return begin(alert, policies=policies, at=at, held=True)


def _tier(alert: Alert, policies: Policies, at: datetime) -> Change:
    """A wait may end at closing time, or be noticed only after an outage: then nobody is woken up either."""
    return begin(alert, policies=policies, at=at)


def _reminder(alert: Alert, policies: Policies, at: datetime) -> Change:
    """The timeline says "reminded" only where the owner is: nobody is, who went home meanwhile."""
    running = replace(alert, timers={Timer.LOAN: alert.timers[Timer.LOAN]})
    owner = alert.owner or ""
    owed = notice(running, owner, kind=NotificationKind.REMINDER, policies=policies, at=at)
    reminded = Reminded(alert_id=alert.id, at=at, owner=owner, until=running.timers[Timer.LOAN])
    return Change(alert=running, events=(reminded,) if owed else (), owed=owed)


def _loan(alert: Alert, policies: Policies, at: datetime) -> Change:
    """Tell the acknowledger that it went back, and whoever is on call now through the first tier."""
    ended = Change(
        alert=alert,
        events=(LoanEnded(alert_id=alert.id, at=at, owner=alert.owner or ""),),
        owed=notice(alert, alert.owner or "", kind=NotificationKind.LOAN_ENDED, policies=policies, at=at),
    )
    reason = said("acknowledged, and neither answered in public nor resolved in time")
    return ended.then(trigger(alert, mention=alert.excerpt.mention, reason=reason, policies=policies, at=at))


def _accept(alert: Alert, policies: Policies, at: datetime) -> Change:
    receiver = alert.handover.to if alert.handover else alert.department
    return bounce(
        alert, reason=said("{receiver} did not accept it in time", receiver=receiver), policies=policies, at=at
    )


def _snooze(alert: Alert, policies: Policies, at: datetime) -> Change:
    ended = Change(alert=alert, events=(SnoozeEnded(alert_id=alert.id, at=at, by=alert.owner or ""),))
    reason = said("the snooze is over")
    return ended.then(trigger(alert, mention=alert.excerpt.mention, reason=reason, policies=policies, at=at))


def _last_call(alert: Alert, policies: Policies, at: datetime) -> Change:
    """Without a look at what became of the last one; the sweep looks."""
    return last_call(alert, policies=policies, at=at)


_ENDED: dict[Timer, Callable[[Alert, Policies, datetime], Change]] = {
    Timer.REPLY: _reply,
    Timer.OPENING: _opening,
    Timer.TIER: _tier,
    Timer.REMINDER: _reminder,
    Timer.LOAN: _loan,
    Timer.ACCEPT: _accept,
    Timer.SNOOZE: _snooze,
    Timer.LAST_CALL: _last_call,
    Timer.CUSTOMER: wait_is_over,
    Timer.QUESTION: nobody_said,
}
