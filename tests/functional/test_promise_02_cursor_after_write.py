"""Promise 2: a source's cursor moves only after its mentions are in the queue, and gaps are recorded."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.heard.mention import Author, Mention
from chalicelib.domain.heard.source import Batch, Gap, SourceState
from tests.builders import NOON, a_mention
from tests.functional.deaths import Fate, Mishap
from tests.functional.posted import PostedSource, ScriptedSource, listening
from tests.functional.world import World

POSTS = [a_mention(str(number), posted_at=NOON) for number in range(1, 8)]


def state_of(world: World, name: str = "x") -> SourceState:
    return world.outside.store.source(name)


def queued(world: World) -> list[str]:
    return [mention.id for mention in world.outside.take_mentions()]


def test_every_page_is_queued_before_the_cursor_passes_it() -> None:
    world = listening(PostedSource("x", POSTS))

    world.sweep()

    assert queued(world) == ["1", "2", "3", "4", "5", "6", "7"]
    assert state_of(world).cursor == {"read": "7"}
    assert state_of(world).fetched == 7


@pytest.mark.parametrize("mishap", Mishap)
def test_a_page_whose_queueing_fails_is_read_again(mishap: Mishap) -> None:
    world = listening(PostedSource("x", POSTS), fate=(fate := Fate()))
    fate.strike("put", mishap)

    world.sweep()
    assert state_of(world).cursor == {}
    world.clock.forward(minutes=3)
    world.sweep()

    assert sorted(set(queued(world))) == ["1", "2", "3", "4", "5", "6", "7"]


def test_a_process_that_dies_before_moving_the_cursor_queues_twice_and_records_once() -> None:
    world = listening(PostedSource("x", POSTS[:1]), fate=(fate := Fate()))
    fate.strike("advance", Mishap.DIES_BEFORE)

    world.sweep()
    world.clock.forward(minutes=3)
    world.sweep()

    copies = list(world.outside.take_mentions())
    assert len(copies) == 2
    world.outside.mentions.put(copies)
    world.drain()
    assert len(list(world.outside.store.heard_between(NOON, NOON + timedelta(hours=1)))) == 1


def test_replies_are_known_before_what_they_answer_is_triaged() -> None:
    ours = a_mention(
        "8", author=Author(id="id-wayfare", handle="wayfare"), thread="1", in_reply_to="1", reply_to_author="900"
    )
    world = listening(PostedSource("x", [POSTS[0], ours]))

    world.sweep()
    world.drain()

    heard = world.outside.store.heard("x:1")
    assert heard and heard.outcome == "resolved"
    assert world.phone.delivered == []


def test_replies_are_noted_before_anything_is_queued_so_that_dying_in_between_leaves_no_phone_ringing() -> None:
    ours = a_mention(
        "8", author=Author(id="id-wayfare", handle="wayfare"), thread="1", in_reply_to="1", reply_to_author="900"
    )
    world = listening(PostedSource("x", [POSTS[0], ours]), fate=(fate := Fate()))
    fate.strike("put", Mishap.DIES_BEFORE)

    world.sweep()

    assert fate.struck == [("put", Mishap.DIES_BEFORE)]
    assert [reply.key for reply in world.outside.store.replies(ours.network, "1")] == ["x:8"]


def test_x_comes_back_and_nothing_was_missed() -> None:
    source = PostedSource("x", POSTS)
    world = listening(source)
    source.is_down = True
    for _ in range(5):
        world.minute()
    source.is_down = False
    for _ in range(10):
        world.minute()

    assert len(list(world.outside.store.heard_between(NOON, NOON + timedelta(hours=1)))) == 7
    assert (state_of(world).failures, state_of(world).failure) == (0, "")


def test_identity_is_the_sources_own_id_and_never_a_clock() -> None:
    again: Mention = replace(POSTS[0], posted_at=NOON + timedelta(minutes=1), source="other")

    assert again.key == POSTS[0].key == "x:1"


def test_a_gap_that_the_source_cannot_fill_is_recorded() -> None:
    gap = Gap(since="100", until="900", reason="X gives only the newest 800 mentions")
    world = listening(ScriptedSource(Batch(mentions=(a_mention(),), cursor={"since_id": "900"}, gap=gap)))

    world.sweep()

    assert state_of(world).gaps == (gap,)
