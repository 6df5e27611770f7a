"""What a mention costs in a storm, beside a calm hour in the same run: `make bench ARGS=storm`.

Everything runs in memory, so that the ratios tell of Earshot's own work and of how often it asks its store.
"""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from chalicelib.domain.heard.mention import Mention
from tests.builders import NOON, a_mention, an_author
from tests.fakes import FakePhone, HandClock
from tests.functional.stormy import stormy_policies
from tests.functional.world import Outside, World, in_memory

CALM = 40
STORM = 10_000
TEXTS = ("three hours at gate", "the seat is broken in row", "you lost suitcase")
"""One trouble of each group: a calm hour has some of each."""


class Hour(NamedTuple):
    """What one hour cost: milliseconds and calls to the store for each mention, and messages in all."""

    mentions: int
    ms: float
    calls: float
    messages: int


class Counting:
    """Passes every call on to a store, and counts it."""

    def __init__(self, inner: object) -> None:
        self._inner = inner
        self.calls: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        method: Callable[..., Any] = getattr(self._inner, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            self.calls[name] += 1
            return method(*args, **kwargs)

        return counted


def main() -> None:
    hours = {
        "calm": an_hour(CALM, themes=len(TEXTS)),
        "busy": an_hour(STORM // 10, themes=1),
        "storm": an_hour(STORM, themes=1),
    }
    for name, hour in hours.items():
        print(
            f"{name:5}: {hour.mentions:6} mentions, {hour.ms:.2f} ms and {hour.calls:.1f} store calls a mention,"
            f" {hour.messages} messages"
        )
    calm, busy, storm = hours.values()
    print(f"a mention in the storm takes {storm.ms / calm.ms:.2f} of the time of one in the calm hour")
    print(f"and {storm.calls / calm.calls:.2f} of its calls to the store")
    print(f"ten times the mentions take {10 * storm.ms / busy.ms:.1f} times as long")


def an_hour(count: int, *, themes: int) -> Hour:
    """One hour of `count` mentions that come evenly."""
    stores: list[Counting] = []

    def outside(clock: HandClock, phone: FakePhone) -> Outside:
        memory = in_memory(clock, phone)
        stores.append(Counting(memory.store))
        return Outside(
            stores[0],
            memory.mentions,
            memory.notifications,
            memory.take_mentions,
            memory.take_notifications,
            memory.phone,
        )

    world = World(stormy_policies(), at=NOON, outside=outside)
    took = _run(world, [_mention(number, themes) for number in range(count)])
    calls = stores[0].calls.total()
    return Hour(count, ms=took * 1_000 / count, calls=calls / count, messages=len(world.phone.delivered))


def _run(world: World, mentions: list[Mention]) -> float:
    """Seconds that the hour took to work through."""
    started, sent = time.perf_counter(), 0
    for minute in range(60):
        upto = len(mentions) * (minute + 1) // 60
        world.outside.mentions.put(mentions[sent:upto])
        sent = upto
        world.minute()
    return time.perf_counter() - started


def _mention(number: int, themes: int) -> Mention:
    text = f"{TEXTS[number % themes]} {number}"
    return a_mention(f"post{number}", text=text, author=an_author(f"author{number}"))


if __name__ == "__main__":
    main()
