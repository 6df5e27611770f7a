"""Taking back that an alert was resolved, as long as that tells nobody anything."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.acts import loan
from chalicelib.domain.alert.alert import Alert, Timer, acknowledged
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Acknowledged, Reopened
from chalicelib.domain.errors import IllegalTransitionError
from chalicelib.domain.said import said

UNDONE_WITHIN = timedelta(minutes=1)
"""How long after it was resolved an alert can be taken back; a crisis has woken the alerts behind it by then."""


def may_be_undone(alert: Alert, at: datetime) -> bool:
    """Whether it was resolved so short a while ago that somebody may take that back."""
    is_fresh = alert.resolved_at is not None and at < alert.resolved_at + UNDONE_WITHIN
    return alert.is_resolved and is_fresh and alert.crisis is None


def undo(alert: Alert, *, by: str, at: datetime) -> Change:
    """Take back that it was resolved, a moment ago: `by` has it now, and nobody is called.

    Only this act can be undone, since it told nobody.
    """
    if not may_be_undone(alert, at):
        raise IllegalTransitionError(said("cannot undo it any more for alert {alert}: reopen it", alert=alert.id))
    lent = loan(alert, alert.policy.loan, at=at)
    back = acknowledged(alert, owner=by, timers=lent)
    return Change(
        alert=replace(back, resolved_at=None),
        events=(
            Reopened(alert_id=alert.id, at=at, by=by, reason=said("it was resolved by mistake")),
            Acknowledged(alert_id=alert.id, at=at, owner=by, until=lent[Timer.LOAN]),
        ),
    )
