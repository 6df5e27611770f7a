"""Real answers of Mastodon servers, recorded by Mastodon.py's authors, read by the real source."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.sources.mastodon.statuses import read_status
from tests.builders import NOON
from tests.unit.sources.toots import Server, drain, mastodon_source, serving

SAMPLES = Path(__file__).parents[4] / "shared/samples/mastodon"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason=f"there are no recordings in {SAMPLES}")


def recorded(name: str) -> Any:
    """The body of one recorded answer."""
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))["body"]


def posts(value: Any) -> Iterator[Any]:
    """Every post in a body, wherever it lies."""
    if isinstance(value, dict):
        if "visibility" in value and "content" in value:
            yield value
        for each in value.values():
            yield from posts(each)
    for each in value if isinstance(value, list) else ():
        yield from posts(each)


def test_every_recorded_post_is_read() -> None:
    read = [read_status(post) for path in sorted(SAMPLES.glob("*.json")) for post in posts(recorded(path.stem))]

    assert len(read) >= 4
    assert all(status.words("home.example") for status in read)
    assert {status.is_public for status in read} == {True, False}


def test_a_recorded_mention_is_heard() -> None:
    with serving(Server(notices=recorded("notifications_1"))) as loopback:
        batches = drain(mastodon_source(loopback), when=NOON.replace(month=8))

    [mention] = [mention for batch in batches for mention in batch.mentions]
    assert mention.text.startswith("@mastodonpy_test@social.wayfare.example")
    assert [fault for batch in batches for fault in batch.faults] == []


def test_recorded_notifications_whose_posts_are_gone_are_counted() -> None:
    with serving(Server(notices=recorded("entity_notification_0"))) as loopback:
        batches = drain(mastodon_source(loopback))

    [mention] = [mention for batch in batches for mention in batch.mentions]
    assert (mention.private, mention.words) == (True, "")
    [fault] = [fault for batch in batches for fault in batch.faults]
    assert fault.reason == "39 of its posts were deleted, or cannot be seen any more"


def test_a_recorded_thread_is_one() -> None:
    above = recorded("entity_context_0")["ancestors"]
    first = read_status(above[0])
    asked = read_status(recorded("entity_status_0"))

    assert first.in_reply_to_id is None
    assert asked.spoiler_text == "test post for mastodon.py stuff"
