"""A source that is added calls nobody for its archive: one routine alert sums it up, and urgent posts are apart."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import SourceState
from chalicelib.domain.judged.outcome import Heard, Outcome
from tests.builders import NOON, a_mention, an_author
from tests.functional.posted import PostedSource, listening
from tests.functional.town import BRAND, town_policies
from tests.functional.world import World

DAY = timedelta(days=1)
SUMMARY = "6 posts from before today: 4 want an answer, 1 urgent"


def old(number: int, text: str = "you lost my bag", **changes: Any) -> Mention:
    """A post of days ago, by somebody of their own."""
    written = NOON - timedelta(days=2) + timedelta(minutes=number)
    return a_mention(f"{number}", text=text, author=an_author(f"{number}"), posted_at=written, **changes)


ARCHIVE = [old(1), old(2), old(3, "hello"), old(4, "smoke on board"), old(5), old(6, "thank you")]


def reading(*posts: Mention) -> World:
    """A world that has read a new source once."""
    world = listening(PostedSource("new", posts))
    world.policies = replace(town_policies(), brand=world.policies.brand)
    world.sweep()
    world.drain()
    return world


def heard(world: World, mention: Mention) -> Heard:
    found = world.outside.store.heard(mention.key)
    assert found is not None
    return found


def called(world: World) -> list[str]:
    """What phones were told."""
    return [sent.text for sent in world.phone.delivered]


def minutes(world: World, count: int) -> None:
    for _ in range(count):
        world.minute()


def test_an_archive_is_summed_up_in_one_routine_alert_and_urgent_posts_call_by_themselves() -> None:
    world = reading(*ARCHIVE)

    assert [text for text in called(world) if "smoke" in text] == called(world) != []
    minutes(world, 16)
    summed_up = [text for text in called(world) if "posts from before today" in text]
    assert len(summed_up) == 1
    assert SUMMARY in summed_up[0]
    assert "URGENT" not in summed_up[0]


def test_each_old_posts_outcome_names_the_alert_that_sums_it_up() -> None:
    world = reading(*ARCHIVE)
    outcomes = [heard(world, post) for post in ARCHIVE if "smoke" not in post.text]
    [alert] = {found.alert_id for found in outcomes}

    assert {found.outcome for found in outcomes} == {Outcome.WATCHING}
    assert outcomes[0].reason == "from before its source was first read: route 'complaints'"
    assert heard(world, ARCHIVE[3]).alert_id != alert


def test_the_alert_of_an_archive_is_acknowledged_like_any() -> None:
    world = reading(*ARCHIVE)
    minutes(world, 16)
    alert = heard(world, ARCHIVE[0]).alert_id or ""
    world.respond.act(alert, "ana", Acknowledge())
    told = len([text for text in called(world) if "posts from before" in text])
    minutes(world, 16)

    assert len([text for text in called(world) if "posts from before" in text]) == told


def test_what_is_posted_within_the_setting_calls_as_ever() -> None:
    fresh = replace(old(7), posted_at=NOON - timedelta(hours=23))
    world = reading(fresh)

    assert heard(world, fresh).outcome is Outcome.TRIGGERED


def test_a_page_that_is_read_later_belongs_to_the_first_reading_too() -> None:
    world = reading(*(old(number) for number in range(1, 12)))
    minutes(world, 16)

    assert len({heard(world, old(number)).alert_id for number in range(1, 12)}) == 1
    assert any("11 posts from before today: 11 want an answer, 0 urgent" in text for text in called(world))


def test_an_old_post_that_was_answered_since_calls_nobody_and_is_told_as_answered() -> None:
    post = old(1)
    answer = replace(old(2, "Sorry!"), author=BRAND, in_reply_to="1", thread="1", reply_to_author=post.author.id)
    world = reading(post, answer)

    assert heard(world, post).outcome is Outcome.RESOLVED
    assert called(world) == []


def test_a_source_that_was_read_before_this_version_has_no_first_reading() -> None:
    world = listening(PostedSource("known", [old(1)]))
    world.policies = replace(town_policies(), brand=world.policies.brand)
    world.outside.store.advance(SourceState(name="known", cursor={"read": "0"}, fetched=9))
    world.sweep()
    world.drain()

    assert heard(world, old(1)).outcome is Outcome.TRIGGERED
