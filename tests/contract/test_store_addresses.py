"""What every store promises of addresses: the first proof is kept, the last wish about messages holds."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.people.address import Address, Proof
from chalicelib.ports import Store
from tests.builders import NOON
from tests.contract.conftest import World


def test_of_an_address_that_nobody_heard_of_nothing_is_known(store: Store) -> None:
    assert store.address("a") == Address(id="a")


def test_the_first_proof_of_an_address_is_kept(store: Store) -> None:
    store.prove("a", Proof.OPENED, at=NOON)
    store.prove("a", Proof.ANSWERED, at=NOON + timedelta(days=1))

    assert store.address("a") == Address(id="a", proof=Proof.OPENED, proven_at=NOON)
    assert not store.address("b").is_proven


def test_a_stop_holds_until_it_is_taken_back(store: Store) -> None:
    store.stop("a", since=NOON)
    store.prove("a", Proof.ANSWERED, at=NOON)
    assert store.address("a").is_stopped

    store.stop("a", since=None)
    assert store.address("a") == Address(id="a", proof=Proof.ANSWERED, proven_at=NOON)


def test_many_addresses_are_read_at_once_without_those_that_nobody_heard_of(store: Store) -> None:
    for number in range(60):
        store.prove(f"a{number}", Proof.OPENED, at=NOON)
    store.stop("a1", since=NOON)
    store.stop("b", since=NOON)

    found = store.addresses([*(f"a{number}" for number in range(60)), "b", "c"])

    assert set(found) == {*(f"a{number}" for number in range(60)), "b"}
    assert found["a1"] == store.address("a1") == Address(id="a1", proof=Proof.OPENED, proven_at=NOON, stopped_at=NOON)
    assert found["b"] == store.address("b")


def test_a_throttled_store_says_so_of_addresses(world: World) -> None:
    world.throttle()

    for act in (
        lambda: world.store.address("a"),
        lambda: world.store.addresses(["a"]),
        lambda: world.store.prove("a", Proof.OPENED, at=NOON),
        lambda: world.store.stop("a", since=NOON),
        lambda: world.store.was_seen("a", at=NOON),
    ):
        with pytest.raises(UnavailableError):
            act()
