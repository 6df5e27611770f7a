"""Handing an alert over: the receiver's policy, the handshake, and the way back."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.alert.acts import acknowledge
from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.event import Escalated, TransferBounced, TransferDeclined, Transferred
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.alert.transfer import bounce, decline, transfer
from chalicelib.domain.errors import IllegalTransitionError, UnprocessableError
from chalicelib.domain.rules.tiers import Department
from tests.builders import NOON, QUARTER, a_policy, an_alert, policies_for

CARE, TECH = a_policy("ana", "ben"), a_policy("zoe", accept_within=timedelta(minutes=20))
POLICIES = policies_for(
    departments={id: Department(id=id, name=id, escalation=id) for id in ("care", "tech", "press")},
    escalation={"care": CARE, "tech": TECH, "press": a_policy("mei")},
)
LATER = NOON + QUARTER


def sent(to: str = "tech", *, by: str = "ana", alert: Alert | None = None) -> Alert:
    """Ana's alert, handed over at NOON and not accepted yet."""
    held = alert or acknowledge(an_alert(), by="ana", at=NOON).alert
    return transfer(held, by=by, to=to, note="yours?", policies=POLICIES, at=NOON).alert


def test_the_receivers_policy_starts_at_once_and_must_be_accepted_in_its_time() -> None:
    held = acknowledge(an_alert(), by="ana", at=NOON).alert
    change = transfer(held, by="ana", to="tech", note="yours?", policies=POLICIES, at=NOON)

    assert change.events == (
        Transferred(
            alert_id="a1",
            at=NOON,
            by="ana",
            from_department="care",
            to_department="tech",
            to_person=None,
            note="yours?",
            until=NOON + timedelta(minutes=20),
        ),
        Escalated(alert_id="a1", at=NOON, cycle=1, tier=1, told=("zoe",)),
    )
    assert (change.alert.department, change.alert.owner, change.alert.policy) == ("tech", None, TECH)
    assert change.alert.timers == {Timer.ACCEPT: NOON + timedelta(minutes=20), Timer.TIER: NOON + QUARTER}
    assert {owed.department for owed in change.owed} == {"tech"}


def test_a_person_is_told_twice_at_most_and_the_department_stays() -> None:
    alert = sent("kofi")

    assert alert.department == "care"
    assert (len(alert.policy.tiers), alert.policy.repeat) == (1, 1)
    assert alert.keeps_department


@pytest.mark.parametrize(
    ("alert", "by", "to", "error", "words"),
    [
        (an_alert(), "ana", "nobody", UnprocessableError, "to: no department and nobody is called 'nobody'"),
        (an_alert(), "ana", "ana", UnprocessableError, "to: 'ana' has alert a1 already"),
        (an_alert(), "ana", "care", UnprocessableError, "to: 'care' has alert a1 already"),
        (an_alert(declined=("tech",)), "ana", "tech", IllegalTransitionError, "tech already gave it back"),
    ],
)
def test_what_cannot_be_handed_over(alert: Alert, by: str, to: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        transfer(alert, by=by, to=to, note="", policies=POLICIES, at=NOON)


def test_handing_over_twice_hands_over_once() -> None:
    change = transfer(sent(), by="ana", to="tech", note="yours?", policies=POLICIES, at=LATER)

    assert change.alert == sent()
    assert (change.events, change.owed) == ((), ())


def test_a_bounce_goes_home_with_a_notice_and_calls_there() -> None:
    change = bounce(sent(), reason="tech did not accept it in time", policies=POLICIES, at=LATER)

    assert change.events == (
        TransferBounced(alert_id="a1", at=LATER, department="care", bounces=1, reason="tech did not accept it in time"),
        Escalated(alert_id="a1", at=LATER, cycle=2, tier=1, told=("ana",)),
    )
    assert (change.alert.policy, change.alert.handover, change.alert.declined) == (CARE, None, ("tech",))
    assert [(owed.kind, owed.contact.id) for owed in change.owed] == [
        (NotificationKind.BOUNCED, "ana.sms"),
        (NotificationKind.BOUNCED, "ana.email"),
        (NotificationKind.CALL, "ana.sms"),
        (NotificationKind.CALL, "ana.email"),
    ]


def test_what_is_not_handed_over_cannot_bounce() -> None:
    with pytest.raises(IllegalTransitionError, match="no transfer is pending"):
        bounce(an_alert(), reason="", policies=POLICIES, at=NOON)


def test_the_third_bounce_goes_to_the_duty_manager_alone() -> None:
    change = bounce(sent(alert=an_alert(bounces=2)), reason="no", policies=POLICIES, at=LATER)

    assert change.alert.bounces == 3
    assert [event.told for event in change.events if isinstance(event, Escalated)] == [("dana",)]
    assert len(change.alert.policy.tiers) == 1


def test_declining_a_transfer_sends_it_back_with_the_words_of_the_mention() -> None:
    change = decline(sent(), by="zoe", note="ask press", policies=POLICIES, at=LATER)

    assert change.events[0] == TransferDeclined(
        alert_id="a1",
        at=LATER,
        by="zoe",
        department="tech",
        note="ask press",
        words="@wayfare three hours at the gate and nobody tells us anything",
    )
    assert isinstance(change.events[1], TransferBounced)
    assert change.events[1].reason == "zoe says that it is not for tech"
    assert change.alert.department == "care"


def test_declining_what_nobody_handed_over_asks_the_duty_manager() -> None:
    change = decline(an_alert(), by="ana", note="", policies=POLICIES, at=NOON)

    assert [event.told for event in change.events if isinstance(event, Escalated)] == [("dana",)]
    assert change.alert.declined == ("care",)


def test_nobody_declines_what_somebody_else_has() -> None:
    taken = acknowledge(an_alert(), by="ana", at=NOON).alert

    with pytest.raises(IllegalTransitionError, match="ana already has it"):
        decline(taken, by="ben", note="", policies=POLICIES, at=NOON)


def test_a_redirected_transfer_still_bounces_to_where_it_came_from() -> None:
    change = bounce(sent("press", alert=sent("tech")), reason="no", policies=POLICIES, at=LATER)

    assert (change.alert.department, change.alert.policy) == ("care", CARE)


def test_a_passed_on_transfer_bounces_to_whoever_passed_it_on() -> None:
    change = bounce(sent("press", by="zoe", alert=sent("tech")), reason="no", policies=POLICIES, at=LATER)

    assert (change.alert.department, change.alert.policy) == ("tech", TECH)


def test_what_a_person_passes_on_bounces_to_their_department() -> None:
    change = bounce(sent("mei", by="kofi", alert=sent("kofi")), reason="no", policies=POLICIES, at=LATER)

    assert (change.alert.department, change.alert.policy, change.alert.declined) == ("care", CARE, ())


@pytest.mark.parametrize("changes", [{"timers": {Timer.LOAN: NOON}}, {"tier": 0, "timers": {Timer.OPENING: LATER}}])
def test_a_transfer_leaves_no_timer_of_before(changes: dict[str, Any]) -> None:
    assert set(sent(alert=an_alert(**changes)).timers) == {Timer.ACCEPT, Timer.TIER}
