"""SourceStore's promises, on the fake and on DynamoDB alike."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.source import Fault, Gap, SourceState
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
