"""How sources are read: each in its turn, with its own failures, budget and lease."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.errors import SourceUnavailableError, UnavailableError
from chalicelib.domain.heard.source import OUT_OF_BUDGET, Batch, Fault, SourceState
from chalicelib.domain.heard.spending import left
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.told.spent import spent_id
from chalicelib.ports import Source
from tests.builders import NOON, a_mention, policies_for
from tests.functional.deaths import Fate, Mishap
from tests.functional.posted import PostedSource, ScriptedSource, Unbuildable, listening
from tests.functional.world import MINUTE, World

POSTS = [a_mention(str(number), posted_at=NOON) for number in range(1, 8)]


def state_of(world: World, name: str = "x") -> SourceState:
    return world.outside.store.source(name)


def queued(world: World) -> list[str]:
    return [mention.id for mention in world.outside.take_mentions()]


def test_a_source_that_fails_keeps_its_cursor_and_says_so() -> None:
    source = PostedSource("x", POSTS)
    world = listening(source)
    source.is_down = True
    world.sweep()

    state = state_of(world)
    assert (state.cursor, state.failures, state.failure) == ({}, 1, "x is down")
    assert state.next_at == NOON + MINUTE
    assert len(world.telemetry.failures) == 1


def test_whatever_a_source_lets_through_no_mention_is_of_a_day_that_cannot_be() -> None:
    zero, far = datetime(1, 1, 1, tzinfo=UTC), NOON + timedelta(days=9)
    odd = tuple(a_mention(id, posted_at=at) for id, at in (("1", zero), ("2", far), ("3", NOON - MINUTE)))
    world = listening(ScriptedSource(Batch(mentions=odd, cursor={})))
    world.sweep()

    assert [mention.posted_at for mention in world.outside.take_mentions()] == [NOON, NOON, NOON - MINUTE]


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


def test_a_source_that_names_a_time_is_asked_then() -> None:
    retry_at = NOON + timedelta(minutes=11)
    world = listening(ScriptedSource(SourceUnavailableError("too many requests", retry_at=retry_at)))

    world.sweep()

    assert state_of(world).next_at == retry_at


def test_what_a_day_may_cost_is_what_is_left_of_it() -> None:
    source = ScriptedSource(Batch(cursor={}, cost=700), Batch(cursor={}, cost=200), Batch(cursor={}, cost=5))
    world = listening(source, at=NOON.replace(hour=23))
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


def test_a_days_budget_comes_hour_by_hour_with_a_reserve_that_is_there_at_once() -> None:
    given = [left(2_400, 0, NOON.replace(hour=hour)) for hour in range(24)]

    assert (given[0], given[1], given[11], given[23]) == (675, 750, 1_500, 2_400)
    assert left(2_400, 700, NOON.replace(hour=0)) == 0
    assert left(2_400, 700, NOON.replace(hour=1)) == 50


def test_two_readers_at_once_never_pay_for_the_same_page() -> None:
    source = PostedSource("x", POSTS[:2])
    world = listening(source, fate=(fate := Fate()))
    fate.meanwhile(0, lambda: world.second().read.handle("x"))

    world.read.handle("x")

    assert fate.effects
    assert source.asked == 1
    assert queued(world) == ["1", "2"]


def test_after_losing_the_race_the_lease_is_given_back() -> None:
    source = PostedSource("x", POSTS[:2])
    world = listening(source, fate=(fate := Fate()))
    fate.meanwhile(0, lambda: world.second().read.handle("x"))
    world.read.handle("x")

    source.posts.append(replace(POSTS[2], posted_at=NOON + MINUTE))
    world.clock.forward(minutes=1)
    world.sweep()

    assert queued(world) == ["1", "2", "3"]


def test_a_source_that_is_pushed_to_us_is_never_polled() -> None:
    world = World(policies_for(), make_source=_never)
    pushed = SourcePolicy(name="tool", kind="webhook")
    world.policies = replace(world.policies, brand=replace(world.policies.brand, sources=(pushed,)))

    assert world.collect.run() == 0
    world.read.handle("tool")


def _never(policy: SourcePolicy, policies: Policies) -> Source:
    raise AssertionError(f"{policy.name} was polled")


def test_a_source_that_cannot_be_built_is_recorded_and_keeps_nobody_else_from_reading() -> None:
    world = listening(Unbuildable("broken"), PostedSource("x", POSTS))

    world.sweep()

    assert state_of(world, "broken").failure == "broken: there is no handle to listen for"
    assert state_of(world, "x").fetched == 7


def test_whatever_a_source_raises_is_its_own_recorded_failure() -> None:
    """What nobody expected is told by its name alone: its words may be a stranger's."""
    odd = ScriptedSource(AssertionError("unknown status keyword 'foo['"))
    odd.name = "odd"
    world = listening(odd, PostedSource("x", POSTS))

    world.sweep()

    assert (state_of(world, "odd").failures, state_of(world, "odd").failure) == (
        1,
        "it cannot be read (AssertionError)",
    )
    assert state_of(world, "odd").next_at == NOON + MINUTE
    assert [type(error) for error in world.telemetry.failures] == [AssertionError]
    assert state_of(world, "x").fetched == 7


def test_what_cannot_be_queued_is_the_failure_of_its_source_and_is_read_again() -> None:
    world = listening(PostedSource("first", POSTS[:2]), PostedSource("x", POSTS[2:]), fate=(fate := Fate()))
    fate.strike("put", Mishap.FAILS_BEFORE)

    world.sweep()
    assert (state_of(world, "first").failures, state_of(world, "first").cursor) == (1, {})
    assert queued(world) == ["3", "4", "5", "6", "7"]

    world.clock.forward(minutes=1)
    world.sweep()
    assert queued(world) == ["1", "2"]


def test_a_source_whose_place_the_store_cannot_keep_does_not_keep_the_others_from_being_read() -> None:
    world = listening(PostedSource("first", POSTS[:2]), PostedSource("x", POSTS[2:]), fate=(fate := Fate()))
    fate.strike("advance", Mishap.FAILS_BEFORE)

    with pytest.raises(UnavailableError):
        world.read.handle("first")
    world.sweep()

    assert state_of(world, "x").fetched == 5
    assert queued(world)[:2] == ["1", "2"]


def test_whoever_is_due_before_the_next_minute_is_handed_out_when_it_is_due() -> None:
    world = listening(*(PostedSource(name, []) for name in ("soon", "later", "new", "late")))
    for name, seconds in (("soon", 20), ("later", 60), ("late", -90)):
        due = NOON + timedelta(seconds=seconds)
        world.outside.store.advance(SourceState(name=name, next_at=due, read_at=NOON - MINUTE))

    assert world.collect.run() == 3
    assert world.turns.take() == ["late", "new"]
    world.clock.forward(seconds=19)
    assert world.turns.take() == []
    world.clock.forward(seconds=1)
    assert world.turns.take() == ["soon"]


def test_a_turn_that_comes_twice_reads_once() -> None:
    source = PostedSource("x", POSTS[:2])
    world = listening(source)
    for _ in range(2):
        world.collect.run()

    assert world.turn_belt.run() == 2
    assert source.asked == 1
    assert queued(world) == ["1", "2"]


def test_a_turn_of_a_source_that_the_rules_no_longer_name_is_passed_over() -> None:
    source = PostedSource("x", POSTS)
    world = listening(source)

    world.read.handle("gone")

    assert source.asked == 0
    assert world.outside.store.sources() == []


def test_whoever_is_not_read_in_its_turn_is_told_minute_by_minute() -> None:
    world = listening(PostedSource("x", POSTS), PostedSource("new", POSTS))
    store = world.outside.store
    store.save_policies(world.policies, at=NOON)
    store.advance(SourceState(name="x", next_at=NOON, read_at=NOON - MINUTE))
    for _ in range(3):
        world.collect.run()  # and nobody reads
        world.clock.forward(seconds=60)
    world.sweep()
    world.clock.forward(seconds=60)
    world.collect.run()

    assert world.telemetry.late_sources == [(), (), ("x", "new"), ("x", "new"), ()]


def test_a_source_with_more_to_read_is_late_where_nobody_goes_on() -> None:
    world = listening(PostedSource("x", POSTS))
    world.outside.store.advance(SourceState(name="x", read_at=NOON))
    for _ in range(3):
        world.collect.run()
        world.clock.forward(minutes=1)

    assert world.telemetry.late_sources == [(), (), ("x",)]


def test_a_source_that_says_nothing_for_far_longer_than_ever_is_told_of() -> None:
    posts = [a_mention(str(day), posted_at=NOON + timedelta(days=day)) for day in range(8)]
    world = listening(PostedSource("x", posts))
    for _ in range(8):
        world.sweep()
        world.clock.forward(days=1)
    assert state_of(world).pauses == {
        f"2026-{day:%m-%d}": 86_400 for day in (NOON + timedelta(days=n) for n in range(1, 8))
    } | {f"{NOON:%Y-%m-%d}": 0}

    world.clock.at = NOON + timedelta(days=9)
    world.sweep()
    world.clock.forward(minutes=1)
    world.sweep()

    assert world.telemetry.silent_sources[-2:] == [(), ("x",)]


def test_a_budget_that_is_spent_is_told_at_once() -> None:
    spent = Fault(where=OUT_OF_BUDGET, reason="what may be spent now does not pay for a page")
    world = listening(ScriptedSource(Batch(cursor={}, cost=5), Batch(cursor={}, faults=(spent,))))

    world.sweep()
    assert world.telemetry.unpaid == []

    world.clock.forward(minutes=1)
    world.sweep()
    assert world.telemetry.unpaid == ["x"]
    assert list(world.outside.take_notifications()) == [spent_id("x", f"{NOON:%Y-%m-%d}")]


def test_the_duty_manager_is_told_of_a_spent_budget_once_a_day_and_again_where_it_could_not_be_queued() -> None:
    spent = Batch(
        cursor={}, faults=(Fault(where=OUT_OF_BUDGET, reason="what may be spent now does not pay for a page"),)
    )
    world = listening(ScriptedSource(*[spent] * 6), fate=(fate := Fate()))
    fate.strike("put", Mishap.FAILS_BEFORE)  # the message, since no mention is put
    world.sweep()
    assert (state_of(world).failures, list(world.outside.take_notifications())) == (1, [])

    for _ in range(3):
        world.clock.forward(minutes=1)
        world.sweep()
    assert len(list(world.outside.take_notifications())) == 1

    world.clock.forward(days=1)
    world.sweep()
    assert len(list(world.outside.take_notifications())) == 1
