"""The process that reads feeds: whatever a stranger's document does to a parser, it does it here, and within limits.

`.venv/bin/python -m chalicelib.adapters.sources.feed.child` answers one question after another until its input ends. It
holds no secret and asks nobody. A document that takes more time ends it; one that takes more memory is refused.
"""

import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import msgspec

from chalicelib.adapters.sources.feed.mentions import Reading, read_mentions
from chalicelib.adapters.sources.feed.parse import parse
from chalicelib.adapters.sources.feed.wire import LARGEST_TOLD, Answer, Question, receive, send
from chalicelib.domain.errors import SourceError
from chalicelib.domain.heard.source import Fault

CPU = 5
"""Seconds of computing that one document may take at most."""

MEMORY = 384 * 1024 * 1024
"""Bytes of address space."""

_LARGEST_QUESTION = 16 * 1024 * 1024


def main() -> None:
    """Read documents until there are no more."""
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_AS, MEMORY)
    signal.signal(signal.SIGVTALRM, _too_slow)
    while question := receive(Question, sys.stdin.buffer, at_most=_LARGEST_QUESTION):
        limit(resource.RLIMIT_CPU, int(time.process_time()) + CPU)
        try:
            answer = answered(question)
        except MemoryError:
            answer = Answer(refused="feed: reading it takes more memory than a feed may", is_last=True)
        send(answer, sys.stdout.buffer)
        if answer.is_last:
            return


def limit(kind: int, most: int) -> None:
    """Let the system hold this process to a limit; some systems do not know all of them."""
    with suppress(OSError, ValueError):
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def answered(question: Question) -> Answer:
    """What the document says, or why it is refused: nothing that it does to a parser is raised, but MemoryError."""
    try:
        feed = parse(question.body, content_type=question.content_type, base=question.base, bounded=_bounded)
        reading = read_mentions(
            feed,
            source=question.source,
            feed_url=question.feed_url,
            base=question.base,
            at=question.at,
            shared=question.shared,
            bounded=_bounded,
        )
        return _packed(reading)
    except SourceError as error:
        return Answer(refused=str(error), passes=error.retryable)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, it is this document's
        return Answer(refused=f"feed: what came cannot be read ({type(error).__name__})")


def _packed(reading: Reading) -> Answer:
    each, faults, size = [], list(reading.faults), 0
    for number, pair in enumerate(reading.each):
        try:
            packed = msgspec.msgpack.encode(pair)
        except UnicodeEncodeError:
            faults.append(Fault(where=f"entries[{number}]", reason="holds characters that no text can"))
            continue
        size += len(packed)
        if size > LARGEST_TOLD:
            return Answer(refused=f"feed: what it says is longer than {LARGEST_TOLD} bytes", passes=False)
        each.append(msgspec.Raw(packed))
    return Answer(each=tuple(each), shared=reading.shared, faults=tuple(faults), is_whole=reading.is_whole)


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _too_slow(_: int, __: FrameType | None) -> None:
    raise TimeoutError


if __name__ == "__main__":
    main()
