"""What an alert knows of itself: its timers, its status, and what each status takes away."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.alert.alert import (
    Alert,
    AlertStatus,
    Timer,
    acknowledged,
    alert_id,
    resolved,
    triggered,
)
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Noted
from chalicelib.domain.alert.requiring import require_not_taken, require_unresolved
from chalicelib.domain.errors import IllegalTransitionError
from tests.builders import NOON, QUARTER, a_handover, a_notification, a_policy, an_alert


def handed_over(**changes: Any) -> Alert:
    """Ben sent it to zoe, a person, and she has not accepted it yet."""
    home = a_handover(to="zoe", policy=a_policy("ana", "ben"))
    return an_alert(**{"policy": a_policy("zoe"), "handover": home, "timers": {Timer.ACCEPT: NOON}, **changes})


def test_an_alert_is_due_when_its_first_timer_ends() -> None:
    alert = an_alert(timers={Timer.LOAN: NOON + QUARTER, Timer.REMINDER: NOON})

    assert alert.due_at == NOON
    assert alert.due_timer(NOON - timedelta(microseconds=1)) is None
    assert alert.due_timer(NOON) is Timer.REMINDER
    assert alert.due_timer(NOON + timedelta(days=1)) is Timer.REMINDER


def test_an_alert_without_timers_is_never_due() -> None:
    alert = an_alert(timers={})

    assert alert.due_at is None
    assert alert.due_timer(NOON + timedelta(days=1_000)) is None


def test_the_same_situation_has_the_same_id_in_every_process() -> None:
    assert alert_id("Wayfare", "x:1") == "9df25eb6331c039f"
    assert len(alert_id("Wayfare", "x:1")) == 16
    assert alert_id("Wayfare", "x:1") != alert_id("Wayfare", "x:2")
    assert alert_id("Wayfare", "x:1") != alert_id("Other", "x:1")


def test_only_a_new_run_counts_a_new_cycle() -> None:
    assert triggered(an_alert(tier=2, cycle=3)).cycle == 4
    assert triggered(an_alert(tier=0, cycle=3)).cycle == 3


def test_a_new_run_begins_with_nothing_of_the_last_one() -> None:
    before = an_alert(
        status=AlertStatus.RESOLVED,
        tier=2,
        repeats=1,
        owner="ana",
        answered_by="x:2",
        resolved_at=NOON,
        timers={Timer.LOAN: NOON},
    )
    after = triggered(before)

    assert after.is_triggered
    assert (after.tier, after.repeats, after.owner, after.answered_by, after.resolved_at) == (0, 0, None, None, None)
    assert after.timers == {}


def test_an_acknowledged_alert_has_its_owner_and_only_the_given_timers() -> None:
    alert = acknowledged(an_alert(), owner="ana", timers={Timer.LOAN: NOON})

    assert alert.is_acknowledged
    assert (alert.owner, alert.timers) == ("ana", {Timer.LOAN: NOON})


def test_a_resolved_alert_waits_for_nothing() -> None:
    alert = resolved(an_alert(), at=NOON)

    assert alert.is_resolved
    assert (alert.timers, alert.resolved_at, alert.due_at) == ({}, NOON, None)


@pytest.mark.parametrize("end", ["acknowledged", "resolved"])
def test_after_a_person_the_department_own_policy_follows(end: str) -> None:
    alert = handed_over()
    after = acknowledged(alert, owner="zoe", timers={}) if end == "acknowledged" else resolved(alert, at=NOON)

    assert after.policy == a_policy("ana", "ben")
    assert after.handover is None


def test_after_a_department_accepted_its_own_policy_follows() -> None:
    alert = handed_over(department="tech")

    assert acknowledged(alert, owner="zoe", timers={}).policy == a_policy("zoe")


def test_nothing_but_reopening_is_allowed_on_a_resolved_alert() -> None:
    with pytest.raises(IllegalTransitionError, match="cannot snooze alert a1: it is resolved"):
        require_unresolved(resolved(an_alert(), at=NOON), "snooze")
    require_unresolved(an_alert(), "snooze")


def test_what_somebody_has_is_theirs() -> None:
    alert = acknowledged(an_alert(), owner="ana", timers={})

    require_not_taken(alert, "decline", by="ana")
    require_not_taken(an_alert(), "decline", by="ben")
    with pytest.raises(IllegalTransitionError, match="cannot decline alert a1: ana already has it"):
        require_not_taken(alert, "decline", by="ben")


def test_an_alert_is_exhausted_when_it_calls_and_waits_for_nothing() -> None:
    assert an_alert(timers={}).is_exhausted
    assert not an_alert().is_exhausted
    assert not an_alert(timers={}, inhibited_by="crisis").is_exhausted
    assert not resolved(an_alert(), at=NOON).is_exhausted


def test_two_moves_are_one_change_with_all_that_happened_and_is_owed() -> None:
    first = Change(alert=an_alert(tier=1), events=(Noted(alert_id="a1", at=NOON, by="ana", text="one"),))
    second = Change(alert=an_alert(tier=2), owed=(a_notification(),))

    assert first.then(second) == Change(alert=second.alert, events=first.events, owed=second.owed)
