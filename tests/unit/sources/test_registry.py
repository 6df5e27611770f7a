"""Which sources there are, and what building one takes."""

import subprocess
import sys

import pytest

from chalicelib.adapters.sources import SOURCES, make_source
from chalicelib.domain.errors import SourceError
from chalicelib.domain.rules.brand import SourcePolicy


@pytest.mark.parametrize("kind", ["carrier-pigeon", "webhook", ""])
def test_a_kind_that_nobody_reads_is_refused_by_name(kind: str) -> None:
    with pytest.raises(SourceError, match=f"press: there is no kind of source called '{kind}'"):
        make_source(SourcePolicy(name="press", kind=kind), handles=(), staff=(), secrets={})


def test_a_feed_without_an_address_is_refused() -> None:
    with pytest.raises(SourceError, match="press: a feed needs the option `url`"):
        make_source(SourcePolicy(name="press", kind="feed"), handles=(), staff=(), secrets={})


def test_x_without_a_handle_is_refused() -> None:
    with pytest.raises(SourceError, match="x: the brand has no handle on X to listen for"):
        make_source(SourcePolicy(name="x", kind="x"), handles=(), staff=(), secrets={})


@pytest.mark.parametrize("kind", sorted(SOURCES))
def test_a_source_carries_the_name_of_its_policy(kind: str) -> None:
    policy = SourcePolicy(name="ears", kind=kind, options={"url": "https://blog.example/feed"})

    assert make_source(policy, handles=("wayfare",), staff=(), secrets={}).name == "ears"


def test_tweepy_and_feedparser_load_only_when_a_policy_asks_for_them() -> None:
    code = "import sys, chalicelib.adapters.sources as s; print(sorted({'tweepy', 'feedparser'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
