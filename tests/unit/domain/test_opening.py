"""How mentions open alerts, join them and wake them up."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.alert.alert import Alert, AlertStatus, Timer
from chalicelib.domain.alert.event import Escalated, MentionJoined, Reopened, Triggered, UrgencyRaised, Watched
from chalicelib.domain.alert.excerpt import EXCERPT_LENGTH
from chalicelib.domain.alert.opening import join, new_alert, open_alert
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.routes import Action, Urgency
from tests.builders import NOON, QUARTER, a_mention, a_policy, an_alert, an_excerpt, policies_for

POLICIES = policies_for()
SECOND = a_mention("2", thread="1", thread_author="900", posted_at=NOON, text="and my bag is gone")


def a_decision(action: Action = Action.ALERT, urgency: Urgency = Urgency.ROUTINE, **changes: Any) -> Decision:
    department = {"department": "care", "route": "complaints", "reason": "route 'complaints': it takes every mention"}
    return Decision(action=action, urgency=urgency, **{**department, **changes})


URGENT = a_decision(urgency=Urgency.URGENT)


def joined(alert: Alert, decision: Decision) -> list[type]:
    """The kinds of what happens when SECOND joins."""
    return [type(event) for event in join(alert, SECOND, decision, policies=POLICIES, at=NOON).events]


def test_opening_an_alert_is_its_first_escalation() -> None:
    change = open_alert(a_mention(), a_decision(), policies=POLICIES, at=NOON)

    assert change.events == (
        Triggered(alert_id=change.alert.id, at=NOON, mention="x:1", reason=a_decision().reason),
        Escalated(alert_id=change.alert.id, at=NOON, cycle=0, tier=1, told=("ana",)),
    )
    assert (change.alert.version, change.alert.mentions, change.alert.thread) == (0, 1, "1")
    assert change.alert.excerpt == an_excerpt()


def test_every_process_opens_the_same_alert() -> None:
    first = open_alert(a_mention(), a_decision(), policies=POLICIES, at=NOON)

    assert open_alert(a_mention(), a_decision(), policies=POLICIES, at=NOON) == first


def test_the_rules_of_the_day_are_kept_with_the_alert() -> None:
    alert = new_alert(a_mention(), a_decision(), policies=POLICIES, at=NOON)

    assert (alert.policy, alert.policies_version) == (a_policy(), "v1")
    assert alert.hours == POLICIES.departments["care"].hours


@pytest.mark.parametrize(
    ("posted", "until"), [(NOON, 60), (NOON - timedelta(minutes=50), 10), (NOON - timedelta(days=2), 0)]
)
def test_a_watched_mention_has_its_hour_from_when_it_was_posted(posted: Any, until: int) -> None:
    change = open_alert(a_mention(posted_at=posted), a_decision(Action.WATCH), policies=POLICIES, at=NOON)

    ends = NOON + timedelta(minutes=until)
    assert change.alert.timers == {Timer.REPLY: ends}
    assert change.events == (Watched(alert_id=change.alert.id, at=NOON, mention="x:1", route="complaints", until=ends),)
    assert change.owed == ()


def test_a_route_may_be_more_impatient_than_the_policy() -> None:
    decision = a_decision(Action.WATCH, reply_within=timedelta(minutes=10))

    change = open_alert(a_mention(posted_at=NOON), decision, policies=POLICIES, at=NOON)

    assert change.alert.timers == {Timer.REPLY: NOON + timedelta(minutes=10)}


def test_an_alert_carries_the_beginning_of_a_long_article() -> None:
    alert = new_alert(a_mention(text="x" * 50_000), a_decision(), policies=POLICIES, at=NOON)

    assert len(alert.excerpt.text) == EXCERPT_LENGTH


def test_a_mention_that_needs_nothing_is_only_counted() -> None:
    before = an_alert()
    change = join(before, SECOND, a_decision(Action.IGNORE), policies=POLICIES, at=NOON)

    assert change.events == (MentionJoined(alert_id="a1", at=NOON, mention="x:2", count=2),)
    assert (change.alert.since, change.alert.mentions) == (before.since, 2)


def test_a_mention_that_needs_an_answer_moves_the_time_that_an_answer_must_follow() -> None:
    assert join(an_alert(), SECOND, a_decision(), policies=POLICIES, at=NOON).alert.since == NOON


def test_an_older_mention_that_is_heard_late_does_not() -> None:
    late = a_mention("2", thread="1", posted_at=NOON - timedelta(days=1))

    assert join(an_alert(), late, a_decision(), policies=POLICIES, at=NOON).alert.since == NOON - QUARTER


@pytest.mark.parametrize(
    ("changes", "decision", "events"),
    [
        pytest.param({}, a_decision(), [], id="calling already"),
        pytest.param({}, URGENT, [UrgencyRaised], id="calling already, now urgently"),
        pytest.param({"urgency": Urgency.URGENT}, URGENT, [], id="calling urgently already"),
        pytest.param({"status": "watching", "tier": 0}, a_decision(Action.WATCH), [], id="watched still"),
        pytest.param({"status": "watching", "tier": 0}, a_decision(), [Triggered, Escalated], id="watched no more"),
        pytest.param({"status": "acknowledged", "owner": "ana"}, a_decision(), [], id="somebody has it"),
        pytest.param(
            {"status": "acknowledged", "owner": "ana"},
            URGENT,
            [UrgencyRaised, Triggered, Escalated],
            id="somebody has it as routine",
        ),
        pytest.param(
            {"status": "acknowledged", "owner": "ana", "urgency": Urgency.URGENT},
            URGENT,
            [],
            id="somebody has it as urgent",
        ),
        pytest.param(
            {"status": "acknowledged", "urgency": Urgency.URGENT, "timers": {Timer.SNOOZE: NOON + QUARTER}},
            URGENT,
            [Triggered, Escalated],
            id="snoozed",
        ),
        pytest.param({"timers": {}, "tier": 2}, URGENT, [UrgencyRaised, Triggered, Escalated], id="exhausted"),
        pytest.param({"timers": {}, "tier": 2}, a_decision(), [], id="exhausted, and no more urgent than before"),
        pytest.param(
            {"tier": 0, "timers": {Timer.OPENING: NOON + QUARTER}}, URGENT, [UrgencyRaised, Escalated], id="held"
        ),
        pytest.param(
            {"status": "resolved", "timers": {}}, a_decision(), [Reopened, Triggered, Escalated], id="resolved"
        ),
        pytest.param(
            {"status": "resolved", "timers": {}},
            URGENT,
            [UrgencyRaised, Reopened, Triggered, Escalated],
            id="resolved, now urgent",
        ),
    ],
)
def test_what_a_further_mention_does(changes: dict[str, Any], decision: Decision, events: list[type]) -> None:
    status = {"status": AlertStatus(changes["status"])} if "status" in changes else {}

    assert joined(an_alert(**{**changes, **status}), decision) == [MentionJoined, *events]


@pytest.mark.parametrize(
    ("changes", "decision"),
    [
        ({"status": AlertStatus.WATCHING, "tier": 0}, a_decision()),
        ({"status": AlertStatus.RESOLVED, "timers": {}}, a_decision()),
        ({}, URGENT),
    ],
)
def test_people_are_shown_the_mention_that_they_are_called_about(changes: dict[str, Any], decision: Decision) -> None:
    change = join(an_alert(**changes), SECOND, decision, policies=POLICIES, at=NOON)

    assert change.alert.excerpt.text == "and my bag is gone"
