"""What readers pass on comes back, one tier higher, and what somebody silenced does not."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.event import CameBack
from chalicelib.domain.heard.mention import Engagement
from chalicelib.domain.judged.silence import SilenceKind
from chalicelib.domain.rules.routes import Theme
from chalicelib.pipeline.silencing import Silencing
from tests.builders import a_link
from tests.functional.town import Town, town_policies


def silencing_in(town: Town) -> Silencing:
    world = town.world
    return Silencing(world.outside.store, lambda: world.policies, world.clock)


def test_an_acknowledged_post_that_goes_round_comes_back_one_tier_higher() -> None:
    town = Town()
    post = town.post("x", "you burned my coat")
    town.phone("ana").expects_sms("burned").then_opens_link().then_presses("Acknowledge")

    for number in range(49):
        town.retweets(post, by=f"fan{number}")
    town.phone("ben").expects_nothing()
    town.retweets(post, by="fan49")

    town.phone("ben").expects_sms("burned")
    [back] = town.events_of(post, CameBack)
    assert (back.before, back.reach) == (0, 50)
    town.expects_nothing_more()


def test_a_repost_that_is_heard_twice_counts_once() -> None:
    town = Town()
    post = town.post("x", "you burned my coat")
    town.phone("ana").expects_sms("burned").then_opens_link().then_presses("Acknowledge")
    reposts = [town.retweets(post, by=f"fan{number}") for number in range(49)]
    for repost in reposts:
        town.hear(repost)

    assert not town.events_of(post, CameBack)


def test_an_ignored_post_that_goes_round_opens_at_the_second_tier() -> None:
    town = Town()
    post = town.post("x", "my seat on this plane is certainly something")
    assert town.outcome(post) == "ignored"

    town.hear(replace(post, engagement=Engagement(likes=900, reposts=100)))

    town.phone("ben").expects_sms("certainly something")
    town.expects_nothing_more()
    assert town.outcome(post) == "ignored"


def test_a_popular_answer_in_a_thread_that_is_heard_twice_brings_nothing_back() -> None:
    town = Town()
    post = town.post("x", "you burned my coat")
    town.phone("ana").expects_sms("burned").then_opens_link().then_presses("Acknowledge")
    answer = replace(
        post, id="77", thread=post.id, in_reply_to=post.id, text="still no answer", engagement=Engagement(likes=900)
    )
    town.hear(answer)
    town.hear(answer)

    assert not town.events_of(post, CameBack)
    town.expects_nothing_more()


def test_it_comes_back_again_only_when_it_multiplied_again() -> None:
    town = Town()
    post = town.post("x", "my seat on this plane is certainly something")
    town.hear(replace(post, engagement=Engagement(likes=1_000)))
    town.phone("ben").expects_sms("certainly something").then_opens_link().then_presses("Needs no answer")

    town.hear(replace(post, engagement=Engagement(likes=4_999)))
    town.expects_nothing_more()
    town.fast_forward(minutes=5)
    town.hear(replace(post, engagement=Engagement(likes=5_000)))

    town.phone("ben").expects_sms("certainly something")
    town.expects_nothing_more()


def test_what_was_answered_in_public_stays_quiet_however_far_it_goes() -> None:
    town = Town()
    post = town.post("x", "you burned my coat")
    town.phone("ana").expects_sms("burned")
    town.brand_replies(post)

    town.hear(replace(post, engagement=Engagement(likes=10_000)))

    town.expects_nothing_more()


def test_the_brands_own_post_may_go_round_as_it_likes() -> None:
    town = Town()
    post = town.brand_posts("new seats, many hours of comfort")

    town.hear(replace(post, engagement=Engagement(likes=10_000)))

    town.expects_nothing_more()


def test_a_muted_author_calls_nobody_until_the_mute_ends() -> None:
    town = Town()
    until = town.world.clock.at + timedelta(hours=1)
    silencing_in(town).silence(SilenceKind.AUTHOR, "x:id-carla", by="ana", reason="a known joker", until=until)

    post = town.post("x", "you burned my coat")

    heard = town.world.outside.store.heard(post.key)
    assert heard
    assert (heard.outcome, heard.reason) == (
        "ignored",
        "author x:id-carla is silenced by ana until 2026-05-04 13:00 UTC: a known joker",
    )
    town.expects_nothing_more()
    town.fast_forward(hours=1)
    town.post("x", "you burned my hat")
    town.phone("ana").expects_sms("burned my hat")


def test_a_muted_author_who_speaks_of_smoke_is_heard() -> None:
    town = Town()
    until = town.world.clock.at + timedelta(hours=1)
    silencing_in(town).silence(SilenceKind.AUTHOR, "x:id-carla", by="ana", reason="a known joker", until=until)

    town.post("x", "smoke in row 9")

    town.phone("ana").expects_sms("smoke in row 9")


def test_an_author_muted_even_for_smoke_calls_nobody_and_everybody_sees_how_much_it_was() -> None:
    town = Town()
    silencing, until = silencing_in(town), town.world.clock.at + timedelta(hours=1)
    before = town.post("x", "you burned my coat")
    town.phone("ana").expects_sms("burned my coat")
    muted = silencing.silence(
        SilenceKind.AUTHOR, "x:id-carla", by="ana", reason="a known joker", until=until, even_urgent=True
    )

    swallowed = [town.post("x", f"smoke in row {row}") for row in (7, 8, 9)]
    town.fast_forward(minutes=5)

    town.expects_nothing_more()
    assert {town.outcome(post) for post in swallowed} == {"ignored"}
    assert silencing.urgent_since(muted) == 3
    town.world.outside.store.save_link(a_link(alerts=(town.alert_of(before).id,), expires_at=until))
    [shown] = town.world.respond.view("token-1").shown
    assert (shown.silence, shown.urgent_since) == (muted, 3)


def test_a_muted_theme_is_listed_with_who_and_why_and_can_be_ended() -> None:
    town = Town(town_policies(themes={"coats": Theme(name="coats", phrases=("coat",))}))
    silencing = silencing_in(town)
    until = town.world.clock.at + timedelta(days=1)
    muted = silencing.silence(SilenceKind.THEME, "coats", by="ben", reason="a meme", until=until)
    town.post("x", "you burned my coat")
    town.expects_nothing_more()

    assert [(found.subject, found.by, found.reason) for found in silencing.running()] == [("coats", "ben", "a meme")]
    silencing.end(muted.id)
    assert silencing.running() == []
    town.post("x", "you burned my other coat")
    town.phone("ana").expects_sms("other coat")
