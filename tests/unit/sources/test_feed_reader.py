"""Reading feeds in a process that can be ended: its limits, what becomes of what breaks them, and who reads next."""

import resource
import signal
import sys
from pathlib import Path

import pytest

from chalicelib.adapters.sources.feed.child import CPU, MEMORY
from chalicelib.adapters.sources.feed.reader import FeedReader
from chalicelib.adapters.sources.feed.wire import LARGEST_ANSWER, Question
from chalicelib.domain.errors import SourceUnavailableError
from tests.builders import NOON
from tests.unit.sources.feeds import an_item, rss
from tests.unit.sources.hostile_feeds import attacks

ADDRESS = "https://blog.example/feed"
GOOD = rss(an_item(1))
CHILD_STARTS = "import os, sys; sys.stdin.buffer.read(4); "


def question(body: bytes) -> Question:
    """What is asked about a document."""
    return Question(body=body, content_type="", source="blog", feed_url=ADDRESS, base=ADDRESS, at=NOON, shared=())


def a_child_that(does: str, **options: float) -> FeedReader:
    """A reader whose child begins to read its question, and then does this."""
    return FeedReader((sys.executable, "-c", CHILD_STARTS + does), **options)


@pytest.fixture
def reader() -> FeedReader:
    return FeedReader()


def pid_of(reader: FeedReader) -> int:
    child = reader._child
    assert child is not None
    return child.pid


def test_the_system_holds_the_child_to_its_limits(reader: FeedReader) -> None:
    reader.read(question(GOOD))

    computing, _ = resource.prlimit(pid_of(reader), resource.RLIMIT_CPU)
    memory, _ = resource.prlimit(pid_of(reader), resource.RLIMIT_AS)
    reader.close()
    assert computing == CPU  # it has used less than a second
    assert memory == MEMORY


def test_one_child_reads_many_documents(reader: FeedReader) -> None:
    readings = [reader.read(question(GOOD)) for _ in range(3)]
    first = pid_of(reader)
    readings.append(reader.read(question(GOOD)))

    assert pid_of(reader) == first
    assert [mention.title for reading in readings for _, mention in reading.each] == ["Wayfare lost my bag"] * 4
    reader.close()


def test_the_child_holds_none_of_our_secrets(reader: FeedReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-for-parsers")
    reader.read(question(GOOD))

    assert b"not-for-parsers" not in Path(f"/proc/{pid_of(reader)}/environ").read_bytes()
    reader.close()


def test_a_document_that_takes_too_much_computing_is_a_failure_in_words() -> None:
    reader = a_child_that(f"os.kill(os.getpid(), {signal.SIGXCPU.value})")

    with pytest.raises(SourceUnavailableError, match="reading it takes longer than a feed may"):
        reader.read(question(GOOD))


def test_a_child_that_does_not_answer_is_ended() -> None:
    reader = a_child_that("sys.stdin.buffer.read(); import threading; threading.Event().wait()", longest=0.05)

    with pytest.raises(SourceUnavailableError, match="reading it takes longer than a feed may"):
        reader.read(question(GOOD))


@pytest.mark.parametrize(
    "answer",
    [b"", b"\0", (LARGEST_ANSWER + 1).to_bytes(4, "big") + b"x" * 100, b"\0\0\0\x01\xc1", b"\0\0\1\0half of it"],
    ids=["nothing", "half a length", "too much", "no message", "half a message"],
)
def test_what_is_no_answer_is_a_failure(answer: bytes) -> None:
    with pytest.raises(SourceUnavailableError, match="feed: the process that reads it ended"):
        a_child_that(f"sys.stdout.buffer.write({answer!r})").read(question(GOOD))


def test_when_a_child_was_ended_another_reads_what_comes_next(reader: FeedReader) -> None:
    reader.read(question(GOOD))
    first = pid_of(reader)
    resource.prlimit(first, resource.RLIMIT_CPU, (0, 0))  # what it has used is too much now
    with pytest.raises(SourceUnavailableError):
        reader.read(question(rss(*[an_item(1)] * 9_000)))

    assert len(reader.read(question(GOOD)).each) == 1
    assert pid_of(reader) != first
    reader.close()


def test_a_document_that_takes_too_much_memory_is_refused_and_another_child_reads_what_comes_next(
    reader: FeedReader,
) -> None:
    reader.read(question(GOOD))
    used = int(Path(f"/proc/{pid_of(reader)}/statm").read_text().split()[0]) * resource.getpagesize()
    resource.prlimit(pid_of(reader), resource.RLIMIT_AS, (used + 30 * 1024 * 1024, MEMORY))
    large = b'{"version":"https://jsonfeed.org/version/1","items":[' + b'{"":{"":{}}},' * 200_000 + b"0]}"
    with pytest.raises(SourceUnavailableError, match="reading it takes more memory than a feed may"):
        reader.read(question(large))

    assert len(reader.read(question(GOOD)).each) == 1
    reader.close()


@pytest.mark.parametrize("name", ["80 kB of line breaks before the root", "an author of 70,000 letters"])
def test_what_took_minutes_once_is_read(reader: FeedReader, name: str) -> None:
    reading = reader.read(question(attacks()[name]))
    reader.close()

    assert "Wayfare lost my bag" in [mention.title for _, mention in reading.each]


def test_a_character_that_no_text_can_hold_costs_one_entry(reader: FeedReader) -> None:
    body = b'{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"\\ud800"},{"id":"2","title":"x"}]}'
    reading = reader.read(question(body))
    reader.close()

    assert "x" in [mention.title for _, mention in reading.each]
