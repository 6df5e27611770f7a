"""An answer that was lost is not somebody else: people hear at once, sources are read, and turns are given back."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

import pytest
from botocore.exceptions import ReadTimeoutError
from msgspec.structs import replace

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.domain.rules.brand import SourcePolicy
from tests.aws import aws
from tests.builders import NOON
from tests.contract.faults import Faults
from tests.functional.busy_hour import busy_posts
from tests.functional.deaths import Fate, Mishap
from tests.functional.on_aws import on_aws
from tests.functional.posted import PostedSource
from tests.functional.town import Town, town_policies

LOST = ReadTimeoutError(endpoint_url="https://dynamodb")


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A town over DynamoDB and SQS, with one source."""
    rules = town_policies()
    source = SourcePolicy(name="mentions", kind="posted", every=timedelta(minutes=4))
    rules = replace(rules, brand=replace(rules.brand, sources=(source,)))
    with aws(monkeypatch):
        yield Town(rules, outside=on_aws, make_source=lambda policy, _: PostedSource(policy.name, busy_posts()))


@pytest.fixture
def faults(town: Town) -> Faults:
    store = town.world.outside.store
    assert isinstance(store, DynamoStore)
    return Faults(store._table.client)


def test_the_first_message_leaves_at_once_although_the_claims_answer_was_lost(town: Town, faults: Faults) -> None:
    for _ in range(20):
        faults.repeat("PutItem")
    town.post("x", "smoke in the cabin")

    town.phone("ana").expects_sms("smoke in the cabin")
    town.expects_nothing_more()


def test_the_first_message_leaves_at_once_although_the_alerts_answer_never_came(town: Town, faults: Faults) -> None:
    faults.lose_answer("TransactWriteItems", LOST)
    post = town.post("x", "smoke in the cabin")

    town.phone("ana").expects_sms("smoke in the cabin")
    assert town.outcome(post) == "triggered"


def test_a_mention_that_nobody_must_hear_of_is_done_although_its_answer_never_came(town: Town, faults: Faults) -> None:
    faults.lose_answer("PutItem", LOST)
    post = town.brand_posts("fly with us")

    assert town.world.mention_belt.is_empty
    assert town.outcome(post) == "ignored"


def test_a_source_is_read_although_the_leases_answer_was_lost(town: Town, faults: Faults) -> None:
    faults.repeat("UpdateItem")

    town.world.read.handle("mentions")

    assert town.world.outside.store.source("mentions").fetched > 0


def test_what_was_never_stored_is_tried_again(town: Town, faults: Faults) -> None:
    faults.lose("TransactWriteItems", LOST)
    town.post("x", "smoke in the cabin")
    town.world.drain()

    town.phone("ana").expects_sms("smoke in the cabin")
    town.expects_nothing_more()


@pytest.mark.parametrize("mishap", [Mishap.FAILS_BEFORE, Mishap.FAILS_AFTER])
def test_a_turn_that_may_be_ours_is_given_back_and_the_message_leaves_when_it_is_tried_again(mishap: Mishap) -> None:
    town = Town(fate=(fate := Fate()))
    fate.strike("keep_pace", mishap)
    town.post("x", "smoke in the cabin")
    town.world.drain()

    town.phone("ana").expects_sms("smoke in the cabin")
    town.expects_nothing_more()
    assert town.world.clock.at == NOON


def test_a_turn_that_a_fault_made_useless_is_given_back() -> None:
    town = Town()
    town.hear_without_delivering("smoke in the cabin")
    deliver = town.world.deliver
    [first] = town.world.outside.take_notifications()
    with pytest.raises(KeyError):
        dataclasses.replace(deliver, public_url=_no_address).handle(first)

    deliver.handle(first)

    town.phone("ana").expects_sms("smoke in the cabin")


def _no_address() -> str:
    raise KeyError("nobody knows where the pages are")
