"""The Mastodon server that the local run plays, read by the real source."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.sources import make_source
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.brand import SourcePolicy
from localrun.mastodon import played
from localrun.options import DEMO
from tests.builders import NOON
from tests.unit.sources.toots import drain


@pytest.fixture
def address() -> Iterator[str]:
    with played(DEMO / "mastodon.json", newest=NOON) as server:
        yield server


def heard(address: str, *, hashtag: str = "", **options: str) -> list[Mention]:
    """Everything that the source reads of the server."""
    source = make_source(
        SourcePolicy(name="toots", kind="mastodon", options={"server": address, **options}),
        handles=("wayfare@social.wayfare.example",),
        secrets={"mastodon-token": "any"},
        hashtag=hashtag,
        feed_hosts=frozenset({address.removeprefix("http://")}),
    )
    return sorted(
        (mention for batch in drain(source) for mention in batch.mentions), key=lambda mention: mention.posted_at
    )


def test_the_demo_is_a_day_with_the_brand(address: str) -> None:
    lost, answer, praise, ill, private = heard(address)

    assert answer.thread == lost.thread
    assert answer.author.handle == "wayfare@social.wayfare.example"
    assert praise.language == "de"
    assert ill.title == "food poisoning"
    assert (private.private, private.text) == (True, "")
    assert (NOON - private.posted_at).total_seconds() < 60


def test_a_search_and_a_hashtag_find_what_was_said(address: str) -> None:
    found = heard(address, query="chicken flight", hashtag="nothing")

    assert [mention.title for mention in found].count("food poisoning") == 2  # told to us, and found
    assert len({mention.key for mention in found}) == 5
