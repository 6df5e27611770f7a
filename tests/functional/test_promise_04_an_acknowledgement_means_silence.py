"""Promise 4: after an acknowledgement at most one notification arrives: the one that was already in flight."""

from collections import Counter
from datetime import timedelta
from itertools import takewhile

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.errors import IllegalTransitionError
from chalicelib.domain.rules.tiers import Tier
from tests.builders import NOON, QUARTER, a_person, a_policy, to_person
from tests.functional.deaths import Fate
from tests.functional.town import Town, town_policies


def test_nobody_is_told_after_an_acknowledgement(town: Town) -> None:
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag").then_opens_link().then_presses("Acknowledge")
    town.fast_forward(minutes=49)

    town.expects_nothing_more()


def test_what_waited_for_its_turn_is_not_sent_any_more(town: Town) -> None:
    town.post("x", "you lost my bag", by="dora")
    page = town.phone("ana").expects_sms("lost my bag").then_opens_link()
    second = town.post("x", "you broke it, it is broken", by="emil")
    town.world.respond.act(town.alert_of(second).id, "ben", Acknowledge())
    page.then_presses("Acknowledge")
    town.fast_forward(minutes=49)

    town.expects_nothing_more()
    [skipped] = town.world.outside.store.notifications(town.alert_of(second).id)
    assert skipped.status is NotificationStatus.SKIPPED
    assert skipped.reason == "the alert was acknowledged before it was sent"


def messages_after_pressing_at(number: int) -> int | None:
    """How many messages arrive after ana presses just before effect `number` of a walk; None past its end."""
    people = {**town_policies().people, "ben": a_person("ben")}
    town = Town(town_policies(people=people), fate=(fate := Fate()))
    post = town.post("x", "you lost my bag")
    told: list[int] = []

    def presses() -> None:
        town.world.second().respond.act(town.alert_of(post).id, "ana", Acknowledge())
        told.append(len(town.world.phone.delivered))

    fate.meanwhile(fate.effects + number, presses)
    town.fast_forward(minutes=49)
    return len(town.world.phone.delivered) - told[0] if told else None


def test_at_most_the_message_in_flight_arrives_whenever_the_acknowledgement_comes() -> None:
    after = list(takewhile(lambda count: count is not None, map(messages_after_pressing_at, range(100))))

    assert set(after) == {0, 1}
    assert len(after) > 12


def test_an_acknowledgement_that_comes_before_the_turn_is_taken_stops_the_message() -> None:
    town = Town(fate=(fate := Fate()))
    post = town.hear_without_delivering("you lost my bag")
    [owed] = town.world.outside.take_notifications()
    fate.meanwhile(fate.effects, lambda: town.world.second().respond.act(town.alert_of(post).id, "ana", Acknowledge()))

    town.world.deliver.handle(owed)

    assert town.world.phone.delivered == []


@pytest.mark.parametrize("number", range(5))
def test_however_many_deliver_at_most_the_message_in_flight_reaches_each_contact(number: int) -> None:
    both = Tier(notify=(to_person("ana"), to_person("ben")), wait=QUARTER)
    town = Town(town_policies(replace(a_policy(), tiers=(both,))), fate=(fate := Fate()))
    post = town.hear_without_delivering("you lost my bag")
    owed, told = list(town.world.outside.take_notifications()), list[int]()

    def ana_acknowledges_and_others_deliver() -> None:
        town.world.second().respond.act(town.alert_of(post).id, "ana", Acknowledge())
        told.append(len(town.world.phone.delivered))
        for other in [town.world.second() for _ in range(5)]:
            for each in owed:
                other.deliver.handle(each)

    fate.meanwhile(fate.effects + number, ana_acknowledges_and_others_deliver)
    for each in owed * 2:
        town.world.deliver.handle(each)
    town.fast_forward(minutes=10)

    after = Counter(got.person for got in town.world.phone.delivered[told[0] :])
    assert sum(after.values()) <= 1
    assert len(town.world.phone.delivered) <= len(owed)


def test_two_people_who_acknowledge_at_once_get_one_owner(town: Town) -> None:
    town.post("x", "you lost my bag")
    anas = town.phone("ana").expects_sms().then_opens_link()
    town.fast_forward(minutes=15)
    bens = town.phone("ben").expects_sms().then_opens_link()
    anas.then_presses("Acknowledge")

    with pytest.raises(IllegalTransitionError, match="ana already has it"):
        bens.then_presses("Acknowledge")
    assert anas.then_presses("Acknowledge").owner == "ana"


def test_an_acknowledgement_that_comes_between_reading_and_saving_is_not_lost() -> None:
    town = Town(fate=(fate := Fate()))
    post = town.post("x", "you lost my bag")
    page = town.phone("ana").expects_sms().then_opens_link()
    fate.meanwhile(fate.effects, lambda: town.world.second().respond.act(town.alert_of(post).id, "ben", Acknowledge()))

    with pytest.raises(IllegalTransitionError, match="ben already has it"):
        page.then_presses("Acknowledge")
    assert town.alert_of(post).owner == "ben"


def test_acknowledging_a_sweep_that_is_under_way_wins_or_loses_whole() -> None:
    """The sweep has decided to tell ben when ana presses: its save is refused."""
    town = Town(fate=(fate := Fate()))
    post = town.post("x", "you lost my bag")
    page = town.phone("ana").expects_sms().then_opens_link()
    town.world.clock.forward(minutes=15)
    fate.meanwhile(fate.effects, lambda: page.then_presses("Acknowledge"))
    town.fast_forward(minutes=1)

    town.expects_nothing_more()
    assert (town.alert_of(post).owner, town.alert_of(post).tier) == ("ana", 1)


def test_a_done_alert_is_silent_too(town: Town) -> None:
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms().then_opens_link().then_presses("Needs no answer")
    town.fast_forward(hours=5)

    town.expects_nothing_more()


def test_notes_change_nothing_of_the_calling(town: Town) -> None:
    town.post("x", "you lost my bag")
    page = town.phone("ana").expects_sms().then_opens_link()
    page.then_notes("I called the gate")
    town.fast_forward(minutes=15)

    town.phone("ben").expects_sms("lost my bag")


def test_a_snooze_is_silent_until_its_end_and_calls_again_then() -> None:
    town = Town(town_policies(a_policy("ana", "ben")))
    town.post("x", "you lost my bag")
    page = town.phone("ana").expects_sms().then_opens_link()
    page.then_snoozes(until=NOON + timedelta(hours=5), reason="the plane lands at five")
    town.fast_forward(hours=4, minutes=59)
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    town.phone("ana").expects_sms("lost my bag")
    town.expects_nothing_more()
