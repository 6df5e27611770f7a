"""Promise 2: a source's cursor moves only after its mentions are in the queue, and gaps are recorded."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.mention import Author, Mention
from chalicelib.domain.policies import Policies
from chalicelib.domain.source import Batch, Cursor, Gap, SourcePolicy, SourceState
from chalicelib.ports import Source
from tests.builders import NOON, a_mention, policies_for
from tests.functional.deaths import Fate, Mishap
from tests.functional.posted import PostedSource
from tests.functional.world import MINUTE, World

POSTS = [a_mention(str(number), posted_at=NOON) for number in range(1, 8)]


class Unbuildable(PostedSource):
    """A source whose policy asks for what no source can do."""

    def __init__(self, name: str) -> None:
        super().__init__(name, [])


def made(source: Source) -> Source:
    if isinstance(source, Unbuildable):
        raise SourceError(f"{source.name}: there is no handle to listen for")
    return source


def listening(*sources: Source, **world: Any) -> World:
    """A world that polls `sources`, each every minute."""
    by_name = {source.name: source for source in sources}
    polled = tuple(SourcePolicy(name=name, kind="posted", every=MINUTE) for name in by_name)
    policies = policies_for()
    return World(
        replace(policies, brand=replace(policies.brand, sources=polled)),
        make_source=lambda policy, _: made(by_name[policy.name]),
        **world,
    )


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


def test_a_source_that_fails_keeps_its_cursor_and_says_so() -> None:
    source = PostedSource("x", POSTS)
    world = listening(source)
    source.is_down = True
    world.sweep()

    state = state_of(world)
    assert (state.cursor, state.failures, state.failure) == ({}, 1, "x is down")
    assert state.next_at == NOON + MINUTE
    assert len(world.telemetry.failures) == 1


def test_a_source_that_keeps_failing_is_asked_less_and_less_often() -> None:
    source = PostedSource("x", POSTS)
    world = listening(source)
    source.is_down = True
    asked = []
    for _ in range(70):
        world.sweep()
        asked.append(state_of(world).failures)
        world.clock.forward(minutes=1)

    assert [asked.index(count) for count in range(1, 7)] == [0, 1, 3, 7, 15, 31]
    assert asked[-1] == 7


def test_a_source_that_fails_does_not_keep_the_others_from_being_read() -> None:
    broken, fine = PostedSource("broken", POSTS), PostedSource("fine", POSTS[:2])
    broken.is_down = True
    world = listening(broken, fine)

    world.sweep()

    assert queued(world) == ["1", "2"]
    assert state_of(world, "broken").failures == 1


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


class _Scripted:
    """A source that gives one answer after another."""

    def __init__(self, *answers: Batch | SourceError) -> None:
        self.name = "x"
        self.budgets: list[int | None] = []
        self._answers = list(answers)

    def fetch(self, cursor: Cursor, *, at: Any, budget: int | None) -> Batch:
        self.budgets.append(budget)
        answer = self._answers.pop(0)
        if isinstance(answer, SourceError):
            raise answer
        return answer


def test_a_gap_that_the_source_cannot_fill_is_recorded() -> None:
    gap = Gap(since="100", until="900", reason="X gives only the newest 800 mentions")
    world = listening(_Scripted(Batch(mentions=(a_mention(),), cursor={"since_id": "900"}, gap=gap)))

    world.sweep()

    assert state_of(world).gaps == (gap,)


def test_a_source_that_names_a_time_is_asked_then() -> None:
    retry_at = NOON + timedelta(minutes=11)
    world = listening(_Scripted(SourceUnavailableError("too many requests", retry_at=retry_at)))

    world.sweep()

    assert state_of(world).next_at == retry_at


def test_what_a_day_may_cost_is_what_is_left_of_it() -> None:
    source = _Scripted(Batch(cursor={}, cost=700), Batch(cursor={}, cost=200), Batch(cursor={}, cost=5))
    world = listening(source)
    [polled] = world.policies.brand.sources
    brand = replace(world.policies.brand, sources=(replace(polled, daily_budget=1_000),))
    world.policies = replace(world.policies, brand=brand)

    world.sweep()
    world.clock.forward(minutes=1)
    world.sweep()
    world.clock.forward(days=1)
    world.sweep()

    assert source.budgets == [1_000, 300, 1_000]
    assert state_of(world).spent == 5


def test_two_collectors_at_once_never_pay_for_the_same_page() -> None:
    source = PostedSource("x", POSTS[:2])
    world = listening(source, fate=(fate := Fate()))
    fate.meanwhile(0, world.second().collect.run)

    world.sweep()

    assert source.asked == 1
    assert queued(world) == ["1", "2"]


def test_after_losing_the_race_the_lease_is_given_back() -> None:
    source = PostedSource("x", POSTS[:2])
    world = listening(source, fate=(fate := Fate()))
    fate.meanwhile(0, world.second().collect.run)
    world.sweep()

    source.posts.append(replace(POSTS[2], posted_at=NOON + MINUTE))
    world.clock.forward(minutes=1)
    world.sweep()

    assert queued(world) == ["1", "2", "3"]


def test_a_source_that_is_pushed_to_us_is_never_polled() -> None:
    world = World(policies_for(), make_source=_never)
    pushed = SourcePolicy(name="tool", kind="webhook")
    world.policies = replace(world.policies, brand=replace(world.policies.brand, sources=(pushed,)))

    assert world.collect.run() == 0


def _never(policy: SourcePolicy, policies: Policies) -> Source:
    raise AssertionError(f"{policy.name} was polled")


def test_identity_is_the_sources_own_id_and_never_a_clock() -> None:
    again: Mention = replace(POSTS[0], posted_at=NOON + timedelta(minutes=1), source="other")

    assert again.key == POSTS[0].key == "x:1"


def test_a_source_that_cannot_be_built_is_recorded_and_keeps_nobody_else_from_reading() -> None:
    world = listening(Unbuildable("broken"), PostedSource("x", POSTS))

    world.sweep()

    assert state_of(world, "broken").failure == "broken: there is no handle to listen for"
    assert state_of(world, "x").fetched == 7
