"""SourceStore's promises, on the fake and on DynamoDB alike."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.heard.source import Fault, Gap, SourceState
from chalicelib.ports import Store
from tests.builders import NOON
from tests.contract.conftest import World

TICK = timedelta(microseconds=1)
UNTIL = NOON + timedelta(minutes=2)


def a_state(name: str = "x-mentions") -> SourceState:
    return SourceState(
        name=name,
        cursor={"since_id": "17"},
        next_at=UNTIL,
        read_at=NOON,
        spent=15_000,
        spent_on="2026-05-04",
        fetched=3,
        faults=(Fault(where="entry 2", reason="no date"),),
        gaps=(Gap(since="3", until="9", reason="the source goes back 7 days"),),
    )


def test_a_source_that_was_never_read_begins_fresh(store: Store) -> None:
    assert store.source("x-mentions") == SourceState(name="x-mentions")
    assert store.sources() == []


def test_a_state_reads_back_as_it_was(store: Store) -> None:
    store.advance(a_state())

    assert store.source("x-mentions") == a_state()


def test_sources_come_by_name(store: Store) -> None:
    for name in ("x-mentions", "blogs", "news"):
        store.advance(a_state(name))

    assert store.sources() == [a_state("blogs"), a_state("news"), a_state("x-mentions")]


def test_one_of_two_processes_gets_the_lease(store: Store) -> None:
    assert store.lease("x-mentions", at=NOON, until=UNTIL)
    assert not store.lease("x-mentions", at=NOON + TICK, until=UNTIL + TICK)
    assert store.lease("blogs", at=NOON, until=UNTIL)


def test_a_lease_alone_is_no_reading(store: Store) -> None:
    store.lease("x-mentions", at=NOON, until=UNTIL)

    assert store.source("x-mentions") == SourceState(name="x-mentions")
    assert store.sources() == []


def test_a_lease_leaves_the_state_as_it_is(store: Store) -> None:
    store.advance(a_state())
    store.lease("x-mentions", at=NOON, until=UNTIL)

    assert store.source("x-mentions") == a_state()


def test_a_lease_whose_process_died_ends_at_its_instant(store: Store) -> None:
    store.lease("x-mentions", at=NOON, until=UNTIL)

    assert not store.lease("x-mentions", at=UNTIL - TICK, until=UNTIL + TICK)
    assert store.lease("x-mentions", at=UNTIL, until=UNTIL + TICK)


def test_storing_the_state_gives_the_lease_back(store: Store) -> None:
    store.lease("x-mentions", at=NOON, until=UNTIL)
    store.advance(a_state())

    assert store.lease("x-mentions", at=NOON + TICK, until=UNTIL)


def test_a_throttled_lease_says_so(world: World) -> None:
    world.throttle()

    with pytest.raises(UnavailableError):
        world.store.lease("x-mentions", at=NOON, until=UNTIL)
    with pytest.raises(UnavailableError):
        world.store.advance(a_state())


def test_an_allowance_gives_what_is_left_of_its_day(store: Store) -> None:
    given = [store.take("comprehend", 4, day="2026-05-04", limit=10) for _ in range(4)]

    assert given == [4, 4, 2, 0]


def test_each_day_and_each_allowance_has_its_own(store: Store) -> None:
    store.take("comprehend", 10, day="2026-05-04", limit=10)

    assert store.take("comprehend", 1, day="2026-05-05", limit=10) == 1
    assert store.take("another", 1, day="2026-05-04", limit=10) == 1


def test_a_smaller_limit_gives_nothing_of_what_was_spent_under_a_larger_one(store: Store) -> None:
    store.take("comprehend", 8, day="2026-05-04", limit=10)

    assert store.take("comprehend", 1, day="2026-05-04", limit=5) == 0
