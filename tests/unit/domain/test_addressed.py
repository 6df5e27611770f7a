"""Who speaks to the brand, and who only speaks of it."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.heard.mention import Mention, Network
from chalicelib.domain.judged.addressed import is_said_to, post_of, with_addressed
from chalicelib.domain.rules.brand import Brand
from tests.builders import a_mention, policies_for

HANDLES: dict[str, tuple[str, ...]] = {
    Network.X: ("wayfare",),
    Network.MASTODON: ("wayfare@social.example",),
    Network.FEED: ("wayfare",),
}
POLICIES = policies_for(brand=Brand(name="Wayfare", handles=HANDLES))


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        ("@wayfare my bag is gone", True),
        ("my bag is gone @Wayfare", True),
        ("my bag is gone, @wayfare. Help", True),
        ("@dalair lost my bag, so I come to @wayfare", False),
        ("flying wayfare today", False),
        ("write to me@wayfare.example", False),
        ("@wayfarer hello", False),
    ],
)
def test_a_post_speaks_to_us_where_our_handle_is_the_first(text: str, is_ours: bool) -> None:
    assert is_said_to(a_mention(text=text), POLICIES) is is_ours


@pytest.mark.parametrize(
    ("changes", "is_ours"),
    [
        ({"thread_by_brand": True}, True),
        ({"network": Network.WEBHOOK}, True),
        ({"network": Network.FEED, "text": "@wayfare"}, False),
        ({"network": Network.MASTODON, "text": "@wayfare@social.example hello"}, True),
        ({"network": Network.MASTODON, "text": "@wayfare@elsewhere.example hello"}, False),
    ],
)
def test_an_answer_to_us_and_our_own_form_speak_to_us_and_an_article_never_does(
    changes: dict[str, Any], is_ours: bool
) -> None:
    assert is_said_to(a_mention(**{"text": "hello", **changes}), POLICIES) is is_ours


def test_what_the_source_knows_is_kept() -> None:
    told = a_mention(text="no handle here", addressed=True)

    assert with_addressed(told, POLICIES) == told
    assert with_addressed(a_mention(text="@wayfare"), POLICIES).addressed


def article(**changes: Any) -> Mention:
    return replace(a_mention(network=Network.FEED, title="Jet turns back", text="It had left at nine."), **changes)


def test_a_headline_is_read_before_its_text() -> None:
    assert post_of(article()).text == "Jet turns back\nIt had left at nine."


def test_a_text_that_begins_with_its_headline_is_read_once() -> None:
    assert post_of(article(text="Jet turns back. It had left at nine.")).text == "Jet turns back. It had left at nine."


@pytest.mark.parametrize(("network", "can_be"), [(Network.FEED, False), (Network.X, True), (Network.WEBHOOK, True)])
def test_an_article_cannot_be_answered(network: Network, can_be: bool) -> None:
    assert post_of(article(network=network)).can_be_answered is can_be
