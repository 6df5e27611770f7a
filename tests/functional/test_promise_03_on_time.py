"""Promise 3: a tier is never told early, and never later than its wait plus 90 s; an auditor alarms at five minutes."""

from datetime import timedelta

import pytest

from chalicelib.domain.alert.event import Escalated
from tests.builders import NOON, a_policy
from tests.functional.deaths import Fate, Mishap
from tests.functional.town import Town, town_policies

LATEST = timedelta(seconds=90)


def test_a_tier_is_not_told_a_second_before_its_time(town: Town) -> None:
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.fast_forward(minutes=14)
    town.world.clock.forward(seconds=59)
    town.world.sweep()
    town.world.drain()
    town.expects_nothing_more()
    town.world.clock.forward(seconds=1)
    town.world.sweep()
    town.world.drain()

    town.phone("ben").expects_sms("lost my bag")


@pytest.mark.parametrize("seconds", [1, 20, 59])
def test_a_tier_is_told_at_the_first_minute_after_its_time(seconds: int) -> None:
    town = Town()
    town.world.clock.forward(seconds=seconds)
    town.post("x", "you lost my bag")
    town.world.clock.forward(seconds=-seconds)
    town.fast_forward(minutes=15)
    town.phone("ana").expects_sms("lost my bag")
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    town.phone("ben").expects_sms("lost my bag")


@pytest.mark.parametrize("mishap", Mishap)
@pytest.mark.parametrize("effect", ["save", "put"])
def test_a_sweep_that_fails_is_made_good_in_time(effect: str, mishap: Mishap) -> None:
    town = Town(fate=(fate := Fate()))
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.fast_forward(minutes=14)
    fate.strike(effect, mishap)
    town.fast_forward(minutes=2)

    assert fate.struck
    town.phone("ben").expects_sms("lost my bag")


@pytest.mark.parametrize("late", [1, 20, 31, 59])
def test_a_first_notification_whose_message_is_lost_goes_out_in_time(late: int) -> None:
    """Triage died between its save and the queue, `late` seconds after a sweep."""
    town = Town(fate=(fate := Fate()))
    town.world.clock.forward(seconds=late)
    fate.strike("put", Mishap.DIES_BEFORE)
    post = town.post("x", "you lost my bag")
    posted_at = town.world.clock.at
    town.world.clock.forward(seconds=-late)
    while not town.world.phone.delivered:
        town.fast_forward(minutes=1)

    assert town.world.clock.at - posted_at <= LATEST
    assert town.outcome(post) == "triggered"


def test_an_outage_delays_and_never_hurries() -> None:
    """Nothing ran for two hours. The second tier is told at once, and the third has its whole wait."""
    town = Town(town_policies(a_policy("ana", "ben", "zoe")))
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.world.clock.forward(hours=2)
    town.fast_forward(minutes=1)
    town.phone("ben").expects_sms("lost my bag")
    town.expects_nothing_more()
    town.fast_forward(minutes=15)

    town.phone("zoe").expects_sms("lost my bag")
    assert [event.at for event in town.events_of(post, Escalated)] == [
        NOON,
        NOON + timedelta(hours=2, minutes=1),
        NOON + timedelta(hours=2, minutes=16),
    ]


def test_a_clock_that_is_set_back_tells_nobody_twice(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.fast_forward(minutes=15)
    town.phone("ben").expects_sms("lost my bag")
    town.world.clock.forward(minutes=-10)
    town.fast_forward(minutes=24)

    town.expects_nothing_more()
    assert [event.tier for event in town.events_of(post, Escalated)] == [1, 2]


def test_the_heart_beats_while_nothing_is_late(town: Town) -> None:
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag").then_opens_link().then_presses("Acknowledge")
    town.fast_forward(minutes=10)
    town.world.audit.run()

    assert town.world.heartbeat.beats == 1
    assert town.world.telemetry.lateness == [(0, 0)]


def test_an_overdue_alert_stops_the_heart_after_five_minutes(town: Town) -> None:
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.world.clock.forward(minutes=19, seconds=59)
    town.world.audit.run()
    assert town.world.heartbeat.beats == 1
    town.world.clock.forward(seconds=1)
    town.world.audit.run()

    assert town.world.heartbeat.beats == 1
    assert town.world.telemetry.lateness[-1] == (1, 0)


def test_a_carrier_that_is_down_stops_the_heart_though_every_minute_tries_again(town: Town) -> None:
    town.world.phone.is_down = True
    town.post("x", "you lost my bag")
    for _ in range(7):
        town.fast_forward(minutes=1)
        town.world.audit.run()

    assert town.world.heartbeat.beats == 4
    assert town.world.telemetry.lateness[-1] == (0, 1)
    town.world.phone.is_down = False
    town.fast_forward(minutes=2)
    town.world.audit.run()
    assert town.world.heartbeat.beats == 5
    town.phone("ana").expects_sms("lost my bag")


def test_what_waits_for_its_turn_on_a_busy_phone_is_not_late() -> None:
    town = Town(town_policies(a_policy("ana", wait=timedelta(hours=5))))
    for number in range(6):
        town.post("x", f"you lost my bag number {number}", by=f"customer{number}")
        town.fast_forward(minutes=1)
    for _ in range(9):
        town.fast_forward(minutes=1)
        town.world.audit.run()

    assert set(town.world.telemetry.lateness) == {(0, 0)}
