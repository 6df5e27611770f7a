"""What somebody who is called does when it is not theirs: pass it on ("not me now"), or give it back ("not ours")."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import pass_tier
from chalicelib.domain.alert.event import TransferDeclined
from chalicelib.domain.alert.requiring import require_not_taken, require_unresolved
from chalicelib.domain.alert.transfer import bounce, to_duty_manager
from chalicelib.domain.errors import IllegalTransitionError
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import said

SAME_PRESS = timedelta(minutes=2)
"""A second press of the same person within this is the first one: a double tap, or a message handed out twice."""


def pass_on(alert: Alert, *, by: str, policies: Policies, at: datetime) -> Change:
    """Say "not me now": the next tier is called at once. Only who is being called now can; pressing twice acts once."""
    if _pressed_just_now(alert, by, at):
        return Change(alert=alert)
    if not alert.is_triggered:
        raise IllegalTransitionError(
            said("cannot pass alert {alert} on: it is {status}", alert=alert.id, status=alert.status)
        )
    if by in policies.people and alert.called and by not in alert.called:
        names = ", ".join(alert.called)
        raise IllegalTransitionError(
            said(
                "cannot pass alert {alert} on: {names} is being called now, and not {by}",
                alert=alert.id,
                names=names,
                by=by,
            )
        )
    pressed = _pressed(alert, by, at)
    return pass_tier(pressed, reason=said("{by} passed it on", by=by), policies=policies, at=at)


def decline(alert: Alert, *, by: str, note: str, policies: Policies, at: datetime) -> Change:
    """Say "not ours": back to the sender of a transfer, or, where there was none, to the duty manager.

    The department of who says so cannot be sent it again. Pressing twice acts once.
    """
    if _pressed_just_now(alert, by, at):
        return Change(alert=alert)
    require_unresolved(alert, said("decline"))
    require_not_taken(alert, said("decline"), by=by)
    _require_theirs(alert, by, policies)
    pressed = _pressed(alert, by, at)
    words = alert.excerpt.text
    event = TransferDeclined(alert_id=alert.id, at=at, by=by, department=alert.department, note=note, words=words)
    declined = Change(alert=_given_back(pressed), events=(event,))
    receiver = alert.handover.to if alert.handover else alert.department
    reason = said("{by} says that it is not for {receiver}", by=by, receiver=receiver)
    if alert.handover is None:
        return declined.then(to_duty_manager(declined.alert, reason=reason, policies=policies, at=at))
    return declined.then(bounce(declined.alert, reason=reason, policies=policies, at=at))


def _require_theirs(alert: Alert, by: str, policies: Policies) -> None:
    """Only somebody who was told, or who has it, speaks for the department; tools speak for whoever uses them."""
    if by in policies.people and alert.told and by not in (*alert.told, alert.owner):
        raise IllegalTransitionError(
            said("cannot decline alert {alert}: it was not sent to {by}", alert=alert.id, by=by)
        )
    if alert.handover is None and alert.department in alert.declined:
        raise IllegalTransitionError(
            said(
                "cannot decline alert {alert}: {department} gave it back already",
                alert=alert.id,
                department=alert.department,
            )
        )


def _pressed_just_now(alert: Alert, by: str, at: datetime) -> bool:
    return by in alert.sent_on and at < alert.sent_on[by] + SAME_PRESS


def _pressed(alert: Alert, by: str, at: datetime) -> Alert:
    """The alert, remembering who pressed; what is longer ago than a double tap is forgotten."""
    recent = {who: when for who, when in alert.sent_on.items() if at < when + SAME_PRESS}
    return replace(alert, sent_on={**recent, by: at})


def _given_back(alert: Alert) -> Alert:
    """Barred for the department that gave it back; what a person gives back, their department did not."""
    if alert.keeps_department:
        return alert
    return replace(alert, declined=tuple(dict.fromkeys((*alert.declined, alert.department))))
