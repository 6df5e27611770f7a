"""Promise 10: decisions are made once, messages arrive at least once, and the key is alert/cycle.tier/contact."""

from datetime import timedelta

import pytest

from chalicelib.domain.alert.event import Escalated
from chalicelib.domain.alert.notification import NotificationStatus
from tests.builders import a_person, a_policy
from tests.functional.deaths import Fate, Mishap
from tests.functional.town import Town, town_policies


def test_a_notifications_key_is_its_alert_its_step_and_its_contact() -> None:
    rules = town_policies(a_policy("ana", "ben", repeat=1))
    town = Town(rules)
    post = town.post("x", "you lost my bag")
    town.fast_forward(minutes=45)
    alert = town.alert_of(post).id

    assert [each.id for each in town.world.outside.store.notifications(alert)] == [
        f"{alert}/0.1/ana.sms",
        f"{alert}/0.2/ben.sms",
        f"{alert}/1.1/ana.sms",
        f"{alert}/1.2/ben.sms",
    ]


def test_a_notification_handed_out_twice_is_sent_once(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    [owed] = town.world.outside.store.notifications(town.alert_of(post).id)
    town.world.outside.notifications.put([owed.id, owed.id])
    town.fast_forward(minutes=10)

    town.expects_nothing_more()


def test_two_processes_that_are_handed_it_at_once_send_it_once() -> None:
    """At each side effect of the first process, a second one handles the same message from begin to end.

    By email, whose pace would let a second copy through at once.
    """
    people = {**town_policies().people, "ana": a_person("ana", phone=None)}
    for number in range(8):
        town = Town(town_policies(people=people), fate=(fate := Fate()))
        town.hear_without_delivering("you lost my bag")
        fate.meanwhile(fate.effects + number, town.world.handle_again)
        town.fast_forward(minutes=10)

        assert [got.person for got in town.world.phone.delivered] == ["ana"], number


def test_two_sweeps_at_once_decide_once() -> None:
    for number in range(8):
        town = Town(fate=(fate := Fate()))
        post = town.post("x", "you lost my bag")
        town.world.clock.forward(minutes=15)
        fate.meanwhile(fate.effects + number, town.world.second().escalate.run)
        town.world.sweep()
        town.world.drain()

        assert [event.tier for event in town.events_of(post, Escalated)] == [1, 2], number
        assert [got.person for got in town.world.phone.delivered] == ["ana", "ben"], number


def test_a_mention_that_two_processes_triage_at_once_opens_one_alert() -> None:
    for number in range(4):
        town = Town(fate=(fate := Fate()))
        fate.meanwhile(number, town.world.handle_again)
        post = town.post("x", "you lost my bag")

        assert town.alert_of(post).mentions == 1, number
        assert [got.person for got in town.world.phone.delivered] == ["ana"], number


@pytest.mark.parametrize(
    ("mishap", "copies"),
    [(Mishap.DIES_BEFORE, 1), (Mishap.DIES_AFTER, 2), (Mishap.FAILS_BEFORE, 1), (Mishap.FAILS_AFTER, 2)],
)
def test_only_a_death_between_sending_and_marking_sends_a_second_copy(mishap: Mishap, copies: int) -> None:
    town = Town(fate=(fate := Fate()))
    fate.strike("sms", mishap)
    town.post("x", "you lost my bag")
    town.fast_forward(minutes=5)

    assert [got.person for got in town.world.phone.delivered] == ["ana"] * copies
    assert len({got.text for got in town.world.phone.delivered}) == 1, "the copy carries the same link"


def test_a_link_that_was_sent_keeps_what_it_was_about() -> None:
    """A bundle arrives although its network fails, and is sent again when one of two is taken: the page holds both."""
    town = Town(town_policies(a_policy("ana", wait=timedelta(hours=3))), fate=(fate := Fate()))
    for name in ("carla", "dora", "emil"):
        town.post("x", "you lost my bag", by=name)
        town.world.clock.forward(seconds=5)
    town.phone("ana").expects_sms("@carla")
    fate.strike("sms", Mishap.FAILS_AFTER)
    town.fast_forward(minutes=5)
    page = town.phone("ana").expects_sms("2 alerts wait for you").then_opens_link()
    town.fast_forward(minutes=10)

    assert [shown.alert.excerpt.handle for shown in page.view.shown] == ["dora", "emil"]


def test_every_contact_of_a_tier_has_its_own_notification() -> None:
    rules = town_policies()
    town = Town(town_policies(people={**rules.people, "ana": a_person("ana")}))
    post = town.post("x", "you lost my bag")

    town.inbox("ana").expects_email("lost my bag")
    town.fast_forward(minutes=8)
    town.phone("ana").expects_sms("lost my bag")
    owed = town.world.outside.store.notifications(town.alert_of(post).id)
    assert [(each.contact.id, each.status) for each in owed] == [
        ("ana.email", NotificationStatus.SENT),
        ("ana.sms", NotificationStatus.SENT),
    ]
