"""How often a contact may be told."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.rules.person import Channel
from chalicelib.domain.told.pace import LIMITS, Limit, Pace, next_allowed, not_sent, sent_at
from tests.builders import NOON

SMS = LIMITS[Channel.SMS]


def a_pace(*minutes: float) -> Pace:
    return Pace(contact="ana.sms", sent=tuple(NOON + timedelta(minutes=minute) for minute in minutes))


def test_a_contact_that_was_never_told_may_be_told_now() -> None:
    assert next_allowed(a_pace(), SMS, NOON) == NOON


def test_a_second_sms_waits_for_a_minute_to_pass() -> None:
    assert next_allowed(a_pace(0), SMS, NOON + timedelta(seconds=10)) == NOON + timedelta(minutes=1)
    assert next_allowed(a_pace(0), SMS, NOON + timedelta(minutes=1)) == NOON + timedelta(minutes=1)


def test_a_sixth_sms_waits_for_a_quarter_of_an_hour_to_pass() -> None:
    assert next_allowed(a_pace(0, 1, 2, 3, 4), SMS, NOON + timedelta(minutes=5)) == NOON + timedelta(minutes=15)


def test_a_twelfth_sms_waits_for_an_hour_to_pass() -> None:
    every_five = a_pace(*range(0, 55, 5))

    assert next_allowed(every_five, SMS, NOON + timedelta(minutes=55)) == NOON + timedelta(minutes=60)


def test_a_message_that_never_went_out_takes_no_turn() -> None:
    assert not_sent(a_pace(0, 1), NOON + timedelta(minutes=1)) == a_pace(0)


def test_only_as_much_is_remembered_as_a_limit_looks_at() -> None:
    pace = a_pace()
    for minute in range(30):
        pace = sent_at(pace, SMS, NOON + timedelta(minutes=minute))

    assert len(pace.sent) == 11


@given(st.lists(st.integers(0, 600), max_size=60))
def test_no_stretch_of_time_ever_holds_more_than_its_limit(pauses: list[int]) -> None:
    """Somebody asks at any moments whatever, and sends whenever it is allowed."""
    at, pace, sent = NOON, Pace(contact="ana.sms"), list[datetime]()
    for pause in pauses:
        at += timedelta(seconds=pause)
        if next_allowed(pace, SMS, at) == at:
            pace = sent_at(pace, SMS, at)
            sent.append(at)

    for limit in SMS:
        assert all(_within(sent, start, limit) <= limit.count for start in sent)


def _within(sent: list[datetime], start: datetime, limit: Limit) -> int:
    return sum(start <= when < start + limit.per for when in sent)
