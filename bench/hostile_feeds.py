"""What a reader of feeds takes for each attack known: `.venv/bin/python -m bench.hostile_feeds`.

Of each: seconds of computing, and what became of it. The last line sums up, and says what a healthy feed costs in the
child beside reading it in this process.
"""

import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from chalicelib.adapters.sources.feed.child import CPU, answered
from chalicelib.adapters.sources.feed.reader import FeedReader
from chalicelib.adapters.sources.feed.wire import Question
from chalicelib.domain.errors import SourceError
from tests.unit.sources.hostile_feeds import an_item, around, attacks

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ADDRESS = "https://feeds.example/feed"
ROUNDS = 200


class Trial(NamedTuple):
    """One attack: seconds of computing in the child, and what was read or why not."""

    name: str
    seconds: float
    became: str

    @property
    def is_held(self) -> bool:
        """Whether it was refused or read in time."""
        return self.seconds <= CPU


def main() -> None:
    """Try each attack on a child of its own, then healthy feeds on one."""
    trials = [tried(name, body) for name, body in attacks().items()]
    for trial in trials:
        print(f"{trial.seconds:5.2f} s  {trial.name}: {trial.became}")
    healthy = question(around(*(an_item(b"<guid>https://blog.example/%d</guid>" % n) for n in range(20))))
    reader = FeedReader()
    reader.read(healthy)
    apart, here = _each(lambda: reader.read(healthy)), _each(lambda: answered(healthy))
    reader.close()
    held, worst = sum(trial.is_held for trial in trials), max(trial.seconds for trial in trials)
    print(
        f"{held} of {len(trials)} refused or read within {CPU} s of computing, the worst in {worst:.2f} s; "
        f"a healthy feed of 21 entries takes {apart:.2f} ms in the child, {here:.2f} ms without one"
    )


def question(body: bytes) -> Question:
    """This document, as if an address had answered with it."""
    return Question(body=body, content_type="", source="bench", feed_url=ADDRESS, base=ADDRESS, at=AT, shared=())


def tried(name: str, body: bytes) -> Trial:
    """What a fresh child does with it. Its start and its imports are its own time, too, and are left out."""
    started = _ended(FeedReader(), b"<rss/>")[0]
    seconds, became = _ended(FeedReader(), body)
    return Trial(name, max(0.0, seconds - started), became)


def _ended(reader: FeedReader, body: bytes) -> tuple[float, str]:
    before = _of_children()
    try:
        reading = reader.read(question(body))
        became = f"{len(reading.each)} read" + "".join(f"; {fault.where}: {fault.reason}" for fault in reading.faults)
    except SourceError as error:
        became = str(error)
    reader.close()
    return _of_children() - before, became


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _each(read: Callable[[], object]) -> float:
    """Milliseconds of the fastest of several rounds: this machine has other work, too."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        read()
        took.append(time.perf_counter() - began)
    return min(took) * 1_000


if __name__ == "__main__":
    main()
