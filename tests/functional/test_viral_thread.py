"""Hundreds who write at once, through dozens of functions: all are heard within the function, and none is given up."""

import pytest

from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.heard.mention import Mention
from tests.builders import a_mention, an_author
from tests.functional import counts
from tests.functional.crowded import Crowd, CrowdedStore, crowded
from tests.functional.stormy import stormy_policies
from tests.functional.town import town_policies
from tests.functional.world import World

FUNCTIONS = 40
CUSTOMERS = 300
A_FUNCTION_MAY_RUN = 60


def a_crowd(world: World) -> tuple[Crowd, CrowdedStore]:
    store = world.outside.store
    assert isinstance(store, CrowdedStore)
    return Crowd(world, store), store


def customers(count: int, **of_thread: object) -> list[Mention]:
    return [
        a_mention(f"c{number}", text=f"you lost mine too, {number}", author=an_author(f"c{number}"), **of_thread)
        for number in range(count)
    ]


@pytest.fixture
def world() -> World:
    return World(town_policies(), outside=crowded)


def test_three_hundred_who_join_one_thread_at_once_are_all_heard(world: World) -> None:
    crowd, store = a_crowd(world)
    joined = customers(CUSTOMERS, thread="t1", thread_author="id-carla", thread_by_brand=False)

    took = crowd.hears(joined, functions=FUNCTIONS)

    assert (crowd.failed, crowd.dead) == (0, [])
    assert store.refused > CUSTOMERS, "they were in each other's way"
    assert took < A_FUNCTION_MAY_RUN
    assert crowd.longest_call < A_FUNCTION_MAY_RUN
    counts.require_one_outcome_each(world, {mention.key for mention in joined})
    counts.require_one_decision_each(world)


def test_who_acknowledges_while_hundreds_join_is_heard_too(world: World) -> None:
    crowd, store = a_crowd(world)
    joined = customers(CUSTOMERS, thread="t1", thread_author="id-carla", thread_by_brand=False)
    owners: list[str | None] = []

    def ana_acknowledges() -> None:
        store.turns.wait(1)
        [alert] = {heard.alert_id for heard in counts.heard_in(world) if heard.alert_id}
        owners.append(world.respond.act(alert, "ana", Acknowledge()).owner)

    crowd.hears(joined, functions=FUNCTIONS, beside=[ana_acknowledges])

    assert owners == ["ana"]
    assert crowd.failed == 0


def test_a_storm_of_one_theme_is_counted_whole_by_its_sixteen_counters() -> None:
    world = World(stormy_policies(), outside=crowded)
    crowd, store = a_crowd(world)
    posts = customers(CUSTOMERS)

    crowd.hears(posts, functions=FUNCTIONS)

    assert (crowd.failed, crowd.dead) == (0, [])
    assert store.refused > 0
    counts.require_one_outcome_each(world, {mention.key for mention in posts})
