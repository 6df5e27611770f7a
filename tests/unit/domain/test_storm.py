"""What counts as one group, and when its calls become news."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Crisis
from chalicelib.domain.alert.crisis import crisis_id
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.judged.group import (
    BUCKET,
    FRESH,
    Tally,
    belated,
    bucket_of,
    reposts,
    spoken,
    stretch,
    tallies,
)
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.rules.routes import Action, Urgency
from chalicelib.domain.rules.storms import StormRule
from chalicelib.domain.told.pace import LIMITS, Pace
from chalicelib.domain.told.storm import (
    FURTHER_LIMITS,
    is_busy,
    is_further,
    may_be_news,
    news_limits,
    news_pace,
    told_of,
)
from tests.builders import NOON, a_heard, a_mention, a_notification, an_alert

DELAYS = Decision(action=Action.ALERT, department="care", route="complaints", theme="delays", reason="route")


def test_an_alert_is_grouped_by_its_department_and_theme() -> None:
    assert an_alert(theme="delays").group == "care/delays"
    assert an_alert(theme=None).group == "care/-"


def test_an_urgent_alert_is_grouped_only_by_a_theme() -> None:
    assert an_alert(theme="safety", urgency=Urgency.URGENT).group == "care/safety"
    assert an_alert(theme=None, urgency=Urgency.URGENT).group == ""


def test_a_crisis_stands_alone() -> None:
    assert an_alert(theme="delays", crisis=Crisis(group="care/delays", statement="We know.")).group == ""


def test_a_mention_that_needs_somebody_counts_for_its_group() -> None:
    heard = a_heard(outcome=Outcome.TRIGGERED, decision=DELAYS, heard_at=NOON + timedelta(minutes=7))

    assert tallies(heard) == (Tally(name="care/delays", bucket=NOON),)


def test_a_mention_that_was_posted_an_hour_ago_is_counted_apart_as_belated() -> None:
    fresh = a_heard(outcome=Outcome.TRIGGERED, decision=DELAYS, heard_at=NOON + FRESH - timedelta(seconds=1))
    late = a_heard(outcome=Outcome.TRIGGERED, decision=DELAYS, heard_at=NOON + FRESH)

    assert [tally.name for tally in tallies(fresh)] == ["care/delays"]
    assert [tally.name for tally in tallies(late)] == [belated("care/delays")]


def test_a_group_is_spoken_of_in_words() -> None:
    assert spoken("care/delays") == "about delays (care)"
    assert spoken("care/-") == "without a theme (care)"


def test_an_ignored_mention_counts_for_nothing() -> None:
    thanks = replace(DELAYS, action=Action.IGNORE)

    assert tallies(a_heard(outcome=Outcome.TRIGGERED, decision=thanks)) == ()
    assert tallies(a_heard(outcome=Outcome.IGNORED, decision=None)) == ()


def test_a_repost_counts_for_the_post_that_it_passes_on() -> None:
    heard = a_heard(a_mention("2", repost_of="1"), decision=None)

    assert tallies(heard) == (Tally(name=reposts("x:1"), bucket=NOON),)


def test_time_is_counted_in_whole_buckets_that_end_after_now() -> None:
    assert bucket_of(NOON + timedelta(minutes=9, seconds=59)) == NOON
    assert stretch(3 * BUCKET, NOON + timedelta(minutes=1)) == (NOON - 2 * BUCKET, NOON + BUCKET)


def test_a_group_is_busy_above_its_number_and_not_at_it() -> None:
    assert not is_busy(StormRule(after=20), 20)
    assert is_busy(StormRule(after=20), 21)


def test_only_calls_of_a_group_become_news() -> None:
    assert may_be_news(a_notification(group="care/delays"))
    assert not may_be_news(a_notification(group=""))
    assert not may_be_news(a_notification(group="care/delays", kind=NotificationKind.REMINDER))


def test_each_contact_has_news_of_each_group_at_its_own_pace() -> None:
    assert news_pace(a_notification(group="care/delays")) == "ana.sms/care/delays"
    [limit] = news_limits(StormRule(news_every=timedelta(minutes=5)))
    assert (limit.count, limit.per) == (1, timedelta(minutes=5))


def test_the_fourth_message_about_a_group_within_a_quarter_is_further() -> None:
    told = Pace(contact="ana.sms/care/delays")
    for minute in range(3):
        assert not is_further(told, NOON + timedelta(minutes=minute))
        told = told_of(told, NOON + timedelta(minutes=minute))

    assert is_further(told, NOON + timedelta(minutes=15) - timedelta(seconds=1))
    assert not is_further(told, NOON + timedelta(minutes=15))


def test_the_seventh_message_about_a_group_within_an_hour_is_further() -> None:
    told = Pace(contact="ana.sms/care/delays")
    for message in range(6):
        assert not is_further(told, NOON + message * timedelta(minutes=9))
        told = told_of(told, NOON + message * timedelta(minutes=9))

    assert is_further(told, NOON + timedelta(minutes=60) - timedelta(seconds=1))
    assert not is_further(told, NOON + timedelta(minutes=60))


@pytest.mark.parametrize("channel", Channel)
def test_further_calls_leave_room_in_every_limit_but_the_shortest(channel: Channel) -> None:
    for whole, further in zip(LIMITS[channel], FURTHER_LIMITS[channel], strict=True):
        assert whole.per == further.per
        assert further.count < whole.count or whole.count == 1


def test_two_groups_never_share_a_crisis() -> None:
    assert crisis_id("Wayfare", "care/delays") != crisis_id("Wayfare", "care/-")
