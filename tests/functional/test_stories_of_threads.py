"""Stories of conversations: which posts belong together, what answers them, and what wakes them up."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.event import Answered, MentionJoined, Reopened, Triggered, Watched
from chalicelib.domain.heard.mention import Author
from chalicelib.domain.rules.routes import Action, Route
from tests.builders import NOON, a_mention
from tests.functional.town import Town, town_policies

TOLD_TOGETHER = "contains(mention.text, 'cello') && contains(mention.text, 'rain')"


def a_watching_town() -> Town:
    """Questions are given an hour to be answered before anybody is called."""
    question = Route(
        name="questions", action=Action.WATCH, department="care", when="classification.intent.value == 'question'"
    )
    rules = town_policies()
    return Town(replace(rules, routes=(rules.routes[0], question)))


def test_an_unanswered_question_calls_people_after_its_hour() -> None:
    town = a_watching_town()
    post = town.post("x", "which gate is it?")
    assert town.outcome(post) == "watching"
    town.fast_forward(minutes=59)
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    town.phone("ana").expects_sms("which gate")
    town.expects_nothing_more()
    assert [event.until for event in town.events_of(post, Watched)] == [NOON + timedelta(hours=1)]
    assert [event.reason for event in town.events_of(post, Triggered)] == ["nobody answered in time"]


def test_an_answered_question_calls_nobody() -> None:
    town = a_watching_town()
    post = town.post("x", "which gate is it?")
    town.fast_forward(minutes=30)
    town.brand_replies(post, "B12!")
    town.fast_forward(hours=2)

    town.expects_nothing_more()
    assert [event.after_s for event in town.events_of(post, Answered)] == [1800]


def test_a_question_heard_late_is_counted_from_when_it_was_asked() -> None:
    town = a_watching_town()
    asked = a_mention("7", text="which gate is it?", posted_at=NOON - timedelta(minutes=50))
    town.hear(asked)
    town.fast_forward(minutes=9)
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    town.phone("ana").expects_sms("which gate")


def test_a_question_that_turns_into_a_complaint_calls_at_once() -> None:
    town = a_watching_town()
    post = town.post("x", "which gate is it?")
    town.fast_forward(minutes=10)
    town.post("x", "still no answer, worst airline", reply_to=post)

    town.phone("ana").expects_sms("still no answer")
    town.expects_nothing_more()


def test_thanks_do_not_reopen(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    answer = town.brand_replies(post)
    thanks = town.post("x", "thank you, great!", reply_to=answer)
    town.fast_forward(hours=2)

    assert town.outcome(thanks) == "resolved"
    town.expects_nothing_more()


def test_ok_and_a_thumb_wake_nobody_after_somebody_said_that_it_is_done() -> None:
    town = Town(replace(town_policies(), routes=(Route(name="all", department="care"),)))
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag").then_opens_link().then_presses("Needs no answer")
    town.fast_forward(minutes=30)
    said = [town.post("x", text, reply_to=post) for text in ("ok", "\U0001f44d")]
    town.fast_forward(hours=2)

    assert [town.outcome(each) for each in said] == ["resolved", "resolved"]
    town.expects_nothing_more()


def test_a_second_complaint_reopens_and_shows_what_was_written_now(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    answer = town.brand_replies(post)
    town.fast_forward(hours=1)
    again = town.post("x", "it came back broken", reply_to=answer)

    town.phone("ana").expects_sms("came back broken")
    assert [event.by for event in town.events_of(post, Reopened)] == [again.key]
    assert [event.mention for event in town.events_of(post, Triggered)] == [post.key, again.key]


def test_a_question_that_wakes_a_resolved_alert_is_watched_as_its_route_says() -> None:
    town = a_watching_town()
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    answer = town.brand_replies(post)
    town.fast_forward(minutes=30)
    again = town.post("x", "which desk is it at?", reply_to=answer)
    assert (town.outcome(again), [event.by for event in town.events_of(post, Reopened)]) == ("watching", [again.key])
    town.fast_forward(minutes=59)
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    town.phone("ana").expects_sms("which desk")


def test_an_answer_to_the_first_complaint_does_not_answer_the_second(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    answer = town.brand_replies(post)
    town.fast_forward(hours=1)
    town.post("x", "it came back broken", reply_to=answer)
    town.phone("ana").expects_sms("came back broken")
    town.hear(replace(answer, source="search"))
    town.fast_forward(minutes=15)

    town.phone("ben").expects_sms("came back broken")


def test_a_person_reopens_what_was_closed_by_mistake(town: Town) -> None:
    town.post("x", "you lost my bag")
    page = town.phone("ana").expects_sms("lost my bag").then_opens_link()
    page.then_presses("Needs no answer")
    town.fast_forward(hours=1)
    page.then_reopens("it was the wrong button")

    town.phone("ana").expects_sms("lost my bag")


def test_under_the_brands_own_post_every_customer_has_an_alert(town: Town) -> None:
    ours = town.brand_posts("Fly with us!")
    carlas = town.post("x", "you lost my bag", by="carla", reply_to=ours)
    doras = town.post("x", "you lost mine too", by="dora", reply_to=ours)
    town.fast_forward(minutes=5)

    town.phone("ana").expects_sms("@carla")
    town.phone("ana").expects_sms("@dora")
    assert town.alert_of(carlas).id != town.alert_of(doras).id


def test_the_brands_answer_to_one_customer_answers_that_one_only(town: Town) -> None:
    ours = town.brand_posts("Fly with us!")
    carlas = town.post("x", "you lost my bag", by="carla", reply_to=ours)
    doras = town.post("x", "you lost mine too", by="dora", reply_to=ours)
    town.fast_forward(minutes=5)
    town.phone("ana").expects_sms("@carla")
    town.phone("ana").expects_sms("@dora")
    town.brand_replies(carlas)
    town.fast_forward(minutes=15)

    town.phone("ben").expects_sms("@dora")
    assert town.alert_of(carlas).is_resolved
    assert not town.alert_of(doras).is_resolved


def test_a_customers_own_thread_is_one_alert_whoever_joins_in(town: Town) -> None:
    post = town.post("x", "you lost my bag", by="carla")
    town.phone("ana").expects_sms("lost my bag")
    town.post("x", "mine is lost too", by="dora", reply_to=post)
    town.post("x", "worst airline", by="emil", reply_to=post)
    town.fast_forward(minutes=14)

    assert town.alert_of(post).mentions == 3
    assert [event.count for event in town.events_of(post, MentionJoined)] == [2, 3]
    town.expects_nothing_more()


def test_the_parts_of_a_series_are_one_text_and_one_alert(town: Town) -> None:
    """Each part alone says nothing that anybody would be told of."""
    told_together = Route(name="both", department="care", when=TOLD_TOGETHER)
    town.pushes(replace(town.world.policies, routes=(told_together,)))
    part = first = town.post("x", "my cello was on board (1/4)")
    for number, text in enumerate(("it is in a crate", "the crate is in the rain", "please call me"), start=2):
        town.fast_forward(minutes=1)
        part = town.post("x", f"{text} ({number}/4)", reply_to=part)
    town.fast_forward(minutes=5)

    town.phone("ana").expects_sms("in the rain (3/4)")
    town.expects_nothing_more()
    assert town.outcome(first) == "ignored"
    assert town.alert_of(part).mentions == 2


def test_retweets_of_a_complaint_call_nobody(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    copies = [town.retweets(post, by=f"fan{number}") for number in range(5)]
    town.fast_forward(minutes=14)

    assert {town.outcome(copy) for copy in copies} == {"ignored"}
    assert town.alert_of(post).mentions == 1


def test_a_post_heard_by_two_sources_is_one_mention(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.hear(replace(post, source="search"))
    town.fast_forward(minutes=14)

    assert town.alert_of(post).mentions == 1


def test_the_same_number_on_another_network_is_another_post(town: Town) -> None:
    first = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    second = town.hear(a_mention(first.id, network="mastodon", text="hello"))

    assert first.key != second.key
    assert town.outcome(second) == "ignored"


def test_the_brands_own_words_never_open_an_alert(town: Town) -> None:
    town.brand_posts("We lost three hours to the storm, sorry")
    town.hear(a_mention("9", text="worst day, all bags lost", author=Author(id="id-ana", handle="Ana_Wayfare")))
    town.fast_forward(hours=2)

    town.expects_nothing_more()


def test_an_answer_by_staff_who_have_left_ends_nothing(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    rules = town.world.policies
    town.pushes(replace(rules, people={id: person for id, person in rules.people.items() if id != "zoe"}))
    town.staff_replies("zoe", post)
    town.fast_forward(minutes=15)

    town.phone("ben").expects_sms("lost my bag")
