"""Promise 11a: a reply ends an alert only where it answers its customer; where nobody can tell, people are asked."""

from msgspec.structs import replace

from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.alert.awaiting_event import ReplySeen
from chalicelib.domain.alert.event import Answered
from chalicelib.domain.heard.mention import Mention
from tests.functional.town import Town


def unsigned(town: Town, to: Mention, text: str = "It is on the next plane.", **changes: str | None) -> Mention:
    """A reply of the brand by a tool that does not pass on whom it answers."""
    reply = town.world.clock.at.strftime("r%H%M%S")
    written = town._mention(to.network, text, replace(to.author, id="id-wayfare", handle="wayfare"), to)
    return replace(written, id=reply, reply_to_author=None, **changes)


def test_a_bystanders_answer_ends_nothing(town: Town) -> None:
    post = town.post("x", "I burned myself at your trolley, there is smoke", by="victim")
    town.phone("ana").expects_sms("smoke")
    aside = town.post("x", "nice livery, who makes the model plane?", by="fan", reply_to=post)
    town.brand_replies(aside, "It is in our shop!")

    assert town.alert_of(post).is_triggered
    assert town.events_of(post, Answered) == []
    town.fast_forward(minutes=15)
    town.phone("ben").expects_sms("smoke")


def test_a_bystander_whose_complaint_was_told_must_be_answered_as_well(town: Town) -> None:
    post = town.post("x", "you lost my bag", by="carla")
    town.phone("ana").expects_sms("lost my bag")
    town.fast_forward(minutes=1)
    other = town.post("x", "there is smoke in mine", by="dora", reply_to=post)
    town.phone("ana").expects_sms("URGENT", "smoke")
    town.fast_forward(minutes=1)
    town.brand_replies(other)
    assert town.alert_of(post).is_triggered
    town.brand_replies(post)

    assert town.alert_of(post).is_resolved
    assert [event.counted for event in town.events_of(post, Answered)] == [True, False]


def test_an_answer_to_a_bystander_does_not_make_small_talk_of_the_customers_next_word(town: Town) -> None:
    post = town.post("x", "you lost my bag", by="carla")
    page = town.phone("ana").expects_sms("lost my bag").then_opens_link()
    page.then_presses("Needs no answer")
    aside = town.post("x", "nice livery!", by="fan", reply_to=post)
    town.brand_replies(aside, "Thanks! Which plane was it?")
    town.fast_forward(minutes=30)
    town.post("x", "still nothing", by="carla", reply_to=post)

    town.phone("ana").expects_sms("still nothing")


def test_what_a_reply_without_a_receiver_answers_is_known_by_the_post(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.hear(unsigned(town, post))

    assert town.alert_of(post).is_resolved


def test_of_a_reply_without_a_receiver_the_owner_is_asked(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    page = town.phone("ana").expects_sms("lost my bag").then_opens_link()
    page.then_presses("Acknowledge")
    town.fast_forward(minutes=10)
    town.hear(unsigned(town, post, in_reply_to="never-heard"))

    town.phone("ana").expects_sms("Was it answered?")
    assert town.alert_of(post).is_acknowledged
    page.then_presses("Done")
    assert town.alert_of(post).is_resolved


def test_a_reply_without_a_receiver_stops_nobody_from_being_called(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.hear(unsigned(town, post, in_reply_to="never-heard"))
    town.fast_forward(minutes=15)

    town.phone("ben").expects_sms("lost my bag")
    assert [(event.handle, event.asked) for event in town.events_of(post, ReplySeen)] == [("wayfare", ())]


def test_a_reply_without_a_receiver_is_asked_about_once(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.world.respond.act(town.alert_of(post).id, "ben", Acknowledge())
    reply = town.hear(unsigned(town, post, in_reply_to="never-heard"))
    town.phone("ben").expects_sms("Was it answered?")
    town.hear(replace(reply, source="search"))
    town.fast_forward(minutes=45)

    town.expects_nothing_more()
