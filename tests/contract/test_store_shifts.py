"""ShiftStore's promises, on the fake and on DynamoDB alike; and that what is kept counts for every stage."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.adapters.dynamodb.cached import KEPT_FOR, CachedPolicies
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.people.rota import on_call_now
from chalicelib.domain.people.swap import Absence, Standing, Swap, SwapState
from chalicelib.domain.rules.person import Rota
from chalicelib.ports import Store
from tests.builders import NOON, policies_for
from tests.contract.conftest import World
from tests.fakes import HandClock

DAY = timedelta(days=1)
ASKED = Swap(id="s1", rota="care", giver="ben", to="zoe", start=NOON, end=NOON + DAY).then(
    SwapState.ASKED, by="ben", at=NOON
)
TAKEN = replace(ASKED, taker="zoe").then(SwapState.TAKEN, by="zoe", at=NOON)
AWAY = Absence(person="ana", start=NOON, end=NOON + DAY, by="ana", at=NOON)


def test_where_nobody_changed_anything_nothing_stands(store: Store) -> None:
    assert store.standing() == Standing()


def test_swaps_and_absences_read_back_and_an_absence_takes_the_place_of_the_one_before(store: Store) -> None:
    assert store.keep_swap(ASKED)
    store.keep_absence(replace(AWAY, end=NOON + 2 * DAY))
    store.keep_absence(AWAY)

    assert store.standing() == Standing(swaps=(replace(ASKED, version=1),), absences=(AWAY,))


def test_of_two_who_did_something_about_a_swap_the_first_is_kept(store: Store) -> None:
    assert store.keep_swap(ASKED)
    assert not store.keep_swap(ASKED)
    assert store.keep_swap(replace(TAKEN, version=1))
    assert not store.keep_swap(replace(TAKEN, version=1, taker="mei"))

    [kept] = store.standing().swaps
    assert (kept.taker, kept.version) == ("zoe", 2)


def test_what_is_taken_counts_wherever_the_rules_are_read_within_a_minute(store: Store) -> None:
    clock = HandClock(NOON)
    rota = Rota(id="care", members=("ana", "ben"), starts=NOON - DAY, days=1)
    store.save_policies(policies_for(rotas={"care": rota}), at=NOON)
    cached = CachedPolicies(store, clock)
    assert on_call_now(cached.policies().rotas["care"], NOON) == "ben"

    store.keep_swap(TAKEN)
    clock.forward(seconds=KEPT_FOR.total_seconds())

    assert on_call_now(cached.policies().rotas["care"], NOON) == "zoe"
    assert cached.policies() is cached.policies(), "put together once"
    assert cached.pushed() == policies_for(rotas={"care": rota})


def test_a_calendar_has_one_token_until_it_is_taken_back(store: Store) -> None:
    assert store.calendar("ana") == ""
    for token in ("first", "second"):
        store.keep_calendar("ana", token)
    assert (store.calendar("ana"), store.calendar("ben")) == ("second", "")

    store.keep_calendar("ana", "")
    assert store.calendar("ana") == ""
    assert store.standing() == Standing()


def test_a_throttled_store_says_so_of_shifts(world: World) -> None:
    world.throttle()

    for act in (
        world.store.standing,
        lambda: world.store.keep_swap(ASKED),
        lambda: world.store.keep_absence(AWAY),
        lambda: world.store.calendar("ana"),
        lambda: world.store.keep_calendar("ana", "token"),
    ):
        with pytest.raises(UnavailableError):
            act()
