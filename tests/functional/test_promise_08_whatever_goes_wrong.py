"""Promise 8 at each moment that could break it: a crisis opens once, silences all and frees all, whoever dies."""

from contextlib import suppress
from functools import partial

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import ChildrenEnd
from chalicelib.domain.alert.asked import EndCrisis
from chalicelib.domain.alert.crisis import crisis_id
from chalicelib.domain.alert.event import CrisisOpened, Inhibited, Released
from chalicelib.domain.errors import EarshotError
from tests.aws import aws
from tests.builders import NOON, a_mention, an_author
from tests.functional.deaths import Fate, Mishap, ProcessDiedError
from tests.functional.on_aws import on_aws
from tests.functional.stormy import RULE, stormy_policies
from tests.functional.world import MINUTE, World

PEOPLE = 6
CRISIS = crisis_id("Wayfare", "care/delays")
OVER = EndCrisis(reason="systems are back", children=ChildrenEnd.REARM)


def a_crisis_from_beginning_to_end(world: World) -> None:
    """Six people complain, which is two more than is normal; after their first tier's wait the crisis is ended."""
    world.outside.mentions.put(
        [a_mention(f"{n}", text=f"three hours at gate {n}", author=an_author(f"{n}")) for n in range(PEOPLE)]
    )
    minutes(world, 5)
    world.clock.forward(minutes=10)
    minutes(world, 5)
    while not crisis_is_over(world):
        with suppress(EarshotError, ProcessDiedError):
            world.respond.act(CRISIS, "zoe", OVER)
    minutes(world, 4)
    world.clock.forward(minutes=10)
    minutes(world, 2)


def minutes(world: World, count: int) -> None:
    for _ in range(count):
        world.minute()


def crisis_is_over(world: World) -> bool:
    found = world.outside.store.alert(CRISIS)
    return found is not None and found.is_resolved


def a_small_storm(fate: Fate, **changes: object) -> World:
    policies = replace(stormy_policies(), crisis=replace(RULE, floor=4))
    return World(policies, fate=fate, **changes)  # type: ignore[arg-type]  # passed on as they are


def require_one_crisis(world: World, number: object = None) -> None:
    """All were heard and counted once, one crisis opened, everybody was silenced by it and freed by its end."""
    store = world.outside.store
    heard = [found for found in (store.heard(f"x:{n}") for n in range(PEOPLE)) if found]
    timelines = [[type(event) for event in store.timeline(found.alert_id or "")] for found in heard]

    assert len(heard) == PEOPLE, number
    assert store.tally("care/delays", NOON, NOON + 60 * MINUTE) == PEOPLE, number
    assert [type(event) for event in store.timeline(CRISIS)].count(CrisisOpened) == 1, number
    assert all(Inhibited in kinds and Released in kinds for kinds in timelines), number
    assert store.children(CRISIS) == [], number
    assert world.mention_belt.dead == [], number


def effects() -> int:
    """How many side effects a crisis has where nothing goes wrong."""
    a_crisis_from_beginning_to_end(a_small_storm(fate := Fate()))
    return fate.effects


def test_a_crisis_opens_once_and_frees_all() -> None:
    world = a_small_storm(Fate())
    a_crisis_from_beginning_to_end(world)

    require_one_crisis(world)
    assert world.phone.delivered


@pytest.mark.parametrize("mishap", Mishap)
def test_one_mishap_at_any_side_effect_of_a_crisis_changes_nothing(mishap: Mishap) -> None:
    for number in range(effects()):
        world = a_small_storm(Fate({number: mishap}))

        a_crisis_from_beginning_to_end(world)

        require_one_crisis(world, number)


def test_a_second_copy_at_any_side_effect_of_a_crisis_counts_once() -> None:
    for number in range(effects()):
        world = a_small_storm(fate := Fate())
        fate.meanwhile(number, partial(world.mention_belt.run_current_on, world.second().mention_belt))

        a_crisis_from_beginning_to_end(world)

        require_one_crisis(world, number)


def test_a_crisis_on_dynamodb_survives_mishaps_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with aws(monkeypatch):
        world = a_small_storm(Fate(dict.fromkeys(range(3, 60, 7), Mishap.FAILS_AFTER)), outside=on_aws)

        a_crisis_from_beginning_to_end(world)

        require_one_crisis(world)
