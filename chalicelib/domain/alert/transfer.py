"""Handing an alert over with a handshake: accepted, declined or bounced back, and never lost."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.acts import acknowledge
from chalicelib.domain.alert.alert import Alert, Timer, triggered
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import begin, business_end, call_next_tier
from chalicelib.domain.alert.event import TransferBounced, Transferred
from chalicelib.domain.alert.handover import Handover
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.alert.owing import notice
from chalicelib.domain.alert.requiring import require_unresolved
from chalicelib.domain.errors import IllegalTransitionError, UnprocessableError
from chalicelib.domain.people.directory import missing_reason
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Hours, Target, TargetKind
from chalicelib.domain.rules.spans import Span
from chalicelib.domain.rules.tiers import EscalationPolicy, Tier
from chalicelib.domain.said import said

MOST_BOUNCES = 3
"""The bounce that goes to the duty manager instead of back to the sender."""


def transfer(alert: Alert, *, by: str, to: str, note: str, policies: Policies, at: datetime) -> Change:
    """Hand over to a department or a person: their policy starts, and they must accept in time.

    A closed department gets a routine alert when it opens, and its time to accept counts its open hours. A person who
    cannot be told now is refused, with when they are back. A department that said "not ours" cannot be sent it again,
    so transfers never go in circles. Asking twice changes nothing.
    """
    require_unresolved(alert, said("transfer"))
    if alert.handover is not None and alert.handover.to == to:
        return Change(alert=alert)
    department, person, policy, hours = _receiver(to, alert, policies, at)
    if department in alert.declined and person is None:
        raise IllegalTransitionError(
            said("cannot transfer alert {alert} to {to}: {to} already gave it back", alert=alert.id, to=to)
        )
    if by == person or (person is None and department == alert.department and alert.handover is None):
        raise UnprocessableError(said("to: {to} has alert {alert} already", to=repr(to), alert=alert.id))
    to_them = replace(
        triggered(alert),
        department=department or alert.department,
        policy=policy,
        hours=hours,
        inhibited_by=None,  # a transfer cannot vanish behind a crisis
        handover=_handover(alert, by=by, to=to, note=note),
    )
    until = business_end(to_them, start=at, wait=Span(lasts=policy.accept_within))
    sent = replace(to_them, timers={Timer.ACCEPT: until})
    event = Transferred(
        alert_id=alert.id,
        at=at,
        by=by,
        from_department=alert.department,
        to_department=sent.department,
        to_person=person,
        note=note,
        until=until,
    )
    return Change(alert=sent, events=(event,)).then(begin(sent, policies=policies, at=at))


def take_back(alert: Alert, *, by: str, at: datetime) -> Change:
    """Make the sender of a transfer that nobody accepted yet its owner, where it came from."""
    require_unresolved(alert, said("take back"))
    home = alert.handover
    if home is None or home.sender != by:
        raise IllegalTransitionError(
            said("cannot take alert {alert} back: {by} has no transfer of it that waits", alert=alert.id, by=by)
        )
    back = replace(
        alert, department=home.from_department, policy=home.policy, hours=home.hours, handover=None, timers={}
    )
    event = TransferBounced(
        alert_id=alert.id,
        at=at,
        department=back.department,
        bounces=alert.bounces,
        reason=said("{by} took it back", by=by),
    )
    return Change(alert=back, events=(event,)).then(acknowledge(back, by=by, at=at))


def bounce(alert: Alert, *, reason: str, policies: Policies, at: datetime) -> Change:
    """Return a transfer to its sender with a notice; the third time, to the duty manager."""
    home = alert.handover
    if home is None:
        raise IllegalTransitionError(said("cannot bounce alert {alert}: no transfer is pending", alert=alert.id))
    if alert.bounces + 1 >= MOST_BOUNCES:
        return to_duty_manager(alert, reason=reason, policies=policies, at=at)
    back = replace(
        triggered(alert),
        department=home.from_department,
        policy=home.policy,
        hours=home.hours,
        bounces=alert.bounces + 1,
    )
    event = TransferBounced(
        alert_id=alert.id, at=at, department=home.from_department, bounces=back.bounces, reason=reason
    )
    owed = notice(back, home.sender, kind=NotificationKind.BOUNCED, policies=policies, at=at)
    returned = Change(alert=back, events=(event,), owed=owed)
    return returned.then(begin(back, policies=policies, at=at))


def to_duty_manager(alert: Alert, *, reason: str, policies: Policies, at: datetime) -> Change:
    """Make the duty manager's the only tier: from here a person decides."""
    back = replace(
        triggered(alert),
        policy=_only(policies.duty_manager, alert.policy),
        hours=Hours(),
        inhibited_by=None,
        bounces=alert.bounces + 1,
    )
    event = TransferBounced(alert_id=alert.id, at=at, department=back.department, bounces=back.bounces, reason=reason)
    home = alert.handover
    told = notice(back, home.sender, kind=NotificationKind.BOUNCED, policies=policies, at=at) if home else ()
    return Change(alert=back, events=(event,), owed=told).then(call_next_tier(back, policies=policies, at=at))


def _handover(alert: Alert, *, by: str, to: str, note: str) -> Handover:
    """Where a transfer bounces to: where the alert is now, or where a pending one came from that this one replaces.

    One replaces another where its sender thinks better of it, or where it was with a person of the same department.
    """
    pending = alert.handover
    is_replaced = pending is not None and (pending.sender == by or alert.keeps_department)
    home = pending if pending is not None and is_replaced else None
    return Handover(
        sender=by,
        to=to,
        from_department=home.from_department if home else alert.department,
        policy=home.policy if home else alert.policy,
        hours=home.hours if home else alert.hours,
        note=note,
    )


def _receiver(
    to: str, alert: Alert, policies: Policies, at: datetime
) -> tuple[str | None, str | None, EscalationPolicy, Hours]:
    """The department and person that `to` names, with the policy and hours that the alert follows there."""
    department = policies.departments.get(to)
    if department is not None:
        return department.id, None, policies.escalation[department.escalation], department.hours
    if to in policies.people:
        missing = missing_reason(Target(kind=TargetKind.PERSON, id=to), policies, at)
        if missing:
            raise UnprocessableError(said("to: {reason}, so nothing was handed over", reason=missing))
        return None, to, _only(to, alert.policy), Hours()
    raise UnprocessableError(said("to: no department and nobody is called {to}", to=repr(to)))


def _only(person: str, template: EscalationPolicy) -> EscalationPolicy:
    """A policy that tells one person, and again once, with the waits and loans of `template`."""
    wait = min((tier.wait for tier in template.tiers), default=timedelta(minutes=15))
    tier = Tier(notify=(Target(kind=TargetKind.PERSON, id=person),), wait=wait)
    return replace(template, id=f"only-{person}", tiers=(tier,), repeat=1)
