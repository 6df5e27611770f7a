"""What a person does to an alert: acknowledge, resolve, snooze, note, reopen."""

from datetime import datetime, timedelta

from chalicelib.domain.alert.alert import Alert, Timer, acknowledged, resolved
from chalicelib.domain.alert.awaiting_event import ReplyBegun
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import business_end
from chalicelib.domain.alert.event import Acknowledged, Noted, Resolved, Snoozed, TransferAccepted
from chalicelib.domain.alert.requiring import require_not_taken, require_unresolved
from chalicelib.domain.errors import UnprocessableError
from chalicelib.domain.rules.spans import Counting, Span, span_in
from chalicelib.domain.said import said

LONGEST_SNOOZE = timedelta(days=30)
LONGEST_NOTE = 2_000
SHORTEST_LOAN, LONGEST_LOAN = timedelta(minutes=5), timedelta(days=7)


def acknowledge(alert: Alert, *, by: str, at: datetime, lasting: str = "") -> Change:
    """Stop escalation and make `by` the owner, for as long as was asked for (`1d`), else as the policy lends it.

    Accepts a pending transfer. Asking twice changes nothing, but for how long; asking after somebody else raises
    IllegalTransitionError with that person's id, so that two people never both believe they have it.
    """
    require_unresolved(alert, said("acknowledge"))
    require_not_taken(alert, said("acknowledge"), by=by)
    if alert.is_acknowledged and not lasting:
        return Change(alert=alert)
    lent = loan(alert, _asked_for(lasting) if lasting else alert.policy.loan, at=at)
    accepted = (TransferAccepted(alert_id=alert.id, at=at, by=by),) if alert.handover else ()
    return Change(
        alert=acknowledged(alert, owner=by, timers=lent),
        events=(*accepted, Acknowledged(alert_id=alert.id, at=at, owner=by, until=lent[Timer.LOAN])),
    )


def resolve(alert: Alert, *, by: str, reason: str, at: datetime) -> Change:
    """Close it: `reason` says why no more is needed, such as "needs no answer"."""
    require_unresolved(alert, said("resolve"))
    return Change(alert=resolved(alert, at=at), events=(Resolved(alert_id=alert.id, at=at, by=by, reason=reason),))


def snooze(alert: Alert, *, by: str, until: datetime, reason: str, at: datetime) -> Change:
    """Make `by` the owner and keep silent until `until`; then escalation begins anew."""
    require_unresolved(alert, said("snooze"))
    require_not_taken(alert, said("snooze"), by=by)
    if not at < until <= at + LONGEST_SNOOZE:
        raise UnprocessableError(
            said(
                "until: must be later than now and within {days} days, got {until}",
                days=LONGEST_SNOOZE.days,
                until=until.isoformat(),
            )
        )
    if not reason.strip():
        raise UnprocessableError(said("reason: say why the alert may wait"))
    return Change(
        alert=acknowledged(alert, owner=by, timers={Timer.SNOOZE: until}),
        events=(Snoozed(alert_id=alert.id, at=at, by=by, until=until, reason=reason.strip()),),
    )


def note(alert: Alert, *, by: str, text: str, at: datetime) -> Change:
    """Add a note to the timeline; the status stays as it is."""
    if not 0 < len(text.strip()) <= LONGEST_NOTE:
        raise UnprocessableError(
            said("text: a note has 1 to {most} characters, got {length}", most=LONGEST_NOTE, length=len(text.strip()))
        )
    return Change(alert=alert, events=(Noted(alert_id=alert.id, at=at, by=by, text=text.strip()),))


def begin_reply(alert: Alert, *, by: str, at: datetime) -> Change:
    """Let the others see that `by` is answering; the status stays as it is."""
    require_unresolved(alert, said("answer"))
    return Change(alert=alert, events=(ReplyBegun(alert_id=alert.id, at=at, by=by),))


def loan(alert: Alert, span: Span, *, at: datetime) -> dict[Timer, datetime]:
    """The timers of an acknowledgement; where it counts open time, its owner is reminded in open time, too."""
    until = business_end(alert, start=at, wait=span)
    quiet = span.lasts - alert.policy.remind_before
    if quiet <= timedelta():
        return {Timer.LOAN: until}
    counted = Span(lasts=quiet, counts=Counting.HOURS)
    reminder = business_end(alert, start=at, wait=counted) if span.is_open_time else until - alert.policy.remind_before
    return {Timer.LOAN: until, Timer.REMINDER: reminder}


def _asked_for(lasting: str) -> Span:
    span = span_in(" ".join(lasting.casefold().split()))
    if span is None or not SHORTEST_LOAN <= span.lasts <= LONGEST_LOAN:
        raise UnprocessableError(
            said("lasting: must be like 2h, 1d or 3 business days, up to 7 days, got {lasting}", lasting=repr(lasting))
        )
    return span
