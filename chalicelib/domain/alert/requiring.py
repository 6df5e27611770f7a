"""What an act requires of an alert before it is done."""

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.errors import IllegalTransitionError
from chalicelib.domain.said import said


def require_unresolved(alert: Alert, act: str) -> None:
    """Raise IllegalTransitionError if the alert is resolved; `act` is the verb that was asked for."""
    if alert.is_resolved:
        raise IllegalTransitionError(said("cannot {act} alert {alert}: it is resolved", act=act, alert=alert.id))


def require_not_taken(alert: Alert, act: str, *, by: str) -> None:
    """Raise IllegalTransitionError, with the owner's id, if somebody other than `by` has the alert."""
    if alert.is_acknowledged and alert.owner != by:
        raise IllegalTransitionError(
            said("cannot {act} alert {alert}: {owner} already has it", act=act, alert=alert.id, owner=alert.owner)
        )
