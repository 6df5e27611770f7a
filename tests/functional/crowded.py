"""Many functions at one table at once, in a time of their own: of two who write one item, AWS refuses one."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from heapq import heappop, heappush
from threading import Semaphore, Thread, current_thread

from chalicelib.adapters.dynamodb.alerts import FIRST_WAIT, LONGEST_WAIT
from chalicelib.adapters.dynamodb.keys import Key, alert_key, mention_key
from chalicelib.adapters.dynamodb.storms import tally_adds
from chalicelib.adapters.dynamodb.table import PAUSES
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.errors import CrowdedError, EarshotError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.outcome import Heard
from chalicelib.entry import pause_after
from tests.fakes import FakePhone, FakeStore, HandClock
from tests.functional.belt import TRIES
from tests.functional.world import Outside, World, in_memory

READING, WRITING = 0.005, 0.015
"""Seconds that a consistent read takes, and a transaction."""

TOGETHER = 10
"""Messages that one call of a function gets."""


class Turns:
    """Lets many threads live in one made-up time: whoever's time comes next runs alone until it waits."""

    def __init__(self, clock: HandClock) -> None:
        self._clock, self._start = clock, clock.at
        self._waiting: list[tuple[float, int, Thread]] = []
        self._may_go: dict[Thread, Semaphore] = {}
        self._order = 0
        self.now = 0.0

    def wait(self, seconds: float) -> None:
        """Let others live for so long."""
        self._queue(current_thread(), self.now + seconds)
        self._pass_on()
        self._may_go[current_thread()].acquire()

    def run(self, lives: Iterable[Callable[[], None]]) -> None:
        """Live all of them, begun at once, to their ends."""
        threads = [Thread(target=self._live, args=(life,)) for life in lives]
        for thread in threads:
            self._may_go[thread] = Semaphore(0)
            self._queue(thread, self.now)
            thread.start()
        self._pass_on()
        for thread in threads:
            thread.join()

    def _live(self, life: Callable[[], None]) -> None:
        self._may_go[current_thread()].acquire()
        try:
            life()
        finally:
            self._pass_on()

    def _queue(self, thread: Thread, when: float) -> None:
        self._order += 1
        heappush(self._waiting, (when, self._order, thread))

    def _pass_on(self) -> None:
        if self._waiting:
            self.now, _, thread = heappop(self._waiting)
            self._clock.at = self._start + timedelta(seconds=self.now)
            self._may_go[thread].release()


class CrowdedStore(FakeStore):
    """A table whose transactions refuse each other. `refused` counts how often."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self.turns = Turns(clock)
        self.refused = 0
        self._at_work: set[Key] = set()
        self._luck = random.Random(7)  # the same in every run

    def alert(self, alert_id: str) -> Alert | None:
        if current_thread() in self.turns._may_go:
            self.turns.wait(READING)
        return super().alert(alert_id)

    def save(self, change: Change, *, heard: Heard | None = None) -> None:
        with self._alone({alert_key(change.alert.id), *_keys(heard)}):
            super().save(change, heard=heard)

    def record(self, heard: Heard) -> None:
        with self._alone(_keys(heard)):
            super().record(heard)

    def wait(self, tries: int) -> None:
        self._pause(min(FIRST_WAIT * 2**tries, LONGEST_WAIT))

    @contextmanager
    def _alone(self, keys: set[Key]) -> Iterator[None]:
        """At the end of a transaction over these items; raise CrowdedError where others are at them for too long."""
        for pause in PAUSES:
            if not keys & self._at_work:
                break
            self.refused += 1
            self._pause(pause)
        else:
            raise CrowdedError("TransactionConflict")
        self._at_work |= keys
        self.turns.wait(WRITING)
        self._at_work -= keys
        yield

    def _pause(self, seconds: float) -> None:
        self.turns.wait(self._luck.uniform(0, 2 * seconds))


class Crowd:
    """Functions that triage the mentions of one queue. `failed` counts the tries that came to nothing."""

    def __init__(self, world: World, store: CrowdedStore) -> None:
        self._world, self._store = world, store
        self._queue: list[tuple[float, int, Mention]] = []
        self.failed = 0
        self.longest_call = 0.0
        self.dead: list[Mention] = []

    def hears(self, mentions: Sequence[Mention], *, functions: int, beside: Sequence[Callable[[], None]] = ()) -> float:
        """Let all be triaged, while `beside` happens; the seconds until the last one was done."""
        self._queue = [(0.0, 0, mention) for mention in mentions]
        self._store.turns.run([*[self._work] * functions, *beside])
        return self._store.turns.now

    def _work(self) -> None:
        while batch := self._taken():
            began = self._store.turns.now
            for tries, mention in batch:
                self._handle(mention, tries + 1)
            self.longest_call = max(self.longest_call, self._store.turns.now - began)

    def _taken(self) -> list[tuple[int, Mention]]:
        while self._queue and not self._ready():
            self._store.turns.wait(1)
        taken = self._ready()[:TOGETHER]
        self._queue = [each for each in self._queue if each not in taken]
        return [(tries, mention) for _, tries, mention in taken]

    def _ready(self) -> list[tuple[float, int, Mention]]:
        return [each for each in self._queue if each[0] <= self._store.turns.now]

    def _handle(self, mention: Mention, tries: int) -> None:
        try:
            self._world.triage.handle(mention)
        except EarshotError:
            self.failed += 1
            if tries < TRIES:
                again = self._store.turns.now + pause_after(tries).total_seconds()
                self._queue.append((again, tries, mention))
            else:
                self.dead.append(mention)


def crowded(clock: HandClock, phone: FakePhone) -> Outside:
    """The outside in memory, with a table that many are at."""
    calm = in_memory(clock, phone)
    return Outside(
        CrowdedStore(clock),
        calm.mentions,
        calm.notifications,
        calm.take_mentions,
        calm.take_notifications,
        calm.phone,
    )


def _keys(heard: Heard | None) -> set[Key]:
    """The items that recording a mention writes."""
    if heard is None:
        return set()
    return {mention_key(heard.mention.key), *(add.key for add in tally_adds(heard))}
