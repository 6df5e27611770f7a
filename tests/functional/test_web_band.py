"""Our own blind spots on the desk: one sentence each, and none on a good day."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Timer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.heard.source import OUT_OF_BUDGET, Fault, SourceState
from chalicelib.domain.people.address import address_id
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from tests.builders import NOON, a_link, an_alert, policies_for
from tests.functional.api import World, a_world
from tests.functional.test_web_desk import page_of

GOOD = "Everything is heard and told"
FINE = SourceState(name="news", read_at=NOON)


def rules() -> Policies:
    base = policies_for()
    sources = (
        SourcePolicy(name="news", kind="feed", every=timedelta(minutes=5), daily_budget=100),
        SourcePolicy(name="hook", kind="webhook"),
    )
    return replace(base, brand=replace(base.brand, sources=sources))


@pytest.fixture
def world() -> Iterator[World]:
    with a_world(policies=rules()) as world:
        world.store.save_link(a_link())
        world.store.advance(FINE)
        yield world


def band(world: World) -> str:
    return page_of(world, "/desk/band")


def test_on_a_good_day_nothing_is_wrong(world: World) -> None:
    world.store.save(Change(alert=an_alert(timers={Timer.TIER: NOON - timedelta(minutes=4)})))
    assert GOOD in band(world)


def test_the_board_asks_for_it_and_leads_to_it_without_script(world: World) -> None:
    board = page_of(world)
    assert 'hx-get="desk/band" hx-select="#band" hx-trigger="load, every 60s"' in board
    assert '<a href="desk/band">' in board


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (
            replace(FINE, failures=3, failure="it answered <503>"),
            "cannot be read since 12:00 UTC (3 tries): it answered &lt;503",
        ),
        (replace(FINE, read_at=NOON - timedelta(minutes=21)), "news was not read since 11:39 UTC"),
        (replace(FINE, read_at=None), "news was not read since the beginning"),
        (replace(FINE, spent=100, spent_on="2026-05-04"), "news has spent its budget of today"),
        (
            replace(FINE, spent=99, spent_on="2026-05-04", faults=(Fault(where=OUT_OF_BUDGET, reason=""),)),
            "news has spent its budget of today",
        ),
    ],
)
def test_a_source_that_is_not_heard_is_named(world: World, state: SourceState, told: str) -> None:
    world.store.advance(state)
    page = band(world)
    assert told in page
    assert "hook" not in page
    assert GOOD not in page


@pytest.mark.parametrize(
    "state",
    [
        replace(FINE, read_at=NOON - timedelta(minutes=20)),
        replace(FINE, spent=100, spent_on="2026-05-03"),
        replace(FINE, spent=99, spent_on="2026-05-04"),
    ],
)
def test_what_is_within_its_time_and_budget_is_not(world: World, state: SourceState) -> None:
    world.store.advance(state)
    assert GOOD in band(world)


def test_what_is_late_and_what_stands_aside_are_counted_apart(world: World) -> None:
    for number in range(3):
        late = an_alert(id=f"a{number}", conversation=f"x:{number}", timers={Timer.TIER: NOON - timedelta(minutes=9)})
        world.store.save(Change(alert=late))
    world.store.set_aside("a1", "it cannot be read", at=NOON)
    page = band(world)

    assert "The next step of 2 alerts is late, the first since 11:51 UTC" in page
    assert "1 alerts or messages stand aside, the first since 12:00 UTC: it cannot be read" in page


def test_whoever_can_be_told_nothing_is_named_once_every_address_said_stop(world: World) -> None:
    ana = world.policies.people["ana"]
    ways = [address_id(way) for way in (ana.phone, ana.email) if way]
    for way in ways[:-1]:
        world.store.stop(way, since=NOON)
    assert GOOD in band(world)
    world.store.stop(ways[-1], since=NOON)
    assert "Ana is told nothing" in band(world)
