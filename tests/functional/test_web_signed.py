"""A signed request is bound to what it asks, and taken once, wherever it comes."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.adapters.signatures import sign
from chalicelib.domain.alert.event import Noted
from tests.builders import NOON, an_alert
from tests.functional.api import SECRET, World, a_world

NOTE = "/webhook/alerts/a1/note"
CALLED = {"by": "ana", "text": "called the gate"}
BOUND = CALLED | {"alert": "a1", "action": "note"}
SILENCE = {
    "kind": "author",
    "subject": "x:900",
    "by": "ana",
    "reason": "a bot",
    "until": "2026-05-05T12:00:00Z",
}


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        world.has(an_alert())
        world.has(an_alert(id="a2"))
        yield world


def look(world: World, path: str, *, signed_for: str = "", message: str = "msg_1") -> Any:
    """A signed question, named with the path that it was signed for."""
    return world.get(path, headers=sign(b"", message_id=message, at=NOON, secret=SECRET, path=signed_for))


def test_an_act_that_names_its_alert_and_itself_is_done_without_a_warning(world: World) -> None:
    assert world.send(NOTE, BOUND).status_code == 200
    assert world.telemetry.unbound_routes == []


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/webhook/alerts/a2/note", "alert: this message was signed for a1"),
        ("/webhook/alerts/a1/resolve", "action: this message was signed for note"),
    ],
)
def test_an_act_that_was_signed_for_something_else_is_refused(world: World, path: str, fault: str) -> None:
    answer = world.send(path, BOUND)

    assert (answer.status_code, answer.json_body["error"]) == (401, fault)
    assert world.store.timeline("a1") == world.store.timeline("a2") == ()


def test_a_sender_of_before_is_heard_for_one_more_release_and_counted(world: World) -> None:
    assert world.send(NOTE, CALLED).status_code == 200
    assert set(world.telemetry.unbound_routes) == {"act"}


def test_a_question_names_the_path_that_it_was_signed_for(world: World) -> None:
    assert look(world, "/alerts/a1/why", signed_for="/alerts/a1/why").status_code == 200
    assert world.telemetry.unbound_routes == []

    elsewhere = look(world, "/alerts/a2/why", signed_for="/alerts/a1/why", message="msg_2")
    assert (elsewhere.status_code, elsewhere.json_body["error"]) == (
        401,
        "webhook-path: this message was signed for /alerts/a1/why",
    )


def test_a_path_that_was_put_in_afterwards_is_not_what_was_signed(world: World) -> None:
    headers = sign(b"", message_id="msg_1", at=NOON, secret=SECRET)

    assert world.get("/alerts/a1/why", headers=headers | {"webhook-path": "/alerts/a1/why"}).status_code == 401


def test_a_question_of_before_is_answered_and_counted(world: World) -> None:
    assert look(world, "/silences").status_code == 200
    assert world.telemetry.unbound_routes == ["silences"]


@pytest.mark.parametrize("path", ["/alerts/a1/why", "/silences"])
def test_a_question_is_taken_once(world: World, path: str) -> None:
    assert look(world, path, signed_for=path).status_code == 200
    assert look(world, path, signed_for=path).status_code == 401


def test_a_silence_is_taken_once(world: World) -> None:
    made = world.send("/webhook/silences", SILENCE)
    end = f"/webhook/silences/{made.json_body['id']}/end"
    assert world.send(end, {"silence": made.json_body["id"], "action": "end"}, message="msg_2").status_code == 200

    assert world.send("/webhook/silences", SILENCE).status_code == 401
    assert world.send(end, {"silence": made.json_body["id"], "action": "end"}, message="msg_2").status_code == 401


def test_who_ends_a_silence_is_known(world: World) -> None:
    """Nobody does it unsigned, nor with a message that was signed for another silence."""
    made = world.send("/webhook/silences", SILENCE)
    end = f"/webhook/silences/{made.json_body['id']}/end"

    assert world.post(end, b"{}", {}).status_code == 401
    assert world.send(end, {"silence": "other", "action": "end"}, message="msg_2").status_code == 401
    assert [found.id for found in world.silencing.running()] == [made.json_body["id"]]


def test_the_same_message_may_come_again_after_our_own_503(world: World) -> None:
    real = world.store.save

    def down(*_: object, **__: object) -> None:
        world.store.is_down = True
        world.store._require_up()

    world.store.save = down  # type: ignore[method-assign]
    assert world.send(NOTE, BOUND).status_code == 503
    world.store.save = real  # type: ignore[method-assign]
    world.store.is_down = False
    world.clock.forward(seconds=31)  # the store could not even be told that it failed

    assert world.send(NOTE, BOUND).status_code == 200
    assert world.send(NOTE, BOUND).status_code == 401
    assert [type(event) for event in world.store.timeline("a1")] == [Noted]


def test_a_retry_at_once_after_a_503_is_done(world: World) -> None:
    real, failures = world.store.save, iter([True])

    def once(*args: Any, **kwargs: Any) -> None:
        if next(failures, False):
            world.store.is_down = True
            try:
                world.store._require_up()
            finally:
                world.store.is_down = False
        real(*args, **kwargs)

    world.store.save = once  # type: ignore[method-assign]

    assert [world.send(NOTE, BOUND).status_code for _ in range(2)] == [503, 200]


def test_what_was_refused_for_good_is_not_asked_again(world: World) -> None:
    assert world.send("/webhook/alerts/a9/note", CALLED | {"alert": "a9", "action": "note"}).status_code == 404
    assert world.send("/webhook/alerts/a9/note", CALLED | {"alert": "a9", "action": "note"}).status_code == 401


@pytest.mark.parametrize("until", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_an_end_beyond_all_time_is_refused(world: World, until: str) -> None:
    snoozed = world.send("/webhook/alerts/a1/snooze", {"by": "ana", "until": until, "reason": "later"})
    silenced = world.send("/webhook/silences", SILENCE | {"until": until}, message="msg_2")

    assert [snoozed.status_code, silenced.status_code] == [422, 422]
    assert silenced.json_body["error"].startswith("until: ")
