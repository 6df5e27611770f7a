"""Tools with tokens: each opens what its scope says, a minute has room for so many, and what is taken back is over."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from chalice.test import HTTPResponse

from chalicelib.adapters.signatures import sign
from chalicelib.domain.alert.alert import AlertStatus
from chalicelib.domain.people.tool import Scope, Tool, token_hash, token_of
from tests.builders import NOON, an_alert
from tests.functional.api import SECRET, World, a_world

TOKEN = token_of("zapier", "5" * 64)
NOTE = "/webhook/alerts/a1/note"
BY_ANA = {"by": "ana", "text": "called the gate"}
MENTION = {"id": "7", "text": "three hours at the gate", "author": {"handle": "kim"}}
READS = ("/alerts", "/alerts/a1", "/alerts/a1/why", "/silences")


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        world.has(an_alert())
        yield world


def knows(world: World, *scopes: Scope, rate: int = 60, token: str = TOKEN) -> None:
    world.store.keep_tool(Tool(name="zapier", hash=token_hash(token), scopes=scopes, made_at=NOON, rate=rate))


def get(world: World, path: str, token: str = TOKEN) -> HTTPResponse:
    return world.get(path, headers={"Authorization": f"Bearer {token}"})


def post(world: World, path: str, body: object, token: str = TOKEN) -> HTTPResponse:
    return world.post(path, json.dumps(body).encode(), {"Authorization": f"bearer {token}"})


@pytest.mark.parametrize("path", READS)
def test_a_token_that_reads_opens_every_question_and_no_act(world: World, path: str) -> None:
    knows(world, Scope.READ)

    assert get(world, path).status_code == 200
    assert post(world, NOTE, BY_ANA).status_code == 403
    assert post(world, "/webhook/mentions", MENTION).status_code == 403
    assert world.store.timeline("a1") == ()


def test_a_token_that_acts_acts_again_and_again_and_reads_nothing(world: World) -> None:
    knows(world, Scope.ACT)
    answers = [post(world, NOTE, BY_ANA) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(world.store.timeline("a1")) == 2
    assert [get(world, path).status_code for path in READS] == [403] * len(READS)
    silence = {"kind": "author", "subject": "x:900", "by": "ana", "reason": "a bot", "until": "2026-05-11T12:00:00Z"}
    made = post(world, "/webhook/silences", silence)
    assert made.status_code == 201
    assert post(world, f"/webhook/silences/{made.json_body['id']}/end", {}).status_code == 200


def test_an_act_that_names_another_alert_is_refused_with_a_token_too(world: World) -> None:
    knows(world, Scope.ACT)

    assert post(world, NOTE, BY_ANA | {"alert": "a2"}).status_code == 401


def test_a_token_for_mentions_passes_them_on_and_does_nothing_else(world: World) -> None:
    knows(world, Scope.MENTIONS)

    assert post(world, "/webhook/mentions", MENTION).status_code == 202
    assert post(world, NOTE, BY_ANA).status_code == 403
    assert [mention.id for mention in world.mentions.waiting] == ["7"]


@pytest.mark.parametrize(
    "token",
    ["", "x", TOKEN[:-1], TOKEN + "5", TOKEN.upper(), token_of("other", "5" * 64), "earshot_zapier_", "earshot__5"],
)
def test_what_is_no_token_opens_nothing(world: World, token: str) -> None:
    knows(world, *Scope)

    assert get(world, "/alerts", token).status_code == 401


def test_a_token_that_is_taken_back_is_over_at_once(world: World) -> None:
    knows(world, Scope.READ)
    assert get(world, "/alerts").status_code == 200
    world.store.drop_tool("zapier")

    assert get(world, "/alerts").status_code == 401


def test_a_minute_has_room_for_so_many_requests(world: World) -> None:
    knows(world, Scope.READ, rate=2)
    answers = [get(world, "/alerts").status_code for _ in range(3)]
    world.clock.at += timedelta(minutes=1)

    assert [*answers, get(world, "/alerts").status_code] == [200, 200, 429, 200]


def test_an_alert_is_answered_as_an_act_answers_it(world: World) -> None:
    knows(world, Scope.READ, Scope.ACT)
    acted = post(world, "/webhook/alerts/a1/acknowledge", {"by": "ana"})

    assert get(world, "/alerts/a1").json_body == acted.json_body
    assert get(world, "/alerts").json_body == {"alerts": [acted.json_body], "matching": 1, "after": None}
    assert get(world, "/alerts/a9").status_code == 404


def test_alerts_are_filtered_and_come_forty_at_a_time(world: World) -> None:
    for number in range(45):
        world.has(an_alert(id=f"b{number}", department="press"))
    world.has(an_alert(id="c1", status=AlertStatus.RESOLVED, timers={}))
    knows(world, Scope.READ)
    first = get(world, "/alerts?status=open&department=press").json_body
    rest = get(world, f"/alerts?department=press&after={first['after']}").json_body

    assert (len(first["alerts"]), first["matching"], first["after"]) == (40, 45, 40)
    assert (len(rest["alerts"]), rest["after"]) == (5, None)
    assert {alert["id"] for alert in (*first["alerts"], *rest["alerts"])} == {f"b{number}" for number in range(45)}
    assert get(world, "/alerts?status=acknowledged").json_body["matching"] == 0


@pytest.mark.parametrize("asked", ["status=resolved", "status=x", "after=-1", "after=x", "after=9999999", "q=x"])
def test_what_cannot_be_asked_for_is_named(world: World, asked: str) -> None:
    knows(world, Scope.READ)
    answer = get(world, f"/alerts?{asked}")

    assert answer.status_code == 422
    assert answer.json_body["error"].startswith(f"{asked.partition('=')[0]}:")


@pytest.mark.parametrize("path", ["/alerts", "/alerts/a1"])
def test_who_signs_reads_too_if_the_signature_says_what_it_is_for(world: World, path: str) -> None:
    bound = sign(b"", message_id="msg_1", at=NOON, secret=SECRET, path=path)
    of_nothing = sign(b"", message_id="msg_2", at=NOON, secret=SECRET)

    assert world.get(path, headers=bound).status_code == 200
    assert world.get(path, headers=bound).status_code == 401, "taken once"
    assert world.get(path, headers=of_nothing).status_code == 401
    assert world.get(path).status_code == 401
