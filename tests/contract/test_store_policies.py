"""PolicyStore's promises, on the fake and on DynamoDB alike, and on what keeps them for a minute."""

import random
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.adapters.dynamodb.cached import CachedPolicies
from chalicelib.domain.deployment import Deployment
from chalicelib.domain.errors import NotFoundError, PoliciesError, TooLargeError, UnavailableError
from chalicelib.domain.rules.brand import Guideline
from chalicelib.domain.rules.compiled import Policies
from chalicelib.ports import PolicyStore, Store
from tests.builders import NOON, policies_for
from tests.contract.conftest import World
from tests.fakes import FakeStore, HandClock

DEPLOYED = Deployment(public_url="https://wayfare.example/api", topics={"care": "arn:aws:sns:eu-central-1:1:care"})


def wordy(characters: int) -> Policies:
    """Policies with so many characters that do not compress."""
    chance = random.Random(7)
    noise = "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(characters))
    return policies_for(guidelines={"care": Guideline(do=(noise,))})


def test_before_the_first_push_reading_says_what_to_do(store: Store) -> None:
    with pytest.raises(PoliciesError, match=r"no policies were pushed yet: run `\./earshot push`"):
        store.policies()


def test_pushed_policies_read_back_as_they_were(store: Store) -> None:
    store.save_policies(policies_for(), at=NOON)

    assert store.policies() == policies_for()


def test_the_newest_push_is_in_force_even_where_its_version_is_an_old_one(store: Store) -> None:
    for version in ("v1", "v2", "v1"):
        store.save_policies(policies_for(version=version), at=NOON)

    assert store.policies().version == "v1"


def test_policies_that_are_too_large_are_refused_and_the_old_ones_stay(store: Store) -> None:
    store.save_policies(policies_for(), at=NOON)

    with pytest.raises(TooLargeError, match="at most 389120 are kept"):
        store.save_policies(wordy(220_000), at=NOON)

    assert store.policies() == policies_for()


def test_policies_far_larger_than_an_item_are_kept_compressed(store: Store) -> None:
    large = policies_for(guidelines={"care": Guideline(do=("be kind. " * 200_000,))})
    store.save_policies(large, at=NOON)

    assert store.policies() == large


def test_before_the_first_deployment_it_is_empty(store: Store) -> None:
    assert store.deployment() == Deployment(public_url="")


def test_the_newest_deployment_reads_back(store: Store) -> None:
    store.save_deployment(replace(DEPLOYED, topics={}))
    store.save_deployment(DEPLOYED)

    assert store.deployment() == DEPLOYED


def test_a_throttled_push_says_so(world: World) -> None:
    world.throttle()

    with pytest.raises(UnavailableError):
        world.store.save_policies(policies_for(), at=NOON)
    with pytest.raises(UnavailableError):
        world.store.policies()
    with pytest.raises(UnavailableError):
        world.store.deployment()


def test_cached_policies_are_read_once_a_minute() -> None:
    store, clock = FakeStore(), HandClock(NOON)
    cached: PolicyStore = CachedPolicies(store, clock)
    store.save_policies(policies_for(version="v1"), at=NOON)
    store.save_deployment(DEPLOYED)
    assert (cached.policies().version, cached.deployment()) == ("v1", DEPLOYED)

    store.save_policies(policies_for(version="v2"), at=NOON)
    store.save_deployment(Deployment(public_url="https://new.example"))
    clock.at = NOON + timedelta(seconds=59, microseconds=999_999)
    assert (cached.policies().version, cached.deployment()) == ("v1", DEPLOYED)

    clock.at = NOON + timedelta(seconds=60)
    assert (cached.policies().version, cached.deployment().public_url) == ("v2", "https://new.example")


def test_what_is_pushed_through_the_cache_shows_at_once() -> None:
    cached = CachedPolicies(FakeStore(), HandClock(NOON))
    for version in ("v1", "v2"):
        cached.save_policies(policies_for(version=version), at=NOON)
        assert cached.policies().version == version
    for deployment in (DEPLOYED, Deployment(public_url="https://new.example")):
        cached.save_deployment(deployment)
        assert cached.deployment() == deployment


def test_the_cache_keeps_no_failure() -> None:
    store = FakeStore()
    cached = CachedPolicies(store, HandClock(NOON))
    with pytest.raises(PoliciesError):
        cached.policies()

    store.save_policies(policies_for(), at=NOON)

    assert cached.policies() == policies_for()


def test_every_version_is_listed_and_read_again(store: Store) -> None:
    first, second = policies_for(version="v1"), policies_for(version="v2", duty_manager="ben")
    store.save_policies(first, at=NOON)
    store.save_policies(second, at=NOON + timedelta(hours=1))

    assert [(pushed.version, pushed.brand, pushed.at) for pushed in store.versions()] == [
        ("v2", "Wayfare", NOON + timedelta(hours=1)),
        ("v1", "Wayfare", NOON),
    ]
    assert store.policies_of("v1") == first
    with pytest.raises(NotFoundError):
        store.policies_of("v3")
