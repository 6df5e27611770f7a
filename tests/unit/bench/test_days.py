"""Made-up days are no faster than AWS, and their figures go where they are told."""

from datetime import timedelta

from bench.day import HEADING, _with_rows
from bench.days import attack, twelve_urgent
from bench.delays import COLD_START, IDLE, QUEUE_HOP, READING, WARM_START, Late
from tests.builders import NOON
from tests.fakes import HandClock


def test_what_a_queue_holds_comes_after_the_hop_and_a_cold_or_a_warm_start() -> None:
    clock, queue = HandClock(NOON), [["first"], ["second"], [], ["third"]]
    late = Late(lambda: queue.pop(0) if queue else [], clock, before=READING)

    assert late() == []
    clock.at = NOON + READING + QUEUE_HOP + COLD_START
    assert late() == ["first"]
    clock.at += READING + QUEUE_HOP + WARM_START
    assert late() == ["second"]
    clock.at += IDLE + timedelta(seconds=1)
    assert late() == []
    clock.at += READING + QUEUE_HOP + WARM_START
    assert late() == []
    clock.at += COLD_START
    assert late() == ["third"]


def test_posts_come_at_any_second_of_the_minute_and_the_same_each_time() -> None:
    for day in (attack, twelve_urgent):
        assert len({post.at.second for post in day()}) > len(day()) // 20
        assert day() == day()


def test_the_figures_replace_those_of_before_and_nothing_else() -> None:
    before = f"Above.\n\n{HEADING} more |\n|---|\n| a | 1 | 10m | old |\n| b | 1 | 10m | kept |\n\nBelow.\n"
    after = _with_rows(before, ["| a | 1 | 10m | new |", "| a | 1 | half | first |"])

    assert after == before.replace("old |", "new |").replace("kept |", "kept |\n| a | 1 | half | first |")
