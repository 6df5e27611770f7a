"""Tools that cannot sign: the token of one source, forms, challenges, and a sender's own shape, by the real routes."""

import base64
import json
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from chalicelib.adapters.signatures import sign
from chalicelib.domain.rules.brand import SourcePolicy
from policyreader.mapping import rules_of
from tests.builders import NOON
from tests.functional.api import World, a_world

ADDRESS = "/webhook/mentions?source=reviews"
TOKEN = "a-token-of-reviews-0123456789"  # fictional
OWN_SECRET = "whsec_YW5vdGhlci1maWN0aW9uYWwtc2VjcmV0LTQ1Njc="  # fictional
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MENTION = {"id": "7", "text": "three hours at the gate", "author": {"handle": "kim"}}
BODY = json.dumps(MENTION).encode()


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"anybody:{password}".encode()).decode()


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        reviews = SourcePolicy(name="reviews", kind="webhook", token="inbound-reviews")  # its name
        shop = SourcePolicy(name="shop", kind="webhook", token="inbound-shop", map=rules_of("zapier", None))
        sources = (reviews, shop, SourcePolicy(name="plain", kind="webhook"))
        world.policies = replace(world.policies, brand=replace(world.policies.brand, sources=sources))
        world.secrets |= {"inbound-reviews": TOKEN, "inbound-shop": f"old-{TOKEN} new-{TOKEN}"}
        yield world


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (ADDRESS, {"earshot-token": TOKEN}),
        (ADDRESS, {"Earshot-Token": TOKEN}),
        (ADDRESS, {"Authorization": f"Bearer {TOKEN}"}),
        (ADDRESS, {"Authorization": basic(TOKEN)}),
        (f"{ADDRESS}&token={TOKEN}", {}),
    ],
    ids=["header", "in capitals", "bearer", "basic", "address"],
)
def test_a_token_is_taken_wherever_a_tool_can_put_it(world: World, address: str, headers: dict[str, str]) -> None:
    assert world.post(address, BODY, headers).status_code == 202
    assert [mention.key for mention in world.mentions.waiting] == ["webhook:reviews#7"]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (ADDRESS, {}),
        (ADDRESS, {"earshot-token": TOKEN[:-1]}),
        (ADDRESS, {"earshot-token": "t\u00f6ken"}),
        (ADDRESS, {"Authorization": "Basic !!!"}),
        (ADDRESS, {"Authorization": TOKEN}),
        ("/webhook/mentions?source=shop", {"earshot-token": TOKEN}),
        ("/webhook/mentions?source=plain", {"earshot-token": TOKEN}),
        ("/webhook/mentions?source=nobody", {"earshot-token": TOKEN}),
        ("/webhook/mentions", {"earshot-token": TOKEN}),
        ("/webhook/alerts/a1/note", {"earshot-token": TOKEN}),
        ("/webhook/silences", {"earshot-token": TOKEN}),
    ],
)
def test_a_token_opens_its_own_source_and_nothing_else(world: World, address: str, headers: dict[str, str]) -> None:
    answer = world.post(address, BODY, headers)

    assert answer.status_code == 401
    assert list(answer.json_body) == ["error"]
    assert TOKEN not in answer.json_body["error"]
    assert world.mentions.waiting == []


@pytest.mark.parametrize("kept", [None, "", "short"])
def test_a_secret_that_is_missing_or_weak_opens_nothing(world: World, kept: str | None) -> None:
    world.secrets.pop("inbound-reviews")
    world.secrets |= {} if kept is None else {"inbound-reviews": kept}

    assert world.post(ADDRESS, BODY, {"earshot-token": kept or ""}).status_code == 401


def test_signed_messages_are_taken_as_ever(world: World) -> None:
    assert world.send(ADDRESS, MENTION).status_code == 202


def test_a_senders_own_secret_signs_for_its_source_alone(world: World) -> None:
    world.secrets["inbound-reviews"] = OWN_SECRET
    headers = sign(BODY, message_id="msg_1", at=NOON, secret=OWN_SECRET)
    svix = {name.replace("webhook-", "svix-"): value for name, value in headers.items()}

    assert world.post(ADDRESS, BODY, svix).status_code == 202
    assert world.post(ADDRESS, BODY, headers).status_code == 202
    assert world.send(ADDRESS, MENTION).status_code == 202
    assert world.post("/webhook/mentions?source=plain", BODY, headers).status_code == 401
    assert world.post(ADDRESS, BODY + b" ", headers).status_code == 401
    assert world.post(ADDRESS, BODY, {"earshot-token": OWN_SECRET}).status_code == 401


@pytest.mark.parametrize("which", ["old", "new"])
def test_a_form_is_read_by_the_sources_map_and_either_of_two_tokens_opens(world: World, which: str) -> None:
    address = f"/webhook/mentions?source=shop&token={which}-{TOKEN}"
    answer = world.post(address, b"id=7&text=three+hours&author=kim&stars=1&url=", FORM)

    assert (answer.status_code, answer.json_body) == (202, {"accepted": 1})
    [mention] = world.mentions.waiting
    assert (mention.key, mention.text, mention.author.handle) == ("webhook:shop#7", "three hours", "kim")
    assert mention.beside == (("stars", "1"),)


def test_of_a_mapped_batch_the_good_ones_are_accepted(world: World) -> None:
    batch = [{"id": 1, "text": "a bag", "author": "kim"}, {"id": 2, "text": "", "author": "ben"}]
    answer = world.post("/webhook/mentions?source=shop", json.dumps(batch).encode(), {"earshot-token": f"new-{TOKEN}"})

    assert (answer.status_code, answer.json_body) == (207, {"accepted": 1, "error": "mentions[1].text: is missing"})


def test_a_challenge_is_answered_to_who_shows_the_token(world: World) -> None:
    asked = {"type": "url_verification", "token": "theirs", "challenge": "3eZbrw1aB"}
    body = json.dumps(asked).encode()

    answer = world.post(f"{ADDRESS}&token={TOKEN}", body, {})
    assert (answer.status_code, answer.json_body) == (200, {"challenge": "3eZbrw1aB"})
    assert world.post(ADDRESS, body, {}).status_code == 401
    assert world.mentions.waiting == []


def test_a_hub_gets_its_word_back_as_text(world: World) -> None:
    answer = world.get(f"{ADDRESS}&token={TOKEN}&hub.mode=subscribe&hub.challenge=word123")

    assert (answer.status_code, answer.body) == (200, b"word123")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert world.get(f"{ADDRESS}&hub.verify_token={TOKEN}&hub.challenge=word123").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [("&hub.challenge=word", 401), (f"&token={TOKEN}", 422), (f"&token={TOKEN}&hub.challenge=%3Cb%3E+x", 422)],
)
def test_no_word_is_given_back_to_a_stranger_and_none_that_is_not_plain(world: World, query: str, status: int) -> None:
    answer = world.get(f"{ADDRESS}{query}")

    assert (answer.status_code, list(answer.json_body)) == (status, ["error"])


def test_what_chalice_refuses_is_told_in_a_sentence_too(world: World) -> None:
    answer = world.post(ADDRESS, b"<a/>", {"earshot-token": TOKEN, "Content-Type": "text/xml"})
    assert (answer.status_code, answer.json_body) == (415, {"error": "Unsupported media type: text/xml"})


def test_a_failure_that_nobody_foresaw_is_told_in_a_sentence_too(world: World) -> None:
    world.mentions = None  # type: ignore[assignment]
    answer = world.send(ADDRESS, MENTION)
    assert (answer.status_code, answer.json_body) == (500, {"error": "An internal server error occurred."})
