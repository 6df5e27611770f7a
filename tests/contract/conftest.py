"""The stores that the contract suite holds to their promises: the fake and DynamoDB."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import boto3
import pytest

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.ports import Store
from tests.aws import TABLE, aws, make_table
from tests.contract.faults import Faults
from tests.fakes import FakeStore


@dataclass(frozen=True)
class World:
    """A store, and a way to make it throttle from now on."""

    store: Store
    throttle: Callable[[], None]


@dataclass(frozen=True)
class Dynamo:
    """The real adapter with what stands around it: `pauses` holds how long it waited, in seconds."""

    store: DynamoStore
    faults: Faults
    pauses: list[float]


@pytest.fixture(scope="module")
def account() -> Iterator[None]:
    """AWS in this process, one for a module: making its first client takes longer than most tests."""
    with pytest.MonkeyPatch.context() as monkeypatch, aws(monkeypatch):
        yield


@pytest.fixture
def dynamo(account: None) -> Iterator[Dynamo]:
    """DynamoDB with an empty table."""
    client = make_table()
    pauses: list[float] = []
    yield Dynamo(store=DynamoStore(client, TABLE, pause=pauses.append), faults=Faults(client), pauses=pauses)
    boto3.client("dynamodb").delete_table(TableName=TABLE)


@pytest.fixture(params=["memory", "dynamodb"])
def world(request: pytest.FixtureRequest) -> World:
    """Each store in turn, empty."""
    if request.param == "memory":
        fake = FakeStore()
        return World(store=fake, throttle=lambda: setattr(fake, "is_down", True))
    real: Dynamo = request.getfixturevalue("dynamo")
    return World(store=real.store, throttle=real.faults.throttle_everything)


@pytest.fixture
def store(world: World) -> Store:
    return world.store
