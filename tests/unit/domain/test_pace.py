"""The pace of one address: what it remembers, and who may send to it."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.rules.person import Channel
from chalicelib.domain.told.lanes import SMS
from chalicelib.domain.told.pace import (
    LEASE,
    REMEMBERED,
    Limit,
    Pace,
    given_back,
    next_allowed,
    sent_at,
    stream_of,
    taken,
)
from tests.builders import NOON, a_person

GROUPS = frozenset({"care/delays"})


def a_pace(*minutes: float) -> Pace:
    return Pace(contact="sms.1", sent=tuple(NOON + timedelta(minutes=minute) for minute in minutes))


def taken_by_me(pace: Pace, at: datetime = NOON, *, is_routine: bool = True) -> Pace:
    return taken(pace, by="me", groups=GROUPS, is_routine=is_routine, at=at)


def test_an_address_that_was_never_sent_to_may_be_sent_to_now() -> None:
    assert next_allowed(a_pace(), SMS, NOON) == NOON


def test_a_second_sms_waits_for_half_a_minute_to_pass() -> None:
    assert next_allowed(a_pace(0), SMS, NOON + timedelta(seconds=10)) == NOON + timedelta(seconds=30)
    assert next_allowed(a_pace(0), SMS, NOON + timedelta(seconds=30)) == NOON + timedelta(seconds=30)


def test_a_sixth_sms_waits_for_a_quarter_of_an_hour_to_pass() -> None:
    assert next_allowed(a_pace(0, 1, 2, 3, 4), SMS, NOON + timedelta(minutes=5)) == NOON + timedelta(minutes=15)


def test_a_twelfth_sms_waits_for_an_hour_to_pass() -> None:
    every_five = a_pace(*range(0, 55, 5))

    assert next_allowed(every_five, SMS, NOON + timedelta(minutes=55)) == NOON + timedelta(minutes=60)


def test_people_with_one_phone_or_one_mailbox_share_its_pace() -> None:
    ana, ben = (
        a_person("ana", phone="+12025550101"),
        a_person("ben", phone="+12025550101", email="Ana@wayfare.example "),
    )

    assert stream_of(ana, Channel.SMS) == stream_of(ben, Channel.SMS)
    assert stream_of(ana, Channel.EMAIL) == stream_of(ben, Channel.EMAIL)
    assert stream_of(ana, Channel.SMS) != stream_of(ana, Channel.EMAIL)


def test_an_address_names_nobody() -> None:
    assert "555" not in stream_of(a_person("ana"), Channel.SMS)


def test_whoever_takes_an_address_sends_alone_until_it_is_given_back_or_the_time_is_over() -> None:
    mine = taken_by_me(a_pace())

    assert mine.is_busy(NOON + LEASE - timedelta(seconds=1))
    assert not mine.is_busy(NOON + LEASE)
    assert not given_back(mine).is_busy(NOON)


def test_a_message_that_never_went_out_takes_no_turn_and_told_of_nothing() -> None:
    back = given_back(taken_by_me(a_pace(-1)), uncount=NOON)

    assert (back.sent, back.routine, back.knows("care/delays", NOON)) == (a_pace(-1).sent, (), False)


def test_a_group_is_known_for_an_hour() -> None:
    told = given_back(taken_by_me(a_pace()))

    assert told.knows("care/delays", NOON + REMEMBERED - timedelta(seconds=1))
    assert not told.knows("care/delays", NOON + REMEMBERED)
    assert not told.knows("care/cabin", NOON)


def test_urgent_is_not_counted_as_routine() -> None:
    assert taken_by_me(a_pace(), is_routine=False).routine == ()


def test_only_as_much_is_remembered_as_a_limit_looks_at() -> None:
    pace = a_pace()
    for minute in range(100):
        at = NOON + timedelta(minutes=minute)
        pace = taken(pace, by="me", groups=frozenset({f"care/{minute}"}), is_routine=True, at=at)

    assert (len(pace.sent), len(pace.routine), len(pace.heard)) == (12, 12, 60)


@given(st.lists(st.integers(0, 600), max_size=60))
def test_no_stretch_of_time_ever_holds_more_than_its_limit(pauses: list[int]) -> None:
    """Somebody asks at any moments whatever, and sends whenever it is allowed."""
    at, pace, sent = NOON, Pace(contact="sms.1"), list[datetime]()
    for pause in pauses:
        at += timedelta(seconds=pause)
        if next_allowed(pace, SMS, at) == at:
            pace = sent_at(pace, SMS, at)
            sent.append(at)

    for limit in SMS:
        assert all(_within(sent, start, limit) <= limit.count for start in sent)


def _within(sent: list[datetime], start: datetime, limit: Limit) -> int:
    return sum(start <= when < start + limit.per for when in sent)
