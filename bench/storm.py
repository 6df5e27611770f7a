"""What a mention costs in a storm, and who waits for whom: `make bench ARGS=storm`; the last line sums it up.

Everything runs in memory, so that the ratios tell of Earshot's own work and of how often it asks its store. Seconds are
those of a made-up clock, by the service times that are named.
"""

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Timer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.heard.mention import Mention
from tests.builders import NOON, a_mention, an_alert, an_author
from tests.fakes import FakeNotificationQueue, FakePhone, HandClock
from tests.functional.crowded import READING, WRITING, Crowd, CrowdedStore, crowded
from tests.functional.stormy import stormy_policies
from tests.functional.world import Outside, World, in_memory

CALM = 40
STORM = 10_000
TEXTS = ("three hours at gate", "the seat is broken in row", "you lost suitcase")
"""One trouble of each group: a calm hour has some of each."""

FUNCTIONS, CUSTOMERS = 40, 300
"""Of the viral thread."""

DUE_AT_ONCE = 5_000
LISTING = 1.0
"""Seconds that a sweep takes to list what is due: more than eight shards' pages and ten batches of a hundred take."""


class Hour(NamedTuple):
    """What one hour cost: milliseconds and calls to the store for each mention, and messages in all."""

    mentions: int
    ms: float
    calls: float
    messages: int


class Timed:
    """Passes every call on to a store, and lets as much time pass as it would take."""

    def __init__(self, inner: object, clock: HandClock) -> None:
        self._inner, self._clock = inner, clock

    def __getattr__(self, name: str) -> Any:
        method: Callable[..., Any] = getattr(self._inner, name)
        seconds = {"due": LISTING, "due_notifications": LISTING, "save": WRITING, "mark": WRITING}.get(name, READING)

        def timed(*args: Any, **kwargs: Any) -> Any:
            self._clock.forward(seconds=seconds)
            return method(*args, **kwargs)

        return timed


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
    viral, alone, crowd = a_viral_thread(), a_sweep(beside=0), a_sweep(beside=DUE_AT_ONCE)
    print(f"service times: a read {READING} s, a transaction {WRITING} s, listing what is due {LISTING} s")
    print(f"a tier that is due alone is on the queue after {alone:.1f} s")
    print(f"beside {DUE_AT_ONCE} of another department, due at the same time, after {crowd:.1f} s")
    print(
        f"summary: {CUSTOMERS} customers join one thread through {FUNCTIONS} functions in {viral.took:.1f} s,"
        f" {viral.failed} tries failed, {viral.dead} dead letters; {DUE_AT_ONCE} alerts delay another department's"
        f" by {crowd - alone:.1f} s"
    )


class Viral(NamedTuple):
    """Seconds until the last customer was heard, tries that the queue repeats, and mentions that were given up."""

    took: float
    failed: int
    dead: int


def a_viral_thread() -> Viral:
    """Everybody joins one thread at once."""
    world = World(stormy_policies(), at=NOON, outside=crowded)
    store = world.outside.store
    assert isinstance(store, CrowdedStore)
    crowd = Crowd(world, store)
    thread = {"thread": "t1", "thread_author": "id-carla", "thread_by_brand": False}
    joined = [replace(_mention(number, themes=1), **thread) for number in range(CUSTOMERS)]
    took = crowd.hears(joined, functions=FUNCTIONS)
    return Viral(took, crowd.failed, len(crowd.dead))


def a_sweep(*, beside: int) -> float:
    """Seconds until a due tier is queued, where so many alerts of another department were due before it."""
    world = World(stormy_policies(crisis=None), at=NOON, outside=_timed)
    care, baggage = (world.policies.escalation[name] for name in ("care", "baggage"))
    for number in range(beside):
        _due(world, f"c{number:04d}", NOON - timedelta(minutes=1), department="care", policy=care, theme="cabin")
    _due(world, "b1", NOON, department="baggage", policy=baggage)
    began = world.clock.at
    while not (queued := [at for at, id in _queued(world) if id.startswith("b1/")]):
        world.escalate.run()
    return (queued[0] - began).total_seconds()


def _timed(clock: HandClock, phone: FakePhone) -> Outside:
    memory = in_memory(clock, phone)
    return Outside(
        Timed(memory.store, clock),
        memory.mentions,
        memory.notifications,
        memory.take_mentions,
        memory.take_notifications,
        memory.phone,
    )


def _due(world: World, id: str, at: datetime, **changes: Any) -> None:
    world.outside.store.save(Change(alert=an_alert(id=id, conversation=id, timers={Timer.TIER: at}, **changes)))


def _queued(world: World) -> list[tuple[datetime, str]]:
    queue = world.outside.notifications
    assert isinstance(queue, FakeNotificationQueue)
    return queue.waiting


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
