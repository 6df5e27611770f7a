"""Promise 11a: what we asked a customer is waited for, and the customer's next word goes to whoever asked."""

from datetime import time, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.asked import Acknowledge, TellEnding
from chalicelib.domain.alert.awaiting_event import CustomerAwaited, OwnerAsked, SolvedInPrivate
from chalicelib.domain.alert.event import Escalated, Resolved, TierSkipped
from chalicelib.domain.alert.waiting import Ending
from chalicelib.domain.errors import IllegalTransitionError
from chalicelib.domain.heard.mention import Author, Mention
from chalicelib.domain.rules.person import Hours, Period
from tests.builders import NOON, a_person, a_policy
from tests.functional.town import Town, town_policies

QUESTION = "Sorry! Which flight was it?"
PRIVATE = "Sorry! Please send us a DM with your booking."
TWO_DAYS = timedelta(days=2)


def asked(town: Town, text: str, *, by: str = "zoe") -> tuple[Mention, Mention]:
    """Carla's complaint, and the reply of zoe, whom no tier calls, that asks her something."""
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    reply = town.brand_replies(post, text) if by == "wayfare" else town.staff_replies(by, post, text)
    town.fast_forward(minutes=6)  # so that ana's phone takes the next routine SMS at once
    return post, reply


def tell_ending(town: Town, post: Mention, ending: Ending, *, by: str = "zoe") -> None:
    town.world.respond.act(town.alert_of(post).id, by, TellEnding(ending=ending))
    town.world.drain()


def test_a_reply_that_asks_keeps_the_alert_with_whoever_asked(town: Town) -> None:
    post, _ = asked(town, QUESTION)

    alert = town.alert_of(post)
    assert (alert.is_acknowledged, alert.is_waiting, alert.owner) == (True, True, "zoe")
    assert [event.until for event in town.events_of(post, CustomerAwaited)] == [NOON + TWO_DAYS]
    town.fast_forward(hours=3)
    town.expects_nothing_more()


def test_the_brands_question_is_its_acknowledgers(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.world.respond.act(town.alert_of(post).id, "ben", Acknowledge())
    town.brand_replies(post, QUESTION)

    assert town.alert_of(post).owner == "ben"


def test_the_brands_question_about_what_nobody_has_is_that_of_who_is_called(town: Town) -> None:
    post, _ = asked(town, QUESTION, by="wayfare")

    assert town.alert_of(post).owner == "ana"


def test_the_customers_answer_goes_to_the_owner_first_and_then_to_the_tiers(town: Town) -> None:
    post, reply = asked(town, QUESTION)
    town.fast_forward(hours=5)
    town.post("x", "it was WF 207", reply_to=reply)
    town.phone("zoe").expects_sms("The customer wrote again", "WF 207")
    town.fast_forward(minutes=14)
    town.expects_nothing_more()
    town.fast_forward(minutes=2)

    town.phone("ana").expects_sms("WF 207")
    town.expects_nothing_more()
    assert [(event.tier, event.told) for event in town.events_of(post, Escalated)] == [
        (1, ("ana",)),
        (0, ("zoe",)),
        (1, ("ana",)),
    ]


def test_an_owner_who_takes_the_answer_calls_nobody_else(town: Town) -> None:
    _, reply = asked(town, QUESTION)
    town.post("x", "it was WF 207", reply_to=reply)
    town.phone("zoe").expects_sms("WF 207").then_opens_link().then_presses("Acknowledge")
    town.fast_forward(minutes=40)

    town.expects_nothing_more()


def test_an_owner_who_passes_the_answer_on_calls_the_first_tier_at_once(town: Town) -> None:
    _, reply = asked(town, QUESTION)
    town.post("x", "it was WF 207", reply_to=reply)
    town.phone("zoe").expects_sms("WF 207").then_opens_link().then_presses("Not me now")

    town.phone("ana").expects_sms("WF 207")


def test_thanks_are_no_answer_to_anybody(town: Town) -> None:
    post, reply = asked(town, QUESTION)
    town.post("x", "thanks!", reply_to=reply)
    town.fast_forward(hours=1)

    town.expects_nothing_more()
    assert town.alert_of(post).is_waiting


def test_an_owner_who_cannot_be_told_costs_no_time(town: Town) -> None:
    _, reply = asked(town, QUESTION)
    rules = town.world.policies
    town.pushes(replace(rules, people={**rules.people, "zoe": a_person("zoe", email=None, phone=None)}))
    post = town.post("x", "it was WF 207", reply_to=reply)

    town.phone("ana").expects_sms("WF 207")
    assert [event.reason for event in town.events_of(post, TierSkipped)] == ["zoe has no phone and no email"]


def test_an_owner_whose_phone_refuses_costs_no_time(town: Town) -> None:
    _, reply = asked(town, QUESTION)
    town.world.phone.refused["zoe.sms"] = "opted out"
    town.post("x", "it was WF 207", reply_to=reply)

    town.phone("ana").expects_sms("WF 207")


def test_an_urgent_answer_calls_the_tiers_at_once(town: Town) -> None:
    _, reply = asked(town, QUESTION)
    town.post("x", "there is smoke now", reply_to=reply)

    town.phone("ana").expects_sms("URGENT", "smoke")


def test_an_urgent_word_beside_the_answer_calls_the_tiers_at_once(town: Town) -> None:
    _, reply = asked(town, QUESTION)
    town.post("x", "it was WF 207", reply_to=reply)
    town.phone("zoe").expects_sms("WF 207")
    town.post("x", "there is smoke now", reply_to=reply)

    town.phone("ana").expects_sms("URGENT", "smoke")


def test_a_question_without_an_answer_ends_as_answered(town: Town) -> None:
    post, _ = asked(town, QUESTION)
    town.fast_forward(hours=47, minutes=54)

    town.expects_nothing_more()
    [resolved] = town.events_of(post, Resolved)
    assert (resolved.at, resolved.by) == (NOON + TWO_DAYS, "@zoe_wayfare")
    assert resolved.reason == "the customer was asked, and wrote no more"


def test_a_conversation_in_private_is_asked_after_once(town: Town) -> None:
    post, _ = asked(town, PRIVATE)
    town.fast_forward(hours=47, minutes=54)

    page = town.phone("zoe").expects_sms("How did it end?").then_opens_link()
    town.expects_nothing_more()
    page.then_presses("Solved in private")
    town.fast_forward(hours=3)
    town.expects_nothing_more()
    assert [event.by for event in town.events_of(post, SolvedInPrivate)] == ["zoe"]
    assert [event.reason for event in town.events_of(post, Resolved)] == ["solved in private"]


def test_still_working_on_it_waits_once_more(town: Town) -> None:
    post, _ = asked(town, PRIVATE)
    town.fast_forward(hours=47, minutes=54)
    town.phone("zoe").expects_sms("How did it end?").then_opens_link().then_presses("Still working on it")
    town.fast_forward(hours=47, minutes=59)
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    town.phone("zoe").expects_sms("How did it end?")
    assert len(town.events_of(post, OwnerAsked)) == 2


def test_a_customer_who_never_wrote_ends_it(town: Town) -> None:
    post, _ = asked(town, PRIVATE)
    town.fast_forward(hours=47, minutes=54)
    town.phone("zoe").expects_sms("How did it end?").then_opens_link().then_presses("Never wrote")

    assert [event.reason for event in town.events_of(post, Resolved)] == ["the customer never wrote"]
    assert town.events_of(post, SolvedInPrivate) == []


def test_an_ending_that_nobody_tells_ends_a_routine_alert(town: Town) -> None:
    post, _ = asked(town, PRIVATE)
    town.fast_forward(hours=47, minutes=54)
    town.phone("zoe").expects_sms("How did it end?")
    town.fast_forward(hours=2)

    town.expects_nothing_more()
    assert [event.reason for event in town.events_of(post, Resolved)] == [
        "answered in public, and nobody said how it ended in private"
    ]


def test_an_ending_that_nobody_tells_calls_people_again_about_what_is_urgent(town: Town) -> None:
    post = town.post("x", "smoke in the cabin")
    town.phone("ana").expects_sms("smoke")
    town.staff_replies("zoe", post, PRIVATE)
    town.fast_forward(hours=48)
    town.phone("zoe").expects_sms("How did it end?")
    town.fast_forward(hours=1)

    town.phone("ana").expects_sms("smoke")


def test_who_has_gone_home_is_not_asked_but_who_is_on_call() -> None:
    mornings = Hours(periods=tuple(Period(weekday=day, start=time(8), end=time(13)) for day in (0, 1)))
    rules = town_policies(a_policy("ana"))
    people = {**rules.people, "zoe": replace(rules.people["zoe"], hours=mornings)}
    town = Town(replace(rules, people=people))
    asked(town, PRIVATE)
    town.fast_forward(hours=47, minutes=54)

    town.phone("ana").expects_sms("How did it end?")


def test_only_what_went_on_in_private_has_an_ending_to_tell(town: Town) -> None:
    post, _ = asked(town, QUESTION)

    with pytest.raises(IllegalTransitionError, match="does not wait for that"):
        tell_ending(town, post, Ending.SOLVED)


def test_an_ending_may_be_told_before_anybody_asks(town: Town) -> None:
    post, _ = asked(town, PRIVATE)
    tell_ending(town, post, Ending.SOLVED)
    town.fast_forward(hours=50)

    town.expects_nothing_more()
    assert town.alert_of(post).is_resolved


def test_our_next_reply_ends_the_wait_where_it_asks_nothing(town: Town) -> None:
    post, _ = asked(town, QUESTION)
    town.fast_forward(hours=1)
    town.staff_replies("zoe", post, "Found it, it comes tonight.")

    assert town.alert_of(post).is_resolved


def test_the_second_half_of_a_reply_that_asked_ends_no_wait(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.staff_replies("zoe", post, "Sorry! Please send us a DM (1/2)")
    town.fast_forward(minutes=1)
    town.staff_replies("zoe", post, "and we will look for it. Zoe (2/2)")

    assert town.alert_of(post).is_waiting


def test_our_next_question_begins_the_wait_anew(town: Town) -> None:
    post, _ = asked(town, QUESTION)
    town.fast_forward(hours=1)
    town.staff_replies("zoe", post, "And which day?")

    assert town.events_of(post, CustomerAwaited)[-1].until == NOON + timedelta(hours=49, minutes=6)


def test_a_question_that_was_heard_before_the_post_is_waited_for_too(town: Town) -> None:
    post = town._mention(
        town.post("x", "hello").network, "you lost my bag", Author(id="id-carla", handle="carla"), None
    )
    town.brand_replies(post, QUESTION)
    town.hear(post)

    assert town.alert_of(post).is_waiting
    town.expects_nothing_more()


def test_two_customers_answers_call_the_owner_once_each(town: Town) -> None:
    """Each run has its own messages: the second answer is not taken for the first."""
    post, reply = asked(town, QUESTION)
    town.post("x", "it was WF 207", reply_to=reply)
    town.phone("zoe").expects_sms("WF 207")
    town.fast_forward(minutes=1)
    again = town.staff_replies("zoe", post, "And which day?")
    town.fast_forward(minutes=10)
    town.post("x", "on the 3rd", reply_to=again)

    town.phone("zoe").expects_sms("on the 3rd")
