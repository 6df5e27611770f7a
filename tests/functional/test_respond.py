"""What people ask of an alert, and what becomes of it when others ask too, late or twice."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.domain.alert.alert import Alert, AlertStatus
from chalicelib.domain.alert.asked import Accept, Acknowledge, Act, Decline, Note, Reopen, Resolve, Snooze, Transfer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Acknowledged, Noted, Resolved, Snoozed, TransferAccepted
from chalicelib.domain.errors import IllegalTransitionError, LinkExpiredError, NotFoundError, UnprocessableError
from chalicelib.domain.rules.tiers import Department
from tests.builders import NOON, a_link, a_policy, an_alert, policies_for
from tests.functional.api import World, a_world

DEPARTMENTS = {
    "care": Department(id="care", name="Customer care", escalation="care"),
    "it": Department(id="it", name="Tech support", escalation="it"),
}


@pytest.fixture
def world() -> Iterator[World]:
    rules = policies_for(departments=DEPARTMENTS, escalation={"care": a_policy(), "it": a_policy("zoe", id="it")})
    with a_world(policies=rules) as world:
        world.has(an_alert())
        yield world


def test_an_acknowledgement_makes_the_person_the_owner_until_the_loan_ends(world: World) -> None:
    alert = world.respond.act("a1", "ana", Acknowledge())

    assert alert.is_acknowledged
    assert alert.owner == "ana"
    assert list(world.store.timeline("a1")) == [
        Acknowledged(alert_id="a1", at=NOON, owner="ana", until=NOON + timedelta(hours=1))
    ]


def test_acknowledging_twice_changes_nothing(world: World) -> None:
    first = world.respond.act("a1", "ana", Acknowledge())
    world.clock.forward(minutes=1)

    assert world.respond.act("a1", "ana", Acknowledge()) == first
    assert len(world.store.timeline("a1")) == 1


def test_the_second_of_two_people_is_told_who_has_it(world: World) -> None:
    world.respond.act("a1", "ana", Acknowledge())

    with pytest.raises(IllegalTransitionError, match="ana already has it"):
        world.respond.act("a1", "ben", Acknowledge())
    assert world.alert().owner == "ana"


def test_an_act_that_raced_is_decided_again_on_what_the_other_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = world.store.save

    def ben_first(change: Change, **heard: object) -> None:
        monkeypatch.setattr(world.store, "save", save)
        world.respond.act("a1", "ben", Acknowledge())
        save(change)

    monkeypatch.setattr(world.store, "save", ben_first)

    with pytest.raises(IllegalTransitionError, match="ben already has it"):
        world.respond.act("a1", "ana", Acknowledge())
    assert [event.owner for event in world.store.timeline("a1") if isinstance(event, Acknowledged)] == ["ben"]


def test_a_transfer_queues_what_the_receiver_is_owed(world: World) -> None:
    alert = world.respond.act("a1", "ana", Transfer(to="it", note="the app is down"))

    assert alert.department == "it"
    assert alert.handover is not None
    assert alert.handover.note == "the app is down"
    assert world.notifications.take() == ["a1/1.1/zoe.sms", "a1/1.1/zoe.email"]


def test_an_accepted_transfer_belongs_to_whoever_accepted(world: World) -> None:
    world.respond.act("a1", "ana", Transfer(to="it"))
    alert = world.respond.act("a1", "zoe", Accept())

    assert alert.owner == "zoe"
    assert alert.handover is None
    assert TransferAccepted(alert_id="a1", at=NOON, by="zoe") in world.store.timeline("a1")


def test_accepting_a_transfer_twice_is_no_fault(world: World) -> None:
    world.respond.act("a1", "ana", Transfer(to="it"))
    accepted = world.respond.act("a1", "zoe", Accept())
    assert world.respond.act("a1", "zoe", Accept()) == accepted


def test_nothing_can_be_accepted_that_nobody_hands_over(world: World) -> None:
    with pytest.raises(IllegalTransitionError, match="nobody hands it over"):
        world.respond.act("a1", "ana", Accept())


def test_a_declined_transfer_goes_back_to_its_sender(world: World) -> None:
    world.respond.act("a1", "ana", Transfer(to="it"))
    alert = world.respond.act("a1", "zoe", Decline(note="this is about baggage"))

    assert alert.department == "care"
    assert alert.bounces == 1
    assert any("bounced" in id and "ana" in id for id in world.notifications.take())


def test_what_needs_no_answer_is_resolved_with_that_reason(world: World) -> None:
    assert world.respond.act("a1", "ana", Resolve()).is_resolved
    assert list(world.store.timeline("a1")) == [Resolved(alert_id="a1", at=NOON, by="ana", reason="needs no answer")]


def test_a_snooze_keeps_silent_until_its_end(world: World) -> None:
    end = NOON + timedelta(hours=4)
    alert = world.respond.act("a1", "ana", Snooze(until=end, reason="the crew is asleep"))

    assert alert.due_at == end
    assert list(world.store.timeline("a1")) == [
        Snoozed(alert_id="a1", at=NOON, by="ana", until=end, reason="the crew is asleep")
    ]


def test_a_note_leaves_the_alert_as_it_was(world: World) -> None:
    alert = world.respond.act("a1", "ana", Note(text="called the gate"))

    assert alert.is_triggered
    assert list(world.store.timeline("a1")) == [Noted(alert_id="a1", at=NOON, by="ana", text="called the gate")]


def test_a_reopened_alert_calls_people_again(world: World) -> None:
    world.respond.act("a1", "ana", Resolve())
    alert = world.respond.act("a1", "ana", Reopen(reason="she wrote again"))

    assert alert.is_triggered
    assert alert.tier == 1
    assert world.notifications.take() == ["a1/1.1/ana.sms", "a1/1.1/ana.email"]


@pytest.mark.parametrize("late", [Acknowledge(), Accept(), Decline(), Transfer(to="it"), Resolve()])
def test_what_is_asked_of_a_resolved_alert_is_refused_and_loses_nothing(world: World, late: Act) -> None:
    resolved = world.respond.act("a1", "ben", Resolve(reason="answered"))

    with pytest.raises(IllegalTransitionError, match="it is resolved"):
        world.respond.act("a1", "ana", late)
    assert world.alert() == resolved


def test_a_tool_may_note_and_resolve_but_cannot_own(world: World) -> None:
    world.respond.act("a1", "helpdesk", Note(text="ticket 4711"))
    with pytest.raises(UnprocessableError, match="by: nobody is called 'helpdesk'"):
        world.respond.act("a1", "helpdesk", Acknowledge())
    assert world.respond.act("a1", "helpdesk", Resolve(reason="ticket 4711 closed")).is_resolved


def test_an_alert_that_does_not_exist_is_not_found(world: World) -> None:
    with pytest.raises(NotFoundError, match="there is no alert a9"):
        world.respond.act("a9", "ana", Acknowledge())


def test_an_act_is_done_although_its_messages_cannot_be_queued_now(world: World) -> None:
    world.notifications.is_down = True
    world.respond.act("a1", "ana", Transfer(to="it"))

    later = NOON + timedelta(hours=1)
    assert {found.id for found in world.store.due_notifications(later)} == {"a1/1.1/zoe.email", "a1/1.1/zoe.sms"}


def test_a_link_acts_as_its_person_on_its_alerts_only(world: World) -> None:
    world.store.save(Change(alert=an_alert(id="a2")))

    assert world.respond.act_by_link("token-1", "a1", Acknowledge()).owner == "ana"
    with pytest.raises(NotFoundError, match="this link is about other alerts"):
        world.respond.act_by_link("token-1", "a2", Acknowledge())
    assert world.alert("a2").is_triggered


def test_a_link_ends_at_its_instant(world: World) -> None:
    world.clock.forward(days=3, seconds=-1)
    assert world.respond.view("token-1").person.id == "ana"

    world.clock.forward(seconds=1)
    with pytest.raises(LinkExpiredError):
        world.respond.view("token-1")
    with pytest.raises(LinkExpiredError):
        world.respond.act_by_link("token-1", "a1", Acknowledge())


def test_a_link_of_somebody_who_left_opens_nothing(world: World) -> None:
    world.store.save_link(a_link("token-2", person="gone"))
    with pytest.raises(NotFoundError):
        world.respond.view("token-2")


def test_looking_shows_every_alert_of_the_link_with_its_timeline(world: World) -> None:
    world.store.save(Change(alert=an_alert(id="a2")))
    world.store.save_link(a_link(alerts=("a1", "a2", "gone")))
    world.respond.act("a2", "ben", Acknowledge())

    shown = world.respond.view("token-1").shown

    assert [(each.alert.id, len(each.timeline)) for each in shown] == [("a1", 0), ("a2", 1)]


def test_every_change_is_told_to_telemetry_once(world: World) -> None:
    world.respond.act("a1", "ana", Acknowledge())
    world.respond.act("a1", "ana", Acknowledge())
    assert [_status(change) for change in world.telemetry.changes] == [AlertStatus.ACKNOWLEDGED]


def _status(change: Change) -> AlertStatus:
    alert: Alert = change.alert
    return alert.status
