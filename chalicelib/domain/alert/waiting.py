"""Waiting for the customer: whoever answered keeps the alert, hears first what comes, and is asked how it ended."""

from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer, acknowledged, resolved
from chalicelib.domain.alert.awaited import Awaited
from chalicelib.domain.alert.awaiting_event import CustomerAwaited, OwnerAsked, SolvedInPrivate
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import business_end, trigger
from chalicelib.domain.alert.event import LoanEnded, Resolved
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.alert.owing import notice
from chalicelib.domain.errors import IllegalTransitionError
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.people.directory import reachable_people
from chalicelib.domain.people.hours import next_opening
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import said


class Ending(StrEnum):
    """How a conversation in private went, by its owner's word."""

    SOLVED = "solved"
    WORKING = "working"
    SILENT = "silent"


def wait(alert: Alert, reply: Reply, *, policies: Policies, at: datetime) -> Change:
    """Keep it with whoever answered until the customer has had time to write again.

    The owner is the registered person who replied, else who has it, else who is on call.
    """
    owner = reply.person or (alert.owner if alert.is_acknowledged else None) or _on_call(alert, policies, at)
    awaited = Awaited(since=reply.at, handle=reply.handle, in_private=reply.in_private)
    return _wait(alert, owner, awaited, at)


def wait_is_over(alert: Alert, policies: Policies, at: datetime) -> Change:
    """Ask the owner how it ended where it went on in private; else it is answered."""
    if alert.awaited is None or not alert.awaited.in_private:
        return _end(alert, said("the customer was asked, and wrote no more"), at)
    until = business_end(alert, start=at, wait=alert.policy.loan)
    asking = replace(alert, timers={Timer.QUESTION: until})
    asked = alert.owner or ""
    owed = notice(asking, asked, kind=NotificationKind.HOW_IT_ENDED, policies=policies, at=at)
    if not owed:
        asked = _on_call(alert, policies, at)
        asking = replace(asking, owner=asked)
        owed = notice(asking, asked, kind=NotificationKind.HOW_IT_ENDED, policies=policies, at=at)
    return Change(alert=asking, events=(OwnerAsked(alert_id=alert.id, at=at, owner=asked, until=until),), owed=owed)


def nobody_said(alert: Alert, policies: Policies, at: datetime) -> Change:
    """End what nobody said the ending of as answered; what is urgent calls people again, as a loan that ended does."""
    if not alert.is_urgent:
        return _end(alert, said("answered in public, and nobody said how it ended in private"), at)
    ended = Change(alert=alert, events=(LoanEnded(alert_id=alert.id, at=at, owner=alert.owner or ""),))
    reason = said("nobody said how it ended in private")
    return ended.then(trigger(alert, mention=alert.excerpt.mention, reason=reason, policies=policies, at=at))


def tell_ending(alert: Alert, ending: Ending, *, by: str, at: datetime) -> Change:
    """What `by` says of a conversation that went on in private; raise IllegalTransitionError where none did."""
    if alert.awaited is None or not alert.awaited.in_private or not alert.is_waiting:
        raise IllegalTransitionError(
            said("cannot say how alert {alert} ended in private: it does not wait for that", alert=alert.id)
        )
    if ending is Ending.WORKING:
        return _wait(alert, by, alert.awaited, at)
    if ending is Ending.SILENT:
        done = Resolved(alert_id=alert.id, at=at, by=by, reason=said("the customer never wrote"))
        return Change(alert=resolved(alert, at=at), events=(done,))
    solved = SolvedInPrivate(alert_id=alert.id, at=at, by=by)
    done = Resolved(alert_id=alert.id, at=at, by=by, reason=said("solved in private"))
    return Change(alert=resolved(alert, at=at), events=(solved, done))


def customer_wrote(alert: Alert, *, mention: str, policies: Policies, at: datetime) -> Change:
    """Tell the owner first what came, for one wait of the first tier; then the tiers, as usual."""
    reason = said("the customer wrote again")
    return trigger(alert, mention=mention, reason=reason, policies=policies, at=at, first=alert.owner)


def _wait(alert: Alert, owner: str, awaited: Awaited, at: datetime) -> Change:
    """A routine wait ends while its department is open, so that somebody is there to be asked."""
    end = at + alert.policy.wait_for_customer
    until = next_opening(alert.counted_hours, end) or end
    waiting = replace(acknowledged(alert, owner=owner, timers={Timer.CUSTOMER: until}), awaited=awaited)
    event = CustomerAwaited(alert_id=alert.id, at=at, owner=owner, until=until, in_private=awaited.in_private)
    return Change(alert=waiting, events=(event,))


def _end(alert: Alert, reason: str, at: datetime) -> Change:
    by = f"@{alert.awaited.handle}" if alert.awaited else alert.owner or ""
    return Change(alert=resolved(alert, at=at), events=(Resolved(alert_id=alert.id, at=at, by=by, reason=reason),))


def _on_call(alert: Alert, policies: Policies, at: datetime) -> str:
    """Who is being called, else the first whom a tier reaches now, else the duty manager."""
    if alert.is_triggered and alert.called:
        return alert.called[0]
    targets = (target for tier in alert.policy.tiers for target in tier.notify)
    people = (person.id for target in targets for person in reachable_people(target, policies, at))
    return next(people, policies.duty_manager)
