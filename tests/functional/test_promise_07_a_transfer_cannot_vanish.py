"""Promise 7: a transfer is accepted, or it bounces back with a notice, and the third time to the duty manager."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.domain.alert.event import TransferAccepted, TransferBounced, TransferDeclined
from chalicelib.domain.errors import IllegalTransitionError
from chalicelib.domain.rules.tiers import Department
from tests.builders import NOON, a_policy
from tests.functional.phones import Page
from tests.functional.town import Town, town_policies


@pytest.fixture
def town() -> Iterator[Town]:
    """Care (ana, ben), tech support (zoe, omar) and press (mei)."""
    rules = town_policies(
        departments={id: Department(id=id, name=id.title(), escalation=id) for id in ("care", "tech", "press")},
        escalation={"care": a_policy("ana", "ben"), "tech": a_policy("zoe", "omar"), "press": a_policy("mei")},
    )
    place = Town(rules)
    yield place
    place.expects_nothing_more()


def taken_by_ana(town: Town) -> Page:
    town.post("x", "your app is broken")
    page = town.phone("ana").expects_sms("app is broken").then_opens_link()
    page.then_presses("Acknowledge")
    return page


def test_the_receivers_policy_starts_at_once(town: Town) -> None:
    alert = taken_by_ana(town).then_hands_over(to="tech", note="your login page")

    town.phone("zoe").expects_sms("app is broken")
    assert (alert.department, alert.owner, alert.tier) == ("tech", None, 1)


def test_an_accepted_transfer_belongs_to_its_receiver(town: Town) -> None:
    post = town.post("x", "your app is broken")
    town.phone("ana").expects_sms("app is broken").then_opens_link().then_hands_over(to="tech")
    town.fast_forward(minutes=14)
    alert = town.phone("zoe").expects_sms("app is broken").then_opens_link().then_presses("Accept")
    town.fast_forward(minutes=49)

    assert (alert.owner, alert.handover) == ("zoe", None)
    assert [event.by for event in town.events_of(post, TransferAccepted)] == ["zoe"]


def test_a_transfer_that_nobody_accepts_in_time_bounces_with_a_notice(town: Town) -> None:
    page = taken_by_ana(town)
    page.then_hands_over(to="tech")
    town.phone("zoe").expects_sms("app is broken")
    town.fast_forward(minutes=15)

    back = town.phone("ana").expects_sms("Came back to you", "app is broken")
    alert = back.then_opens_link().then_presses("Acknowledge")
    assert (alert.department, alert.bounces, alert.owner) == ("care", 1, "ana")


def test_a_declined_transfer_bounces_at_once_and_is_recorded_as_a_misroute(town: Town) -> None:
    post = town.post("x", "your app is broken")
    town.phone("ana").expects_sms("app is broken").then_opens_link().then_hands_over(to="tech")
    town.phone("zoe").expects_sms("app is broken").then_opens_link().then_presses("Not ours")
    town.fast_forward(minutes=5)

    town.phone("ana").expects_sms("Came back to you", "app is broken").then_opens_link().then_presses("Acknowledge")
    [declined] = town.events_of(post, TransferDeclined)
    assert (declined.by, declined.department, declined.words) == ("zoe", "tech", "your app is broken")


def test_the_third_bounce_goes_to_the_duty_manager(town: Town) -> None:
    post = town.post("x", "your app is broken")
    hand_over = town.phone("ana").expects_sms("app is broken").then_opens_link()
    for receiver, person, minutes in (("tech", "zoe", 5), ("press", "mei", 10)):
        hand_over.then_hands_over(to=receiver)
        town.phone(person).expects_sms("app is broken").then_opens_link().then_presses("Not ours")
        town.fast_forward(minutes=minutes)  # routine may have two SMS in 15 minutes
        hand_over = town.phone("ana").expects_sms("Came back to you").then_opens_link()
    hand_over.then_hands_over(to="kofi")
    town.phone("kofi").expects_sms("app is broken").then_opens_link().then_presses("Not ours")
    town.fast_forward(minutes=5)

    town.phone("ana").expects_sms("Came back to you")
    town.phone("dana").expects_sms("app is broken").then_opens_link().then_presses("Acknowledge")
    assert [event.bounces for event in town.events_of(post, TransferBounced)] == [1, 2, 3]


def test_a_department_that_gave_it_back_cannot_be_sent_it_again(town: Town) -> None:
    page = taken_by_ana(town)
    page.then_hands_over(to="tech")
    town.phone("zoe").expects_sms().then_opens_link().then_presses("Not ours")

    with pytest.raises(IllegalTransitionError, match="tech already gave it back"):
        page.then_hands_over(to="tech")
    town.fast_forward(minutes=5)
    town.phone("ana").expects_sms("Came back to you", "app is broken")


def test_what_a_person_declines_their_department_did_not_give_back(town: Town) -> None:
    page = taken_by_ana(town)
    page.then_hands_over(to="ben")
    alert = town.phone("ben").expects_sms().then_opens_link().then_presses("Not ours")

    assert (alert.department, alert.declined, alert.bounces) == ("care", (), 1)
    town.fast_forward(minutes=5)
    town.phone("ana").expects_sms("Came back to you", "app is broken")


def test_pressing_hand_over_twice_hands_over_once(town: Town) -> None:
    page = taken_by_ana(town)
    first = page.then_hands_over(to="tech")
    town.fast_forward(minutes=5)
    again = page.then_hands_over(to="tech")

    town.phone("zoe").expects_sms("app is broken")
    assert again == first


def test_a_sender_who_thinks_better_of_it_still_gets_the_second_transfer_back(town: Town) -> None:
    page = taken_by_ana(town)
    page.then_hands_over(to="tech")
    town.phone("zoe").expects_sms("app is broken")
    page.then_hands_over(to="press")
    town.phone("mei").expects_sms("app is broken")
    town.fast_forward(minutes=16)

    back = town.phone("ana").expects_sms("Came back to you", "app is broken")
    alert = back.then_opens_link().then_presses("Acknowledge")
    assert alert.department == "care"


def test_after_a_person_accepted_the_departments_own_policy_follows(town: Town) -> None:
    page = taken_by_ana(town)
    page.then_hands_over(to="kofi")
    alert = town.phone("kofi").expects_sms("app is broken").then_opens_link().then_presses("Accept")
    assert alert.policy == a_policy("ana", "ben")
    town.fast_forward(minutes=61)

    town.phone("kofi").expects_sms("Your time ends soon")
    town.phone("kofi").expects_sms("Your time is over")
    town.phone("ana").expects_sms("app is broken")


def test_accepting_twice_changes_nothing(town: Town) -> None:
    taken_by_ana(town).then_hands_over(to="tech")
    page = town.phone("zoe").expects_sms().then_opens_link()
    first = page.then_presses("Accept")
    town.fast_forward(minutes=5)

    assert page.then_presses("Accept") == first


def test_an_old_link_cannot_decline_what_somebody_else_has(town: Town) -> None:
    page = taken_by_ana(town)
    page.then_hands_over(to="tech")
    old = town.phone("zoe").expects_sms().then_opens_link()
    town.fast_forward(minutes=15)
    town.phone("ana").expects_sms("Came back to you")
    page.then_presses("Acknowledge")

    with pytest.raises(IllegalTransitionError, match="ana already has it"):
        old.then_presses("Not ours")


def test_a_transfer_to_people_who_cannot_be_reached_ends_with_the_duty_manager_and_still_bounces(town: Town) -> None:
    town.world.phone.refused = {"zoe.sms": "opted out", "omar.sms": "opted out"}
    page = taken_by_ana(town)
    page.then_hands_over(to="tech")
    town.phone("dana").expects_sms("NOBODY ANSWERED")
    town.fast_forward(minutes=15)

    town.phone("ana").expects_sms("Came back to you")
    page.then_presses("Acknowledge")


def test_the_bounce_comes_exactly_when_the_time_to_accept_is_over(town: Town) -> None:
    post = town.post("x", "your app is broken")
    town.phone("ana").expects_sms().then_opens_link().then_hands_over(to="tech")
    town.phone("zoe").expects_sms()
    town.fast_forward(minutes=16)

    [bounced] = town.events_of(post, TransferBounced)
    assert bounced.at == NOON + timedelta(minutes=15)
    assert bounced.reason == "tech did not accept it in time"
    town.phone("ana").expects_sms("Came back to you", "app is broken")
