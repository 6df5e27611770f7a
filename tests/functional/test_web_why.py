"""`GET /alerts/{id}/why` answers whoever signs, and nobody else."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.signatures import sign
from tests.builders import NOON, an_alert
from tests.functional.api import SECRET, World, a_world

SIGNED = sign(b"", message_id="msg_1", at=NOON, secret=SECRET)


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        world.has(an_alert())
        yield world


def test_why_answers_with_the_alert_and_its_timeline(world: World) -> None:
    answer = world.get("/alerts/a1/why?person=zoe", headers=SIGNED)

    assert answer.status_code == 200
    assert answer.json_body["alert"]["id"] == "a1"
    assert answer.json_body["why_not"] == ["no tier was told yet"]


def test_why_is_not_told_to_strangers(world: World) -> None:
    assert world.get("/alerts/a1/why").status_code == 401


def test_why_knows_no_other_alert(world: World) -> None:
    assert world.get("/alerts/a2/why", headers=SIGNED).status_code == 404
