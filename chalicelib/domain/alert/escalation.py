"""How an alert walks its policy: told tier by tier, early never, dead tiers at once, until somebody acknowledges."""

from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.alert import (
    Alert,
    Timer,
    triggered,
)
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import (
    Escalated,
    Held,
    Inhibited,
    Reopened,
    TierSkipped,
    Triggered,
)
from chalicelib.domain.alert.last_resort import last_call
from chalicelib.domain.alert.notification import Contact
from chalicelib.domain.alert.owing import call, contacts_of
from chalicelib.domain.errors import IllegalTransitionError
from chalicelib.domain.people.directory import missing_reason, reachable_people
from chalicelib.domain.people.hours import is_open, next_opening, span_end
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Target, TargetKind
from chalicelib.domain.rules.spans import Span
from chalicelib.domain.rules.tiers import Tier
from chalicelib.domain.said import said


def trigger(
    alert: Alert, *, mention: str, reason: str, policies: Policies, at: datetime, first: str | None = None
) -> Change:
    """Begin a run from the first tier: at once, or at opening for a routine alert of a closed department.

    `first` is told before the tiers, for one wait of the first of them.
    """
    run = replace(triggered(alert), first=first)
    begun = Change(alert=run, events=(Triggered(alert_id=alert.id, at=at, mention=mention, reason=reason),))
    return begun.then(begin(begun.alert, policies=policies, at=at))


def begin(alert: Alert, *, policies: Policies, at: datetime, held: bool = False) -> Change:
    """Call the tier after `alert.tier`: at once, or at opening for a routine alert of a closed department."""
    opening = None if alert.is_urgent or is_open(alert.hours, at) else next_opening(alert.hours, at)
    if opening is None:
        return call_next_tier(alert, policies=policies, at=at, held=held)
    waits = Held(
        alert_id=alert.id, at=at, until=opening, reason=said("{department} is closed", department=alert.department)
    )
    return Change(alert=replace(alert, timers={**_without(alert, Timer.TIER), Timer.OPENING: opening}), events=(waits,))


def call_next_tier(alert: Alert, *, policies: Policies, at: datetime, held: bool = False, dead: int = 0) -> Change:
    """Tell the next tier that reaches somebody, passing dead ones; past the last repeat, the duty manager.

    An inhibited alert falls silent instead. `held` marks the notifications as having waited for opening hours, so
    that they go out together. `dead` counts the tiers just passed: a whole walk of them is not walked again.
    """
    if alert.inhibited_by is not None:
        return _inhibit(alert, crisis=alert.inhibited_by, at=at)
    if alert.first is not None:
        return _call_first(alert, alert.first, policies=policies, at=at, held=held)
    moved = _step(alert) if dead < len(alert.policy.tiers) else None
    if moved is None:
        return last_call(alert, policies=policies, at=at)
    tier = moved.policy.tiers[moved.tier - 1]
    contacts = present_contacts(moved, policies, at)
    if not contacts:
        return _skip(moved, tier, policies=policies, at=at).then(
            call_next_tier(moved, policies=policies, at=at, held=held, dead=dead + 1)
        )
    told = tuple(dict.fromkeys(contact.person for contact in contacts))
    waiting = replace(
        moved,
        called=told,
        told=tuple(dict.fromkeys((*moved.told, *told))),
        timers={**_without(moved, Timer.OPENING), Timer.TIER: _wait_ends(moved, tier, at)},
    )
    return Change(
        alert=waiting,
        events=(Escalated(alert_id=alert.id, at=at, cycle=moved.cycle, tier=moved.tier, told=told),),
        owed=call(waiting, contacts, step=f"{moved.cycle}.{moved.tier}", policies=policies, at=at, held=held),
    )


def _call_first(alert: Alert, person: str, *, policies: Policies, at: datetime, held: bool) -> Change:
    """Tell whoever answered before, as a tier 0 that is passed at once where it reaches nobody."""
    target = Target(kind=TargetKind.PERSON, id=person)
    known = replace(alert, first=None)
    missing = missing_reason(target, policies, at)
    if missing:
        skipped = TierSkipped(alert_id=alert.id, at=at, cycle=alert.cycle, tier=alert.tier, reason=missing)
        return Change(alert=known, events=(skipped,)).then(call_next_tier(known, policies=policies, at=at, held=held))
    contacts = _contacts_by(target, known, policies, at)
    timers = {**_without(alert, Timer.OPENING), Timer.TIER: _wait_ends(alert, alert.policy.tiers[0], at)}
    waiting = replace(known, called=(person,), told=(person,), timers=timers)
    return Change(
        alert=waiting,
        events=(Escalated(alert_id=alert.id, at=at, cycle=alert.cycle, tier=alert.tier, told=(person,)),),
        owed=call(waiting, contacts, step=f"{alert.cycle}.{alert.tier}", policies=policies, at=at, held=held),
    )


def pass_tier(alert: Alert, *, reason: str, policies: Policies, at: datetime) -> Change:
    """Leave the tier that was told and reached nobody, at once instead of after its wait."""
    skipped = TierSkipped(alert_id=alert.id, at=at, cycle=alert.cycle, tier=alert.tier, reason=reason)
    return Change(alert=alert, events=(skipped,)).then(call_next_tier(alert, policies=policies, at=at))


def _step(alert: Alert) -> Alert | None:
    """The alert at its next tier, in a new walk where this one is over; None when no repeat is left."""
    if alert.tier < len(alert.policy.tiers):
        return replace(alert, tier=alert.tier + 1)
    if alert.repeats < alert.policy.repeat:
        return replace(alert, cycle=alert.cycle + 1, repeats=alert.repeats + 1, tier=1)
    return None


def present_contacts(alert: Alert, policies: Policies, at: datetime) -> tuple[Contact, ...]:
    """Whom the alert's present tier reaches at `at`, and how."""
    targets = alert.policy.tiers[alert.tier - 1].notify
    told = (contact for target in targets for contact in _contacts_by(target, alert, policies, at))
    return tuple(dict.fromkeys(told))


def _contacts_by(target: Target, alert: Alert, policies: Policies, at: datetime) -> tuple[Contact, ...]:
    return tuple(
        contact
        for person in reachable_people(target, policies, at)
        for contact in contacts_of(person, channels=target.channels, urgent=alert.is_urgent)
    )


def _skip(moved: Alert, tier: Tier, *, policies: Policies, at: datetime) -> Change:
    reasons = (missing_reason(target, policies, at) for target in tier.notify)
    reason = "; ".join(reason for reason in reasons if reason) or said("nobody has an address for the tier's channels")
    skipped = TierSkipped(alert_id=moved.id, at=at, cycle=moved.cycle, tier=moved.tier, reason=reason)
    return Change(alert=moved, events=(skipped,))


def _inhibit(alert: Alert, *, crisis: str, at: datetime) -> Change:
    """Fall silent: a crisis alert stands for this one, and its end wakes it up again."""
    return Change(
        alert=replace(alert, timers=_without(alert, Timer.TIER, Timer.OPENING)),
        events=(Inhibited(alert_id=alert.id, at=at, crisis=crisis),),
    )


def _wait_ends(alert: Alert, tier: Tier, at: datetime) -> datetime:
    return business_end(alert, start=at, wait=tier.span_for(urgent=alert.is_urgent))


def business_end(alert: Alert, *, start: datetime, wait: Span) -> datetime:
    """When `wait` is over: clock time for an urgent alert, its department's time for a routine one."""
    return span_end(alert.counted_hours, start, wait)


def _without(alert: Alert, *timers: Timer) -> dict[Timer, datetime]:
    return {timer: when for timer, when in alert.timers.items() if timer not in timers}


def reopen(alert: Alert, *, by: str, reason: str, since: datetime, policies: Policies, at: datetime) -> Change:
    """Escalate a resolved alert again from the first tier.

    `by` is a person, or the key of the mention that woke it; only answers later than `since` end it again.
    """
    if not alert.is_resolved:
        raise IllegalTransitionError(
            said("cannot reopen alert {alert}: it is {status}", alert=alert.id, status=alert.status)
        )
    reopened = Change(alert=alert, events=(Reopened(alert_id=alert.id, at=at, by=by, reason=reason),))
    run = trigger(replace(alert, since=since), mention=alert.excerpt.mention, reason=reason, policies=policies, at=at)
    return reopened.then(run)
