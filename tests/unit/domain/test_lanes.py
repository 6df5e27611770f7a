"""When urgent and routine may leave for one address."""

from datetime import timedelta

import pytest

from chalicelib.domain.rules.person import Channel
from chalicelib.domain.rules.storms import StormRule
from chalicelib.domain.told.lanes import Lane, Load, Turn, had_enough, next_turn
from chalicelib.domain.told.pace import Pace
from tests.builders import NOON

RULE = StormRule(after=20)
ONE = Load(count=1, groups=frozenset({"care/delays"}))


def a_pace(*minutes: float, routine: bool = True, heard: bool = True) -> Pace:
    """An address that was sent to so many minutes from NOON."""
    sent = tuple(NOON + timedelta(minutes=minute) for minute in minutes)
    groups = {"care/delays": sent[-1]} if heard and sent else {}
    return Pace(contact="sms.1", sent=sent, routine=sent if routine else (), heard=groups)


def waits(pace: Pace, channel: Channel, lane: Lane, load: Load = ONE) -> float:
    """Seconds from NOON until its turn."""
    return (next_turn(pace, channel, lane, load, rule=RULE, at=NOON).at - NOON).total_seconds()


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("lane", Lane)
def test_the_first_word_leaves_at_once(channel: Channel, lane: Lane) -> None:
    assert next_turn(a_pace(), channel, lane, ONE, rule=RULE, at=NOON) == Turn(NOON)


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [((0,), 300), ((-6, -5), 540), ((-59, -50, -40, -30, -20, -10), 60), ((-14, -13), 60), ((-16, -5), 0)],
)
def test_a_phone_gets_routine_once_in_five_minutes_twice_in_fifteen_and_six_times_an_hour(
    sent: tuple[float, ...], seconds: float
) -> None:
    assert waits(a_pace(*sent), Channel.SMS, Lane.ROUTINE) == seconds


@pytest.mark.parametrize("sent", [(0,), (-6, -5), (-59, -50, -40, -30, -20, -10)])
def test_urgent_finds_room_on_a_phone_that_is_full_of_routine(sent: tuple[float, ...]) -> None:
    assert waits(a_pace(*sent), Channel.SMS, Lane.URGENT) <= 30


def test_routine_counts_what_is_urgent_only_as_the_carrier_does() -> None:
    assert waits(a_pace(-1, routine=False), Channel.SMS, Lane.ROUTINE) == 0
    assert waits(a_pace(-0.25, routine=False), Channel.SMS, Lane.ROUTINE) == 15


def test_what_a_process_took_along_when_it_died_counts_for_the_carrier_only() -> None:
    died = Pace(contact="sms.1", sent=(NOON,), routine=(NOON,), busy_until=NOON)

    assert waits(died, Channel.SMS, Lane.ROUTINE) == 30


def test_an_urgent_repeat_leaves_room_for_the_first_word_of_another_emergency() -> None:
    repeat = Load(count=1, groups=frozenset(), is_repeat=True)

    assert waits(a_pace(-12, -8, routine=False), Channel.SMS, Lane.URGENT) == 0
    assert waits(a_pace(-12, -8, routine=False), Channel.SMS, Lane.URGENT, repeat) == 180
    assert waits(a_pace(-12, routine=False), Channel.SMS, Lane.URGENT, repeat) == 0


def test_a_person_may_ask_for_fewer_sms() -> None:
    one_an_hour = Load(count=1, groups=frozenset(), sms_an_hour=1)

    assert waits(a_pace(-20), Channel.SMS, Lane.ROUTINE, one_an_hour) == 40 * 60


def test_urgent_email_leaves_within_half_a_minute() -> None:
    assert waits(a_pace(0), Channel.EMAIL, Lane.URGENT) == 25


def test_routine_email_comes_once_a_minute_and_the_third_after_five() -> None:
    assert waits(a_pace(0), Channel.EMAIL, Lane.ROUTINE) == 60
    assert waits(a_pace(-2, -1), Channel.EMAIL, Lane.ROUTINE) == 240
    assert waits(a_pace(-25, -2), Channel.EMAIL, Lane.ROUTINE) == 0


def test_where_many_wait_the_next_email_comes_after_five_minutes() -> None:
    many = Load(count=21, groups=frozenset({"care/delays"}))

    assert waits(a_pace(-1), Channel.EMAIL, Lane.ROUTINE, many) == 240


def test_the_first_word_of_a_trouble_that_nobody_heard_of_waits_for_the_minute_only() -> None:
    other = Load(count=30, groups=frozenset({"care/delays", "care/cabin"}))

    assert waits(a_pace(-3, -2), Channel.EMAIL, Lane.ROUTINE, other) == 0


def test_a_turn_that_is_later_says_why_and_urgent_that_cannot_leave_in_time_is_full() -> None:
    turn = next_turn(a_pace(0, 0, 0, 0, 0), Channel.SMS, Lane.URGENT, ONE, rule=RULE, at=NOON)

    assert turn.reason == "this contact was told as often as it may be for the moment"
    assert turn.is_full(NOON)
    assert not Turn(NOON + timedelta(seconds=30), "soon").is_full(NOON)


def test_ten_routine_sms_a_day_are_enough_beside_emails() -> None:
    every_hour = tuple(-60.0 * hour for hour in range(9, -1, -1))

    assert had_enough(a_pace(*every_hour), NOON)
    assert not had_enough(a_pace(*every_hour[1:]), NOON)


def test_routine_email_that_goes_on_comes_seldomer_and_six_times_an_hour_at_most() -> None:
    assert waits(a_pace(-11, -10, -5), Channel.EMAIL, Lane.ROUTINE) == 600
    assert waits(a_pace(*range(-195, 0, 20)), Channel.EMAIL, Lane.ROUTINE) == 900
    news = Load(count=1, groups=frozenset({"care/cabin"}))
    assert waits(a_pace(-50, -40, -30, -20, -10, -5), Channel.EMAIL, Lane.ROUTINE, news) == 600
    assert waits(a_pace(-50, -40, -30, -20, -10, -5), Channel.EMAIL, Lane.URGENT, news) == 0


def test_what_is_urgent_does_not_use_up_the_hour_of_routine() -> None:
    assert waits(a_pace(-50, -40, -30, -22, -21, -20.5, routine=False), Channel.EMAIL, Lane.ROUTINE) == 0
