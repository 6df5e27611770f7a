"""Handing an alert over: the receiver's policy, the handshake, and the way back."""

from datetime import time, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.acts import acknowledge
from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.event import Escalated, Held, TransferBounced, TransferDeclined, Transferred
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.alert.sending_on import decline, pass_on
from chalicelib.domain.alert.transfer import bounce, take_back, transfer
from chalicelib.domain.errors import IllegalTransitionError, UnprocessableError
from chalicelib.domain.rules.person import Hours, Period, Person
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.rules.tiers import Department
from tests.builders import NOON, QUARTER, a_person, a_policy, an_alert, policies_for

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
    assert (change.alert.policy, change.alert.handover, change.alert.declined) == (CARE, None, ())
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
    assert (change.alert.department, change.alert.declined) == ("care", ("tech",))


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


AFTERNOONS = Hours(periods=tuple(Period(weekday=day, start=time(14), end=time(18)) for day in range(5)))
"""Closed at NOON; open two hours later."""


def closed_tech() -> dict[str, Any]:
    departments = {
        **POLICIES.departments,
        "tech": Department(id="tech", name="tech", escalation="tech", hours=AFTERNOONS),
    }
    return {"policies": replace(POLICIES, departments=departments)}


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Person(id="priya", name="Priya"), "to: priya has no phone and no email, so nothing was handed over"),
        (a_person("priya", hours=AFTERNOONS), "to: priya is off until Monday 14:00, so nothing was handed over"),
    ],
)
def test_a_person_who_cannot_be_told_now_is_refused_with_when_they_are_back(person: Person, words: str) -> None:
    rules = replace(POLICIES, people={**POLICIES.people, "priya": person})

    with pytest.raises(UnprocessableError, match=words):
        transfer(an_alert(), by="ana", to="priya", note="", policies=rules, at=NOON)


def test_a_closed_department_gets_a_routine_alert_when_it_opens_and_its_time_counts_from_then() -> None:
    change = transfer(an_alert(), by="ana", to="tech", note="", at=NOON, **closed_tech())

    opening = NOON + timedelta(hours=2)
    assert change.alert.timers == {Timer.OPENING: opening, Timer.ACCEPT: opening + timedelta(minutes=20)}
    assert isinstance(change.events[-1], Held)
    assert change.owed == ()


def test_a_closed_department_gets_an_urgent_alert_at_once() -> None:
    change = transfer(an_alert(urgency=Urgency.URGENT), by="ana", to="tech", note="", at=NOON, **closed_tech())

    assert change.alert.timers[Timer.ACCEPT] == NOON + timedelta(minutes=20)
    assert [event.told for event in change.events if isinstance(event, Escalated)] == [("zoe",)]


def test_who_did_not_accept_in_time_can_be_asked_again() -> None:
    back = bounce(sent(), reason="tech did not accept it in time", policies=POLICIES, at=LATER).alert

    assert transfer(back, by="ana", to="tech", note="", policies=POLICIES, at=LATER).alert.department == "tech"


def test_the_sender_takes_back_what_nobody_accepted_yet() -> None:
    change = take_back(sent(), by="ana", at=LATER)

    assert (change.alert.owner, change.alert.department, change.alert.policy) == ("ana", "care", CARE)
    assert change.alert.handover is None
    assert [type(event).__name__ for event in change.events] == ["TransferBounced", "Acknowledged"]
    assert change.alert.bounces == 0


@pytest.mark.parametrize("alert", [an_alert(), sent()])
def test_only_the_sender_takes_back(alert: Alert) -> None:
    with pytest.raises(IllegalTransitionError, match="ben has no transfer of it that waits"):
        take_back(alert, by="ben", at=LATER)


def test_a_second_press_passes_nothing_on() -> None:
    policy = a_policy("ana", "ana", "zoe")
    first = pass_on(an_alert(policy=policy, called=("ana",)), by="ana", policies=POLICIES, at=NOON)
    second = pass_on(first.alert, by="ana", policies=POLICIES, at=NOON + timedelta(seconds=1))
    later = pass_on(first.alert, by="ana", policies=POLICIES, at=NOON + timedelta(minutes=5))

    assert first.alert.tier == 2
    assert (second.alert, second.events) == (first.alert, ())
    assert later.alert.tier == 3


def test_only_who_is_being_called_now_can_pass() -> None:
    with pytest.raises(IllegalTransitionError, match="ana is being called now, and not ben"):
        pass_on(an_alert(called=("ana",)), by="ben", policies=POLICIES, at=NOON)


def test_a_second_press_of_not_ours_asks_the_duty_manager_once() -> None:
    first = decline(an_alert(called=("ana",), told=("ana",)), by="ana", note="", policies=POLICIES, at=NOON)
    second = decline(first.alert, by="ana", note="", policies=POLICIES, at=NOON + timedelta(seconds=1))

    assert (second.alert, second.events, second.owed) == (first.alert, (), ())


def test_who_gave_a_transfer_back_does_not_speak_for_where_it_went() -> None:
    back = decline(sent(), by="zoe", note="", policies=POLICIES, at=LATER).alert

    with pytest.raises(IllegalTransitionError, match="it was not sent to zoe"):
        decline(back, by="zoe", note="", policies=POLICIES, at=LATER + timedelta(hours=1))


def test_what_was_given_back_already_is_not_given_back_again() -> None:
    with_dana = decline(an_alert(), by="ana", note="", policies=POLICIES, at=NOON).alert

    with pytest.raises(IllegalTransitionError, match="care gave it back already"):
        decline(with_dana, by="dana", note="", policies=POLICIES, at=LATER)
