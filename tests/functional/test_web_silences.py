"""The social team silences an author or a theme through its tools, and everybody can see it."""

from collections.abc import Iterator
from itertools import count

import pytest

from chalicelib.adapters.signatures import sign
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.routes import Action, Urgency
from tests.builders import NOON, a_heard, a_mention
from tests.functional.api import SECRET, World, a_world

SILENCES = "/webhook/silences"
NUMBERS = count(1)
BOT = {
    "kind": "author",
    "subject": "x:900",
    "by": "ana",
    "reason": "a bot that copies old posts",
    "until": "2026-05-05T12:00:00Z",
}


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


def listed(world: World) -> list[str]:
    signed = sign(b"", message_id=f"msg_list_{next(NUMBERS)}", at=NOON, secret=SECRET)
    return [found["subject"] for found in world.get("/silences", headers=signed).json_body["silences"]]


def test_a_silence_is_made_listed_and_ended(world: World) -> None:
    made = world.send(SILENCES, BOT)

    assert (made.status_code, made.json_body["until"]) == (201, "2026-05-05T12:00:00Z")
    assert listed(world) == ["x:900"]

    assert world.send(f"{SILENCES}/{made.json_body['id']}/end", {}, message="msg_2").status_code == 200
    assert listed(world) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"by": "nobody"}, "by: nobody is called 'nobody'"),
        ({"kind": "theme", "subject": "weather"}, "subject: no theme is called 'weather'"),
        ({"reason": " "}, "reason: say why it may be silent"),
        ({"until": "2026-05-04T11:00:00Z"}, "until: must be later than now and within 90 days"),
        ({"until": "tomorrow"}, "until: Invalid RFC3339 encoded datetime"),
        ({"forever": True}, "Object contains unknown field `forever`"),
    ],
)
def test_a_silence_that_makes_no_sense_is_refused_with_its_fault(
    world: World, changes: dict[str, object], fault: str
) -> None:
    answer = world.send(SILENCES, BOT | changes)

    assert answer.status_code == 422
    assert answer.json_body["error"].startswith(fault)
    assert listed(world) == []


def test_how_much_urgent_an_author_was_silenced_for_is_counted_and_shown(world: World) -> None:
    made = world.send(SILENCES, BOT | {"even_urgent": True}).json_body
    urgent = Decision(action=Action.IGNORE, urgency=Urgency.URGENT, reason="silenced", silence=made["id"])
    for number in range(3):
        world.store.record(a_heard(a_mention(f"u{number}"), decision=urgent, heard_at=NOON))
    signed = sign(b"", message_id="msg_list", at=NOON, secret=SECRET)

    [shown] = world.get("/silences", headers=signed).json_body["silences"]

    assert (shown["even_urgent"], shown["urgent_since"]) == (True, 3)


def test_what_is_not_json_is_refused(world: World) -> None:
    assert world.send(SILENCES, b"{").status_code == 400


def test_strangers_neither_silence_nor_see_silences(world: World) -> None:
    assert world.post(SILENCES, b"{}", {}).status_code == 401
    assert world.get("/silences").status_code == 401


def test_strangers_end_no_silence(world: World) -> None:
    made = world.send(SILENCES, BOT).json_body

    assert world.post(f"{SILENCES}/{made['id']}/end", b"{}", {}).status_code == 401
    assert listed(world) == ["x:900"]


def test_ending_what_is_not_silenced_says_so(world: World) -> None:
    assert world.send(f"{SILENCES}/abc/end", {}).status_code == 404
