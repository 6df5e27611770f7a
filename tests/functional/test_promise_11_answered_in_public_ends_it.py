"""Promise 11: a public reply by the brand or by registered staff stands the alert down and gives credit."""

from datetime import timedelta

from chalicelib.domain.alert.event import Answered, Credited, Resolved
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.heard.reply import Reply
from tests.builders import NOON, a_person
from tests.functional.deaths import Fate, Mishap
from tests.functional.town import Town, town_policies


def test_the_brands_answer_ends_the_alert(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.fast_forward(minutes=5)
    town.brand_replies(post)
    town.fast_forward(hours=2)

    town.expects_nothing_more()
    [resolved] = town.events_of(post, Resolved)
    assert (resolved.by, resolved.reason, resolved.at) == ("wayfare", "answered in public", NOON + timedelta(minutes=5))


def test_a_staff_answer_with_the_hashtag_ends_it_and_earns_the_credit(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.fast_forward(minutes=3)
    town.staff_replies("zoe", post, "It is on the next plane. #AskWayfare")
    town.fast_forward(hours=2)

    assert [(event.person, event.after_s) for event in town.events_of(post, Credited)] == [("zoe", 180)]
    assert town.alert_of(post).is_resolved


def test_a_staff_answer_without_the_hashtag_ends_it_and_earns_nothing(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.staff_replies("zoe", post, "It is on the next plane.")
    town.fast_forward(hours=2)

    assert town.events_of(post, Credited) == []
    assert town.alert_of(post).is_resolved


def test_a_strangers_answer_with_the_hashtag_ends_nothing_and_earns_nothing(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.post("x", "call this number for help #AskWayfare", by="scammer", reply_to=post)
    town.fast_forward(minutes=15)

    town.phone("ben").expects_sms("lost my bag")
    assert town.events_of(post, Credited) == []


def test_only_the_first_answer_counts(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.staff_replies("zoe", post)
    town.fast_forward(minutes=1)
    town.staff_replies("kofi", post)

    assert [(event.person, event.counted) for event in town.events_of(post, Answered)] == [
        ("zoe", True),
        ("kofi", False),
    ]
    assert [event.person for event in town.events_of(post, Credited)] == ["zoe"]


def test_an_answer_after_somebody_pressed_done_still_earns_the_credit(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag").then_opens_link().then_presses("Needs no answer")
    town.fast_forward(minutes=1)
    town.staff_replies("ana", post)

    assert [event.person for event in town.events_of(post, Credited)] == ["ana"]
    assert len(town.events_of(post, Resolved)) == 1


def test_people_who_opted_out_are_not_credited_by_name() -> None:
    shy = a_person("zoe", email=None, handles={Network.X: "zoe_wayfare"}, credit=False)
    rules = town_policies()
    town = Town(town_policies(people={**rules.people, "zoe": shy}))
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.staff_replies("zoe", post)

    assert town.events_of(post, Credited) == []
    assert town.alert_of(post).is_resolved


def test_an_answer_that_was_heard_first_opens_nothing(town: Town) -> None:
    """The collector notes replies before it queues, and queues do not keep their order."""
    town.world.outside.store.note_reply(_answer_to("1"))
    post = town.post("x", "you lost my bag")
    town.fast_forward(hours=2)

    assert town.outcome(post) == "resolved"
    town.expects_nothing_more()


def test_an_answer_heard_while_the_alert_was_being_opened_is_seen_before_the_next_tier() -> None:
    town = Town(fate=(fate := Fate()))
    fate.meanwhile(0, lambda: town.world.outside.store.note_reply(_answer_to("1")))
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.fast_forward(hours=2)

    town.expects_nothing_more()
    assert town.alert_of(post).is_resolved
    assert [event.at for event in town.events_of(post, Resolved)] == [NOON + timedelta(minutes=15)]


def test_an_answer_that_is_handled_twice_is_shown_once() -> None:
    town = Town(fate=(fate := Fate()))
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.brand_replies(post)
    fate.strike("record", Mishap.DIES_BEFORE)
    town.staff_replies("zoe", post)
    town.fast_forward(minutes=1)

    assert fate.struck
    assert len(town.events_of(post, Answered)) == 2


def _answer_to(thread: str) -> Reply:
    return Reply(
        key="x:99",
        network=Network.X,
        thread=thread,
        to_author="id-carla",
        handle="wayfare",
        person=None,
        url="https://x.example/99",
        at=NOON + timedelta(seconds=30),
        earns_credit=False,
    )
