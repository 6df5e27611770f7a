"""LinkStore's promises, on the fake and on DynamoDB alike."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import UnavailableError
from chalicelib.ports import Store
from tests.builders import NOON, a_link
from tests.contract.conftest import World

TICK = timedelta(microseconds=1)
KEEP = timedelta(minutes=10)


def test_a_token_that_was_never_given_out_opens_nothing(store: Store) -> None:
    assert store.link("token-1") is None


def test_a_link_reads_back_by_its_token_even_after_its_time(store: Store) -> None:
    link = a_link(expires_at=NOON - timedelta(days=1))
    store.save_link(link)

    assert store.link("token-1") == link


def test_a_link_that_is_given_out_again_lasts_longer(store: Store) -> None:
    store.save_link(a_link())
    longer = a_link(alerts=("a1", "a2"), expires_at=NOON + timedelta(days=9))
    store.save_link(longer)

    assert store.link("token-1") == longer


def test_a_token_of_any_length_can_be_asked_for(store: Store) -> None:
    assert store.link("x" * 5_000) is None


def test_a_webhook_message_is_new_once(store: Store) -> None:
    assert store.first_seen("msg_1", at=NOON, keep=KEEP)
    assert not store.first_seen("msg_1", at=NOON, keep=KEEP)
    assert store.first_seen("msg_2", at=NOON, keep=KEEP)


def test_a_message_is_remembered_until_the_instant_that_was_asked_for(store: Store) -> None:
    store.first_seen("msg_1", at=NOON, keep=KEEP)

    assert not store.first_seen("msg_1", at=NOON + KEEP - TICK, keep=KEEP)
    assert store.first_seen("msg_1", at=NOON + KEEP, keep=KEEP)
    assert not store.first_seen("msg_1", at=NOON + KEEP, keep=KEEP)


def test_seeing_a_message_again_does_not_prolong_its_memory(store: Store) -> None:
    store.first_seen("msg_1", at=NOON, keep=KEEP)
    store.first_seen("msg_1", at=NOON + KEEP - TICK, keep=KEEP)

    assert store.first_seen("msg_1", at=NOON + KEEP, keep=KEEP)


def test_a_throttled_look_says_so(world: World) -> None:
    world.throttle()

    with pytest.raises(UnavailableError):
        world.store.link("token-1")
    with pytest.raises(UnavailableError):
        world.store.first_seen("msg_1", at=NOON, keep=KEEP)


def test_whether_a_message_was_seen_is_told_without_remembering_it(store: Store) -> None:
    assert not store.was_seen("m", at=NOON)
    store.first_seen("m", at=NOON, keep=timedelta(hours=1))

    assert store.was_seen("m", at=NOON + timedelta(minutes=59))
    assert not store.was_seen("m", at=NOON + timedelta(hours=1))


def test_a_message_that_is_forgotten_may_come_again(store: Store) -> None:
    store.first_seen("msg_1", at=NOON, keep=KEEP)
    store.forget_seen("msg_1")
    store.forget_seen("msg_2")

    assert not store.was_seen("msg_1", at=NOON)
    assert store.first_seen("msg_1", at=NOON, keep=KEEP)
