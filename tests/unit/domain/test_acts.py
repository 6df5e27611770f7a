"""What people do to an alert."""

from datetime import time, timedelta

import pytest

from chalicelib.domain.alert.acts import acknowledge, note, resolve, snooze
from chalicelib.domain.alert.alert import Alert, AlertStatus, Timer
from chalicelib.domain.alert.escalation import reopen
from chalicelib.domain.alert.event import Acknowledged, Noted, Reopened, Resolved, Snoozed, TransferAccepted
from chalicelib.domain.errors import IllegalTransitionError, UnprocessableError
from chalicelib.domain.rules.person import Hours, Period
from tests.builders import NOON, a_handover, a_policy, an_alert, policies_for

HOUR = timedelta(hours=1)
OFFICE = Hours(periods=tuple(Period(weekday=day, start=time(9), end=time(17)) for day in range(5)))


def anas_alert() -> Alert:
    return acknowledge(an_alert(), by="ana", at=NOON).alert


def a_closed_alert() -> Alert:
    return resolve(an_alert(), by="ana", reason="needs no answer", at=NOON).alert


def test_acknowledging_lends_the_alert_for_as_long_as_the_policy_says() -> None:
    change = acknowledge(an_alert(), by="ana", at=NOON)

    assert change.alert.is_acknowledged
    assert change.alert.owner == "ana"
    assert change.alert.timers == {Timer.LOAN: NOON + HOUR, Timer.REMINDER: NOON + timedelta(minutes=50)}
    assert change.events == (Acknowledged(alert_id="a1", at=NOON, owner="ana", until=NOON + HOUR),)
    assert change.owed == ()


@pytest.mark.parametrize("status", [AlertStatus.WATCHING, AlertStatus.TRIGGERED])
def test_what_nobody_has_can_be_acknowledged(status: AlertStatus) -> None:
    assert acknowledge(an_alert(status=status), by="ana", at=NOON).alert.owner == "ana"


def test_acknowledging_twice_changes_nothing() -> None:
    change = acknowledge(anas_alert(), by="ana", at=NOON + HOUR / 2)

    assert change.alert == anas_alert()
    assert change.events == ()


def test_the_second_of_two_people_is_told_who_has_it() -> None:
    with pytest.raises(IllegalTransitionError, match="cannot acknowledge alert a1: ana already has it"):
        acknowledge(anas_alert(), by="ben", at=NOON)


def test_a_resolved_alert_cannot_be_acknowledged() -> None:
    with pytest.raises(IllegalTransitionError, match="cannot acknowledge alert a1: it is resolved"):
        acknowledge(a_closed_alert(), by="ana", at=NOON)


def test_acknowledging_accepts_a_transfer() -> None:
    change = acknowledge(an_alert(department="tech", handover=a_handover()), by="zoe", at=NOON)

    assert change.alert.handover is None
    assert [type(event) for event in change.events] == [TransferAccepted, Acknowledged]


def test_no_reminder_comes_where_the_loan_is_as_short_as_its_warning() -> None:
    policy = a_policy(acknowledged_for=timedelta(minutes=10), remind_before=timedelta(minutes=10))
    change = acknowledge(an_alert(policy=policy), by="ana", at=NOON)

    assert change.alert.timers == {Timer.LOAN: NOON + timedelta(minutes=10)}


def test_a_loan_of_a_closed_department_begins_at_opening() -> None:
    evening = NOON + timedelta(hours=8)
    change = acknowledge(an_alert(hours=OFFICE), by="ana", at=evening)

    assert change.alert.timers == {
        Timer.LOAN: NOON + timedelta(hours=22),
        Timer.REMINDER: NOON + timedelta(hours=21, minutes=50),
    }


def test_resolving_ends_everything_and_says_why() -> None:
    change = resolve(anas_alert(), by="ana", reason="needs no answer", at=NOON)

    assert change.alert.is_resolved
    assert change.alert.timers == {}
    assert change.events == (Resolved(alert_id="a1", at=NOON, by="ana", reason="needs no answer"),)


def test_a_resolved_alert_cannot_be_resolved_again() -> None:
    with pytest.raises(IllegalTransitionError, match="cannot resolve alert a1: it is resolved"):
        resolve(a_closed_alert(), by="ben", reason="done", at=NOON)


def test_a_snooze_has_an_owner_a_reason_and_an_end() -> None:
    change = snooze(an_alert(), by="ana", until=NOON + HOUR, reason=" the plane lands at one ", at=NOON)

    assert (change.alert.owner, change.alert.timers) == ("ana", {Timer.SNOOZE: NOON + HOUR})
    assert change.events == (
        Snoozed(alert_id="a1", at=NOON, by="ana", until=NOON + HOUR, reason="the plane lands at one"),
    )


@pytest.mark.parametrize("until", [NOON, NOON - HOUR, NOON + timedelta(days=30, seconds=1)])
def test_a_snooze_ends_in_the_future_and_within_a_month(until: object) -> None:
    with pytest.raises(UnprocessableError, match="until: must be later than now and within 30 days"):
        snooze(an_alert(), by="ana", until=until, reason="later", at=NOON)  # type: ignore[arg-type]


def test_a_snooze_needs_a_reason() -> None:
    with pytest.raises(UnprocessableError, match="reason: say why the alert may wait"):
        snooze(an_alert(), by="ana", until=NOON + HOUR, reason="  ", at=NOON)


def test_nobody_snoozes_what_somebody_else_has() -> None:
    with pytest.raises(IllegalTransitionError, match="cannot snooze alert a1: ana already has it"):
        snooze(anas_alert(), by="ben", until=NOON + HOUR, reason="later", at=NOON)


@pytest.mark.parametrize("alert", [an_alert(), anas_alert(), a_closed_alert()])
def test_a_note_changes_nothing_but_the_timeline(alert: Alert) -> None:
    change = note(alert, by="ana", text=" called the gate ", at=NOON)

    assert change.alert == alert
    assert change.events == (Noted(alert_id="a1", at=NOON, by="ana", text="called the gate"),)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001])
def test_a_note_is_neither_empty_nor_a_novel(text: str) -> None:
    with pytest.raises(UnprocessableError, match="text: a note has 1 to 2000 characters"):
        note(an_alert(), by="ana", text=text, at=NOON)


def test_a_reopened_alert_calls_from_the_first_tier_in_a_new_cycle() -> None:
    change = reopen(a_closed_alert(), by="ana", reason="wrong button", since=NOON, policies=policies_for(), at=NOON)

    assert change.events[0] == Reopened(alert_id="a1", at=NOON, by="ana", reason="wrong button")
    assert (change.alert.cycle, change.alert.tier, change.alert.since) == (1, 1, NOON)
    assert [owed.id for owed in change.owed] == ["a1/1.1/ana.sms", "a1/1.1/ana.email"]


def test_only_a_resolved_alert_can_be_reopened() -> None:
    with pytest.raises(IllegalTransitionError, match="cannot reopen alert a1: it is triggered"):
        reopen(an_alert(), by="ana", reason="", since=NOON, policies=policies_for(), at=NOON)
