"""ToolStore's promises, on the fake and on DynamoDB alike."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.people.tool import Scope, Tool
from chalicelib.ports import Store
from tests.builders import NOON
from tests.contract.conftest import World

ZAPIER = Tool(name="zapier", hash="00ff", scopes=(Scope.READ, Scope.ACT), made_at=NOON, rate=7)
BOT = Tool(name="bot", hash="11ff", scopes=(Scope.MENTIONS,), made_at=NOON)


def test_tools_read_back_by_name_and_are_taken_back(store: Store) -> None:
    store.keep_tool(ZAPIER)
    store.keep_tool(BOT)

    assert (store.tool("zapier"), store.tool("nobody")) == (ZAPIER, None)
    assert store.tools() == [BOT, ZAPIER]
    assert store.drop_tool("zapier")
    assert not store.drop_tool("zapier")
    assert (store.tool("zapier"), store.tools()) == (None, [BOT])


def test_a_tool_takes_the_place_of_the_one_before(store: Store) -> None:
    store.keep_tool(ZAPIER)
    store.keep_tool(changed := replace(ZAPIER, hash="22ff"))

    assert store.tools() == [changed]


def test_requests_are_counted_by_tool_and_minute(store: Store) -> None:
    later = NOON + timedelta(seconds=60)

    assert [store.count_request("zapier", at=NOON + timedelta(seconds=each)) for each in (0, 59)] == [1, 2]
    assert store.count_request("bot", at=NOON) == 1
    assert store.count_request("zapier", at=later) == 1


def test_a_throttled_store_says_so(world: World) -> None:
    world.throttle()

    with pytest.raises(UnavailableError):
        world.store.tool("zapier")
    with pytest.raises(UnavailableError):
        world.store.count_request("zapier", at=NOON)
