"""The Bluesky server that the local run plays, read by the real source."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.sources import make_source
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.brand import SourcePolicy
from localrun.bluesky import played
from localrun.options import DEMO
from tests.builders import NOON
from tests.unit.sources.skies import FakeVault
from tests.unit.sources.toots import drain


@pytest.fixture
def address() -> Iterator[str]:
    with played(DEMO / "bluesky.json", newest=NOON) as server:
        yield server


def heard(address: str, *, hashtag: str = "", **options: str) -> list[Mention]:
    """Everything that the source reads of the server."""
    source = make_source(
        SourcePolicy(name="skies", kind="bluesky", options={"server": address, **options}),
        handles=("wayfare.example",),
        secrets={"bluesky-app-password": "any"},
        vault=FakeVault(),
        hashtag=hashtag,
        feed_hosts=frozenset({address.removeprefix("http://")}),
    )
    return sorted(
        (mention for batch in drain(source) for mention in batch.mentions), key=lambda mention: mention.posted_at
    )


def test_the_demo_is_a_day_with_the_brand(address: str) -> None:
    charged, answer, cello, again = heard(address)

    assert charged.thread == answer.thread == again.thread
    assert answer.author.handle == "wayfare.example"
    assert (charged.author.followers, cello.author.followers) == (2210, 95)
    assert (NOON - again.posted_at).total_seconds() < 60


def test_a_search_finds_what_was_said(address: str) -> None:
    assert len(heard(address, query="cello cabin", hashtag="nothing")) == 5
