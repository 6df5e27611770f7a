"""What happens when a timer ends, and that nothing happens before."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, AlertStatus, Timer
from chalicelib.domain.alert.event import (
    Escalated,
    Exhausted,
    LoanEnded,
    Reminded,
    Resolved,
    SnoozeEnded,
    TransferBounced,
    Triggered,
)
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.alert.timers import tick
from chalicelib.domain.rules.person import Hours
from tests.builders import NOON, QUARTER, a_handover, a_person, an_alert, policies_for

POLICIES = policies_for()
PENDING = a_handover()


def waiting_for(timer: Timer) -> Alert:
    """An alert with one timer, which ends at NOON."""
    status = {
        Timer.REPLY: AlertStatus.WATCHING,
        Timer.REMINDER: AlertStatus.ACKNOWLEDGED,
        Timer.LOAN: AlertStatus.ACKNOWLEDGED,
        Timer.SNOOZE: AlertStatus.ACKNOWLEDGED,
        Timer.CUSTOMER: AlertStatus.ACKNOWLEDGED,
        Timer.QUESTION: AlertStatus.ACKNOWLEDGED,
    }.get(timer, AlertStatus.TRIGGERED)
    timers = {timer: NOON} | ({Timer.LOAN: NOON + QUARTER} if timer is Timer.REMINDER else {})
    owner = "ana" if status is AlertStatus.ACKNOWLEDGED else None
    handover = PENDING if timer is Timer.ACCEPT else None
    return an_alert(status=status, timers=timers, owner=owner, handover=handover)


@pytest.mark.parametrize("timer", [timer for timer in Timer if timer is not Timer.CHILDREN])
def test_no_timer_does_anything_a_moment_early(timer: Timer) -> None:
    assert tick(waiting_for(timer), policies=POLICIES, at=NOON - timedelta(microseconds=1)) is None
    assert tick(waiting_for(timer), policies=POLICIES, at=NOON) is not None


@pytest.mark.parametrize(
    ("timer", "events"),
    [
        (Timer.REPLY, [Triggered, Escalated]),
        (Timer.OPENING, [Escalated]),
        (Timer.TIER, [Escalated]),
        (Timer.REMINDER, [Reminded]),
        (Timer.LOAN, [LoanEnded, Triggered, Escalated]),
        (Timer.ACCEPT, [TransferBounced, Escalated]),
        (Timer.SNOOZE, [SnoozeEnded, Triggered, Escalated]),
        (Timer.LAST_CALL, [Exhausted]),
        (Timer.CUSTOMER, [Resolved]),
        (Timer.QUESTION, [Resolved]),
    ],
)
def test_what_each_timer_brings_about(timer: Timer, events: list[type]) -> None:
    change = tick(waiting_for(timer), policies=POLICIES, at=NOON)

    assert change is not None
    assert [type(event) for event in change.events] == events


@pytest.mark.parametrize("timer", [timer for timer in Timer if timer is not Timer.CHILDREN])
def test_a_timer_that_ended_does_not_end_again(timer: Timer) -> None:
    change = tick(waiting_for(timer), policies=POLICIES, at=NOON)

    assert change is not None
    assert change.alert.due_timer(NOON) is None


def test_a_reminder_leaves_the_loan_running() -> None:
    change = tick(waiting_for(Timer.REMINDER), policies=POLICIES, at=NOON)

    assert change is not None
    assert change.alert.timers == {Timer.LOAN: NOON + QUARTER}
    assert change.events == (Reminded(alert_id="a1", at=NOON, owner="ana", until=NOON + QUARTER),)
    assert {owed.kind for owed in change.owed} == {NotificationKind.REMINDER}


def test_the_end_of_a_loan_tells_the_owner_and_the_first_tier() -> None:
    change = tick(waiting_for(Timer.LOAN), policies=POLICIES, at=NOON)

    assert change is not None
    assert [(owed.kind, owed.contact.id) for owed in change.owed] == [
        (NotificationKind.LOAN_ENDED, "ana.sms"),
        (NotificationKind.LOAN_ENDED, "ana.email"),
        (NotificationKind.CALL, "ana.sms"),
        (NotificationKind.CALL, "ana.email"),
    ]
    assert len({owed.id for owed in change.owed}) == 4


def test_what_waited_for_opening_goes_out_together() -> None:
    change = tick(an_alert(tier=0, timers={Timer.OPENING: NOON}), policies=POLICIES, at=NOON)

    assert change is not None
    assert {owed.held for owed in change.owed} == {True}


def test_a_transfer_that_was_not_accepted_says_by_whom() -> None:
    change = tick(waiting_for(Timer.ACCEPT), policies=POLICIES, at=NOON)

    assert change is not None
    assert [event.reason for event in change.events if isinstance(event, TransferBounced)] == [
        "tech did not accept it in time"
    ]


def test_of_a_tier_and_a_transfer_that_end_together_the_transfer_comes_first() -> None:
    alert = an_alert(timers={Timer.TIER: NOON, Timer.ACCEPT: NOON}, handover=PENDING)
    change = tick(alert, policies=POLICIES, at=NOON)

    assert change is not None
    assert isinstance(change.events[0], TransferBounced)


def test_a_wait_is_counted_from_when_it_was_noticed() -> None:
    """Nothing ran for two hours: ben has his whole quarter of an hour all the same."""
    late = NOON + timedelta(hours=2)
    change = tick(an_alert(), policies=POLICIES, at=late)

    assert change is not None
    assert change.alert.timers == {Timer.TIER: late + QUARTER}


def test_an_owner_who_left_is_told_nothing_and_the_loan_ends_all_the_same() -> None:
    gone = policies_for(people={id: person for id, person in POLICIES.people.items() if id != "ana"})
    change = tick(waiting_for(Timer.LOAN), policies=gone, at=NOON)

    assert change is not None
    assert {owed.contact.person for owed in change.owed} == {"ben"}


def test_reminded_is_said_only_where_somebody_is() -> None:
    closed = Hours(closures=(NOON.date(),))
    at_home = replace(POLICIES, people={**POLICIES.people, "ana": a_person("ana", hours=closed)})
    change = tick(waiting_for(Timer.REMINDER), policies=at_home, at=NOON)

    assert change is not None
    assert (change.events, change.owed) == ((), ())
    assert change.alert.timers == {Timer.LOAN: NOON + QUARTER}
