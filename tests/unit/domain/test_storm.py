"""What counts as one group."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Crisis
from chalicelib.domain.alert.crisis import crisis_id
from chalicelib.domain.judged.crowd import voice
from chalicelib.domain.judged.group import (
    BUCKET,
    FRESH,
    Tally,
    belated,
    bucket_of,
    reposts,
    silenced,
    spoken,
    stretch,
    tallies,
)
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.routes import Action, Urgency
from tests.builders import NOON, a_heard, a_mention, an_alert

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

    assert tallies(heard) == (Tally(name="care/delays", bucket=NOON, voice=voice(heard.mention)),)


def test_an_urgent_mention_that_fell_under_a_silence_is_counted_under_it() -> None:
    swallowed = replace(DELAYS, action=Action.IGNORE, silence="s1")
    urgent = replace(swallowed, urgency=Urgency.URGENT)

    assert tallies(a_heard(decision=swallowed, heard_at=NOON)) == ()
    assert tallies(a_heard(decision=urgent, heard_at=NOON)) == (Tally(name=silenced("s1"), bucket=NOON),)


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


def test_two_groups_never_share_a_crisis() -> None:
    assert crisis_id("Wayfare", "care/delays") != crisis_id("Wayfare", "care/-")
