"""The signed webhooks: what the social team's tools send, what they are answered, and what is refused unread."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.adapters.signatures import sign
from chalicelib.domain.alert.asked import Acknowledge, Resolve
from chalicelib.domain.alert.event import Noted
from chalicelib.domain.rules.brand import SourcePolicy
from tests.builders import NOON, an_alert, an_excerpt
from tests.functional.api import SECRET, World, a_world

MENTIONS = "/webhook/mentions"
NOTE = "/webhook/alerts/a1/note"
MENTION = {"id": "7", "text": "three hours at the gate", "author": {"handle": "kim"}}
BY_ANA = {"by": "ana", "text": "called the gate"}
MIB = 1024 * 1024


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        world.has(an_alert())
        yield world


def nothing_happened(world: World) -> bool:
    return world.mentions.waiting == [] and world.store.timeline("a1") == ()


def test_signed_mentions_are_queued(world: World) -> None:
    answer = world.send(MENTIONS, [MENTION, MENTION | {"id": "8"}])

    assert (answer.status_code, answer.json_body) == (202, {"accepted": 2})
    assert [mention.key for mention in world.mentions.waiting] == ["webhook:7", "webhook:8"]


def test_of_a_batch_the_good_mentions_are_queued_and_the_bad_ones_named(world: World) -> None:
    answer = world.send(MENTIONS, [MENTION, MENTION | {"id": "8", "posted_at": "yesterday"}])

    assert (answer.status_code, answer.json_body["accepted"]) == (207, 1)
    assert answer.json_body["error"] == "mentions[1].posted_at: Invalid RFC3339 encoded datetime"
    assert [mention.key for mention in world.mentions.waiting] == ["webhook:7"]


def test_svix_headers_are_read_like_those_of_the_standard(world: World) -> None:
    body = json.dumps(MENTION).encode()
    headers = sign(body, message_id="msg_1", at=NOON, secret=SECRET)
    named = {name.replace("webhook-", "svix-"): value for name, value in headers.items()}

    assert world.post(MENTIONS, body, named).status_code == 202
    assert world.post(MENTIONS, body + b" ", named).status_code == 401


def hearing(world: World, *names: str) -> None:
    """Let brand.yaml name these webhook sources."""
    sources = tuple(SourcePolicy(name=name, kind="webhook") for name in names)
    world.policies = replace(world.policies, brand=replace(world.policies.brand, sources=sources))


def test_ids_of_two_tools_count_within_each(world: World) -> None:
    hearing(world, "reviews", "shop")
    for name in ("reviews", "shop"):
        assert world.send(f"{MENTIONS}?source={name}", MENTION).status_code == 202

    heard = world.mentions.waiting
    assert [(mention.source, mention.key) for mention in heard] == [
        ("reviews", "webhook:reviews#7"),
        ("shop", "webhook:shop#7"),
    ]


def test_the_only_webhook_source_is_meant_where_none_is_named(world: World) -> None:
    hearing(world, "reviews")
    world.send(MENTIONS, MENTION)

    assert [mention.source for mention in world.mentions.waiting] == ["reviews"]


def test_a_source_that_nobody_knows_is_refused_by_name(world: World) -> None:
    hearing(world, "reviews")
    answer = world.send(f"{MENTIONS}?source=shop", MENTION)

    assert answer.status_code == 422
    assert answer.json_body["error"] == "source: brand.yaml has no source of kind webhook that is called 'shop'"
    assert world.mentions.waiting == []


def test_a_queue_that_is_down_asks_the_tool_to_try_again(world: World) -> None:
    world.mentions.is_down = True
    assert world.send(MENTIONS, MENTION).status_code == 503
    world.mentions.is_down = False
    assert world.send(MENTIONS, MENTION).status_code == 202


def test_an_act_is_answered_with_the_alerts_new_state(world: World) -> None:
    answer = world.send("/webhook/alerts/a1/acknowledge", {"by": "ana"})

    assert answer.status_code == 200
    assert answer.json_body == {
        "id": "a1",
        "status": "acknowledged",
        "department": "care",
        "urgency": "routine",
        "theme": None,
        "owner": "ana",
        "tier": 1,
        "cycle": 0,
        "due_at": "2026-05-04T12:50:00Z",
        "timers": {"loan": "2026-05-04T13:00:00Z", "reminder": "2026-05-04T12:50:00Z"},
        "handed_over_by": None,
        "bounces": 0,
        "mentions": 1,
        "network": "x",
        "author": an_excerpt().handle,
        "text": an_excerpt().text,
        "url": "https://x.com/customer900/status/1",
        "ticket": "",
        "is_crisis": False,
        "is_exhausted": False,
        "opened_at": "2026-05-04T11:45:00Z",
        "resolved_at": None,
        "version": 2,
    }


def test_every_act_has_its_address(world: World) -> None:
    later = (NOON + timedelta(hours=1)).isoformat()
    sent = [
        ("note", {"text": "called the gate"}),
        ("transfer", {"to": "ben", "note": "yours?"}),
        ("decline", {"by": "ben", "note": "no"}),
        ("transfer", {"to": "ben"}),
        ("accept", {"by": "ben"}),
        ("snooze", {"by": "ben", "until": later, "reason": "they sleep"}),
        ("resolve", {"reason": "answered"}),
        ("reopen", {"reason": "she wrote again"}),
        ("acknowledge", {}),
    ]
    answers = [
        world.send(f"/webhook/alerts/a1/{action}", {"by": "ana"} | body, message=f"msg_{number}")
        for number, (action, body) in enumerate(sent)
    ]
    assert [answer.status_code for answer in answers] == [200] * len(sent)


def test_a_replayed_message_is_refused_and_done_once(world: World) -> None:
    assert world.send(NOTE, BY_ANA).status_code == 200
    replayed = world.send(NOTE, BY_ANA)

    assert replayed.status_code == 401
    assert replayed.json_body == {"error": "this message was received before: sign it again to send it again"}
    assert world.store.timeline("a1") == (Noted(alert_id="a1", at=NOON, by="ana", text="called the gate"),)


def test_a_message_signed_anew_is_another_try_and_not_a_replay(world: World) -> None:
    world.send("/webhook/alerts/a1/acknowledge", {"by": "ana"})
    world.clock.forward(seconds=5)
    assert world.send("/webhook/alerts/a1/acknowledge", {"by": "ana"}).status_code == 200


def test_either_of_two_secrets_is_believed_while_one_replaces_the_other(world: World) -> None:
    new = "whsec_YW5vdGhlci1maWN0aW9uYWwtc2VjcmV0LTQ1Njc="
    world.secrets["webhook-secret"] = f"{new} {SECRET}"

    assert world.send(MENTIONS, MENTION, secret=SECRET).status_code == 202
    assert world.send(MENTIONS, MENTION, secret=new).status_code == 202


@pytest.mark.parametrize("path", [MENTIONS, NOTE])
def test_without_a_configured_secret_nothing_is_accepted(world: World, path: str) -> None:
    world.secrets.clear()
    answer = world.send(path, BY_ANA)

    assert answer.status_code == 401
    assert answer.json_body == {"error": "no webhook secret is configured: nothing is accepted"}
    assert nothing_happened(world)


@pytest.mark.parametrize("path", [MENTIONS, NOTE])
def test_an_unsigned_message_is_refused(world: World, path: str) -> None:
    assert world.post(path, b"{}", {}).status_code == 401
    assert nothing_happened(world)


@pytest.mark.parametrize("path", [MENTIONS, NOTE])
def test_a_message_changed_on_its_way_is_refused(world: World, path: str) -> None:
    headers = sign(b'{"by":"ana"}', message_id="msg_1", at=NOON, secret=SECRET)
    assert world.post(path, b'{"by":"eve"}', headers).status_code == 401
    assert nothing_happened(world)


@pytest.mark.parametrize("late", [timedelta(seconds=-301), timedelta(seconds=301)])
def test_a_message_from_another_time_is_refused(world: World, late: timedelta) -> None:
    headers = sign(b"{}", message_id="msg_1", at=NOON + late, secret=SECRET)
    answer = world.post(NOTE, b"{}", headers)

    assert answer.status_code == 401
    assert answer.json_body == {"error": "webhook-timestamp is more than 300 seconds away from now"}
    assert nothing_happened(world)


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        (MENTIONS, b"{", 400, "the body is not JSON"),
        (MENTIONS, b"\xff\xfe", 400, "the body is not JSON"),
        (MENTIONS, MENTION | {"colour": "red"}, 422, "mention.colour: there is no such field"),
        (MENTIONS, [], 422, "mentions: there is none"),
        (MENTIONS, b"[" * 100_000, 400, "the body is not JSON"),
        (NOTE, b"{", 400, "the body is not JSON"),
        (NOTE, b"\xff\xfe", 400, "the body is not JSON"),
        (NOTE, b"[" * 60_000, 400, "the body is not JSON"),
        (NOTE, [], 422, "the body must be a JSON object"),
        (NOTE, {"text": "x"}, 422, "by: say who acts"),
        (NOTE, {"by": 7, "text": "x"}, 422, "by: say who acts"),
        (NOTE, {"by": "ana"}, 422, "text: is missing"),
        (NOTE, {"by": "ana", "text": 7}, 422, "text: Expected `str`, got `int`"),
        (NOTE, {"by": "ana", "text": " "}, 422, "text: a note has 1 to 2000 characters, got 0"),
        (NOTE, BY_ANA | {"colour": "red", "weight": "1 kg"}, 422, "colour: there is no such field; weight: there"),
        ("/webhook/alerts/a1/explode", {"by": "ana"}, 404, "there is no act 'explode': there are acknowledge,"),
        ("/webhook/alerts/a9/acknowledge", {"by": "ana"}, 404, "there is no alert a9"),
        ("/webhook/alerts/a%20b/acknowledge", {"by": "ana"}, 404, "there is nothing at this address"),
        ("/webhook/alerts/a1/acknowledge", {"by": "nobody"}, 422, "by: nobody is called 'nobody'"),
        ("/webhook/alerts/a1/accept", {"by": "ana"}, 409, "nobody hands it over"),
        ("/webhook/alerts/a1/transfer", {"by": "ana", "to": "mars"}, 422, "to: no department and nobody is called"),
    ],
)
def test_a_signed_message_that_cannot_be_done_says_why_and_changes_nothing(
    world: World, path: str, body: object, status: int, sentence: str
) -> None:
    answer = world.send(path, body)

    assert answer.status_code == status
    assert sentence in answer.json_body["error"]
    assert nothing_happened(world)
    assert world.alert().is_triggered


@pytest.mark.parametrize("path", [MENTIONS, NOTE])
def test_a_megabyte_is_refused_before_anything_reads_it(world: World, path: str) -> None:
    answer = world.post(path, b"x" * (MIB + 1), {})

    assert answer.status_code == 413
    assert nothing_happened(world)


def test_a_message_that_could_not_be_read_may_be_sent_again(world: World) -> None:
    assert world.send(NOTE, b"{").status_code == 400
    assert world.send(NOTE, BY_ANA).status_code == 200


def test_the_second_tool_is_told_who_was_faster(world: World) -> None:
    world.respond.act("a1", "ben", Acknowledge())
    answer = world.send("/webhook/alerts/a1/acknowledge", {"by": "ana"})

    assert answer.status_code == 409
    assert answer.json_body == {"error": "cannot acknowledge alert a1: ben already has it"}


def test_what_is_late_is_told_that_the_alert_is_resolved(world: World) -> None:
    world.respond.act("a1", "ben", Resolve())
    answer = world.send("/webhook/alerts/a1/acknowledge", {"by": "ana"})
    assert (answer.status_code, answer.json_body["error"]) == (409, "cannot acknowledge alert a1: it is resolved")


def test_health_says_which_policies_are_in_force(world: World) -> None:
    answer = world.get("/health")
    assert (answer.status_code, answer.json_body) == (200, {"status": "ok", "policies": "v1"})
