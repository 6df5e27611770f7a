"""Real answers of Bluesky, recorded by bskyr's authors, read by the real source."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.sources.bluesky.posts import mentions, read_posts
from chalicelib.domain.errors import SourceError
from tests.builders import NOON
from tests.unit.sources.loopback import Said
from tests.unit.sources.skies import Server, bluesky_source, serving
from tests.unit.sources.toots import drain

SAMPLES = Path(__file__).parents[4] / "shared/samples/bluesky"
RECORDED = datetime(2025, 5, 19, 18, tzinfo=UTC)
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason=f"there are no recordings in {SAMPLES}")


def recorded(name: str) -> Any:
    """The body of one recorded answer."""
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))["body"]


def test_every_recorded_post_of_a_search_is_heard_once() -> None:
    with serving(Server(found=recorded("f_search_0")["posts"])) as loopback:
        batches = drain(bluesky_source(loopback, query="redistricting"), when=RECORDED)

    heard = [mention for batch in batches for mention in batch.mentions]
    assert len({mention.key for mention in heard}) == len(heard) == 25
    assert all(mention.text and mention.author.handle and mention.posted_at <= RECORDED for mention in heard)
    assert [fault for batch in batches for fault in batch.faults] == []


def test_the_recorded_mentions_answers_and_quotes_are_heard() -> None:
    notices = [each for each in recorded("n_notifications_0")["notifications"] if each["reason"] in SAYING]
    found, faults = read_posts(notices, where="notifications")
    heard = mentions("skies", found, {}, own="did:plc:nobody")

    assert faults == []
    assert len(heard) == len(notices) == 18
    assert all(mention.thread.startswith("at://") and mention.text for mention in heard)


SAYING = ("mention", "reply", "quote")


def test_the_post_of_a_recorded_thread_is_read() -> None:
    [post], faults = read_posts([recorded("f_postthread_0")["thread"]], where="thread")

    assert (faults, post.words[:7]) == ([], "Excited")


def test_a_recorded_refusal_names_what_the_server_said_and_no_more() -> None:
    refused = Said(status=400, body=json.dumps(recorded("r_post_errors_0")).encode())
    server = Server()
    with serving(server) as loopback:
        source = bluesky_source(loopback)
        source.fetch({}, at=NOON, budget=None)
        server.mishaps = [refused]
        with pytest.raises(SourceError, match=r"bluesky: InvalidRequest .getAuthorFeed.: the server does not take"):
            source.fetch({}, at=NOON, budget=None)
