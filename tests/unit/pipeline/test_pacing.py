"""One address, one process at a time."""

from datetime import timedelta

import pytest

from chalicelib.domain.told.lanes import Lane, Load
from chalicelib.domain.told.pace import LEASE
from chalicelib.pipeline.pacing import Pacing
from tests.builders import NOON
from tests.fakes import FakeNotificationQueue, FakeStore, HandClock

LOAD = Load(count=1, groups=frozenset({"care/delays"}))
ID = "a1/0.1/ana.sms"


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOON)


@pytest.fixture
def queue(clock: HandClock) -> FakeNotificationQueue:
    return FakeNotificationQueue(clock)


@pytest.fixture
def pacing(clock: HandClock, queue: FakeNotificationQueue) -> Pacing:
    return Pacing(FakeStore(), queue, clock, "sms.1")


def test_one_of_two_processes_that_read_the_same_takes_the_turn(pacing: Pacing) -> None:
    read = pacing.read()

    assert pacing.take(read, Lane.ROUTINE, LOAD, by=ID) == NOON
    assert pacing.take(read, Lane.ROUTINE, LOAD, by=ID) is None
    assert pacing.read().is_busy(NOON + LEASE - timedelta(seconds=1))


def test_what_was_given_back_is_free_and_counts_if_it_went_out(pacing: Pacing) -> None:
    counted = pacing.take(pacing.read(), Lane.ROUTINE, LOAD, by=ID)
    assert counted
    pacing.give_back(counted, by=ID, is_sent=True)

    assert not pacing.read().is_busy(NOON)
    assert pacing.read().sent == pacing.read().routine == (NOON,)


def test_what_never_went_out_is_uncounted(pacing: Pacing) -> None:
    counted = pacing.take(pacing.read(), Lane.URGENT, LOAD, by=ID)
    assert counted
    pacing.give_back(counted, by=ID, is_sent=False)

    assert pacing.read().sent == ()
    assert not pacing.read().knows("care/delays", NOON)


def test_a_process_that_was_too_slow_gives_back_nothing_of_another(pacing: Pacing, clock: HandClock) -> None:
    slow = pacing.take(pacing.read(), Lane.ROUTINE, LOAD, by=ID)
    clock.forward(seconds=LEASE.total_seconds())
    pacing.take(pacing.read(), Lane.ROUTINE, LOAD, by="a2/0.1/ana.sms")
    assert slow
    pacing.give_back(slow, by=ID, is_sent=False)

    assert pacing.read().is_busy(clock())


def test_the_queue_wakes_an_address_once_for_a_turn_and_earlier_where_that_is_needed(
    pacing: Pacing, clock: HandClock, queue: FakeNotificationQueue
) -> None:
    for number in range(3):
        pacing.wake(f"routine {number}", pacing.read(), NOON + timedelta(minutes=5))
    pacing.wake("urgent", pacing.read(), NOON + timedelta(seconds=30))

    clock.forward(minutes=5)
    assert queue.take() == ["routine 0", "urgent"]


def test_a_turn_later_than_the_queue_can_hold_is_left_to_the_sweep(
    pacing: Pacing, queue: FakeNotificationQueue
) -> None:
    pacing.wake(ID, pacing.read(), NOON + timedelta(minutes=16))

    assert queue.waiting == []
