"""Whether many sources are read in time: `.venv/bin/python -m bench.collect`; the last line sums it up.

The real stages run over a table and a queue in memory, in a made-up time: what takes time is what a source's answer
takes, by the service times that are named. `FUNCTIONS` readers work side by side, as many as app.py allows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from chalicelib.domain.errors import SourceUnavailableError
from chalicelib.domain.heard.source import Batch, Cursor
from chalicelib.domain.rules.brand import SourcePolicy
from tests.builders import NOON, policies_for
from tests.functional.crowded import Turns
from tests.functional.world import World

FUNCTIONS = 20
"""`maximum_concurrency` of read_sources."""

FEEDS, SLOW, DEAD = 300, 10, 10
HEALTHY_SECONDS, SLOW_SECONDS, DEAD_SECONDS = 2.0, 30.0, 10.0
"""An ordinary answer with its parsing; fetching and parsing at their limits; the fetcher's time-out."""

STORE_SECONDS = 0.02
"""A turn that finds its source read, or leased, costs a look."""

HOURS = 2
GRACE = timedelta(minutes=1)


class Waits(NamedTuple):
    """Of one kind of feed: the longest time between the beginnings of two readings, from the rules' first minute on."""

    feeds: int
    longest: timedelta
    late: int


@dataclass
class Feed:
    """Answers after `seconds`; a dead one never does. `begun` holds when it was asked."""

    name: str
    seconds: float
    is_dead: bool
    pause: Callable[[float], None]
    begun: list[datetime] = field(default_factory=list)

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:  # noqa: ARG002  # the port's
        self.begun.append(at)
        self.pause(self.seconds)
        if self.is_dead:
            raise SourceUnavailableError("feed: no whole answer came (TimeoutError)")
        return Batch(cursor=cursor)

    def longest(self, since: datetime, until: datetime) -> timedelta:
        """The longest stretch in which nobody asked."""
        asked = [since, *self.begun, until]
        return max(later - earlier for earlier, later in pairwise(asked))


def main() -> None:
    print(f"{FEEDS} feeds, {SLOW} of them slow, {DEAD} dead; {FUNCTIONS} readers at once; {HOURS} hours")
    print(f"an answer takes {HEALTHY_SECONDS:.0f} s, a slow one {SLOW_SECONDS:.0f} s, a dead one {DEAD_SECONDS:.0f} s")
    for minutes in (1, 2, 5):
        every = timedelta(minutes=minutes)
        healthy, slow = waits(every)
        print(
            f"every {minutes} min: the longest that a healthy feed was not asked is {_said(healthy.longest)},"
            f" {healthy.late} of {healthy.feeds} later than its cadence and a minute; a slow one {_said(slow.longest)}"
        )
    healthy, _ = waits(timedelta(minutes=5))
    print(
        f"summary: {healthy.feeds - healthy.late} of {healthy.feeds} healthy feeds are read within 5 minutes and one,"
        f" at most {_said(healthy.longest)} apart, beside {SLOW} slow and {DEAD} dead ones"
    )


def waits(every: timedelta, *, hours: float = HOURS) -> tuple[Waits, Waits]:
    """How long the healthy feeds wait, and the slow ones."""
    feeds: dict[str, Feed] = {}
    world = World(policies_for(), make_source=lambda policy, _: feeds[policy.name])
    turns = Turns(world.clock)
    feeds.update((feed.name, feed) for feed in _feeds(turns.wait))
    polled = tuple(SourcePolicy(name=name, kind="posted", every=every) for name in feeds)
    world.policies = replace(world.policies, brand=replace(world.policies.brand, sources=polled))
    end = NOON + timedelta(hours=hours)
    Readers(world, turns, end).run()
    healthy, slow = (
        [feed for feed in feeds.values() if feed.seconds == kind] for kind in (HEALTHY_SECONDS, SLOW_SECONDS)
    )
    return _waits(healthy, every, end), _waits(slow, every, end)


class Readers:
    """The clock that says whose turn it is, and the readers, all in one time, until `end`."""

    def __init__(self, world: World, turns: Turns, end: datetime) -> None:
        self._world, self._turns, self._end = world, turns, end
        self._queue: list[str] = []

    def run(self) -> None:
        """Live to the end."""
        self._turns.run([self._tick, *[self._read] * FUNCTIONS])

    def _tick(self) -> None:
        while self._world.clock() < self._end:
            self._world.collect.run()
            self._turns.wait(60)

    def _read(self) -> None:
        while self._world.clock() < self._end:
            self._queue += self._world.turns.take()
            if self._queue:
                name = self._queue.pop(0)
                self._turns.wait(STORE_SECONDS)
                self._world.read.handle(name)
            else:
                self._turns.wait(1)


def _feeds(pause: Callable[[float], None]) -> Iterable[Feed]:
    for number in range(FEEDS):
        is_slow, is_dead = number < SLOW, SLOW <= number < SLOW + DEAD
        seconds = SLOW_SECONDS if is_slow else DEAD_SECONDS if is_dead else HEALTHY_SECONDS
        yield Feed(f"feed {number:03d}", seconds, is_dead, pause)


def _waits(feeds: Sequence[Feed], every: timedelta, end: datetime) -> Waits:
    longest = [feed.longest(NOON, end) for feed in feeds]
    return Waits(len(feeds), max(longest), sum(each > every + GRACE for each in longest))


def _said(span: timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    return f"{minutes} min {seconds} s"


if __name__ == "__main__":
    main()
