"""Which sources there are, and what building one takes."""

import subprocess
import sys

import pytest

from chalicelib.adapters.sources import SOURCES, make_source
from chalicelib.domain.errors import SourceError
from chalicelib.domain.rules.brand import SourcePolicy
from tests.unit.sources.skies import FakeVault


@pytest.mark.parametrize("kind", ["carrier-pigeon", "webhook", ""])
def test_a_kind_that_nobody_reads_is_refused_by_name(kind: str) -> None:
    with pytest.raises(SourceError, match=f"press: there is no kind of source called '{kind}'"):
        make_source(SourcePolicy(name="press", kind=kind), handles=(), staff=(), secrets={})


def test_a_feed_without_an_address_is_refused() -> None:
    with pytest.raises(SourceError, match="press: a feed needs the option `url`"):
        make_source(SourcePolicy(name="press", kind="feed"), handles=(), staff=(), secrets={})


def test_mastodon_without_the_server_of_a_handle_is_refused() -> None:
    with pytest.raises(SourceError, match="toots: the brand has no handle on Mastodon with its server"):
        make_source(SourcePolicy(name="toots", kind="mastodon"), handles=("wayfare",), staff=(), secrets={})


def test_x_without_a_handle_is_refused() -> None:
    with pytest.raises(SourceError, match="x: the brand has no handle on X to listen for"):
        make_source(SourcePolicy(name="x", kind="x"), handles=(), staff=(), secrets={})


HANDLES = {"mastodon": "wayfare@social.example", "bluesky": "wayfare.example"}


@pytest.mark.parametrize("kind", sorted(SOURCES))
def test_a_source_carries_the_name_of_its_policy(kind: str) -> None:
    policy = SourcePolicy(name="ears", kind=kind, options={"url": "https://blog.example/feed"})

    handles = (HANDLES.get(kind, "wayfare"),)
    assert make_source(policy, handles=handles, staff=(), secrets={}, vault=FakeVault()).name == "ears"


def test_what_reads_a_network_loads_only_when_a_policy_asks_for_it() -> None:
    heavy = {"tweepy", "feedparser", "mastodon", "requests"}
    code = f"import sys, chalicelib.adapters.sources as s; print(sorted({heavy!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
