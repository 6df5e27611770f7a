"""What must hold of every alert at every instant, read from its state and its timeline alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.awaiting_event import CustomerAwaited
from chalicelib.domain.alert.event import (
    Acknowledged,
    AnyEvent,
    CameBack,
    Escalated,
    Exhausted,
    LoanEnded,
    Reopened,
    Resolved,
    Snoozed,
    SnoozeEnded,
    TierSkipped,
    TransferBounced,
    Transferred,
    Triggered,
)
from chalicelib.domain.alert.notification import Notification, NotificationKind, NotificationStatus

CALLS_AT_ONCE = (TierSkipped, Triggered, Transferred, TransferBounced, CameBack)
SILENCED = (Acknowledged, Snoozed, Resolved, CustomerAwaited)
WOKEN = (Triggered, Transferred, TransferBounced, Reopened, LoanEnded, SnoozeEnded, CameBack)


def require_a_way_on(alert: Alert, events: Sequence[AnyEvent]) -> None:
    """Nothing waits for ever: whatever is not resolved has a timer, or everybody was told and it says so."""
    if alert.is_resolved:
        assert alert.timers.keys() <= ({Timer.CHILDREN} if alert.crisis else set())
    elif alert.inhibited_by is not None:
        return  # its crisis stands for it, and its end frees it
    elif alert.is_watching:
        assert set(alert.timers) == {Timer.REPLY}
    elif alert.is_acknowledged:
        assert alert.owner is not None
        assert alert.timers.keys() & {Timer.LOAN, Timer.SNOOZE, Timer.CUSTOMER, Timer.QUESTION}
    elif not alert.timers:
        last = [event for event in events if isinstance(event, (Exhausted, *WOKEN))][-1]
        assert isinstance(last, Exhausted)
    assert (alert.handover is not None) == (Timer.ACCEPT in alert.timers)
    assert (alert.owner is not None) <= (alert.is_acknowledged or alert.is_resolved)


def require_stood_for(alert: Alert, crisis: Alert | None) -> None:
    """What is silent for a crisis has one that is open, or that still sees to those that it stood for."""
    if alert.inhibited_by is not None:
        assert crisis is not None
        assert not crisis.is_resolved or Timer.CHILDREN in crisis.timers


def require_no_call_while_resolved(events: Iterable[AnyEvent]) -> None:
    """Between its end and its reopening, nothing is decided about an alert."""
    is_resolved = False
    for event in events:
        if isinstance(event, Resolved):
            is_resolved = True
        elif isinstance(event, Reopened | CameBack):
            is_resolved = False
        assert not (is_resolved and isinstance(event, Escalated | Exhausted | Triggered)), event


def require_never_early(events: Sequence[AnyEvent], *, wait: timedelta) -> None:
    """From one tier to the next passes its wait, unless something between them called at once."""
    told = [number for number, event in enumerate(events) if isinstance(event, Escalated)]
    for before, after in pairwise(told):
        if not any(isinstance(event, CALLS_AT_ONCE) for event in events[before:after]):
            assert events[after].at - events[before].at >= wait, (events[before], events[after])


def require_steps_once(events: Iterable[AnyEvent], notifications: Sequence[Notification]) -> None:
    """Each tier of each walk is told once, and each person that it told is owed a message."""
    steps = [(event.cycle, event.tier) for event in events if isinstance(event, Escalated)]
    assert len(set(steps)) == len(steps)
    assert steps == sorted(steps)
    owed = {(each.cycle, each.tier) for each in notifications if each.kind is NotificationKind.CALL}
    assert owed == set(steps)


def require_silence(events: Sequence[AnyEvent], notifications: Iterable[Notification]) -> None:
    """No call goes out while somebody has the alert, has put it off or is done with it."""
    for call in notifications:
        is_call = call.kind in (NotificationKind.CALL, NotificationKind.LAST_CALL)
        if is_call and call.status is NotificationStatus.SENT and call.sent_at is not None:
            assert _is_calling(events, call.sent_at), call


def _is_calling(events: Sequence[AnyEvent], at: datetime) -> bool:
    """Whether people were being called at `at`, or something at that very instant may have come just after."""
    status = [event for event in events if isinstance(event, (*SILENCED, *WOKEN))]
    before = [event for event in status if event.at < at]
    return any(event.at == at for event in status) or isinstance(before[-1], WOKEN)
