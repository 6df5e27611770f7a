"""Whose turn it is, by a clock that never stands still."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.routes import Action
from chalicelib.domain.rules.storms import StormRule
from chalicelib.pipeline.pacing import Pacing
from tests.builders import NOON, a_heard, a_mention, a_notification, an_alert
from tests.fakes import FakeStore

RULE = StormRule(after=2)
DELAYS = Decision(action=Action.ALERT, department="care", theme="delays", reason="route 'complaints'")


class RunningClock:
    """A clock that is a millisecond later each time it is read."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


@pytest.fixture
def busy_store() -> FakeStore:
    """A store that heard of care's delays three times."""
    store = FakeStore()
    for number in range(3):
        heard = a_heard(a_mention(str(number)), outcome=Outcome.TRIGGERED, decision=DELAYS)
        store.save(Change(alert=an_alert(id=f"a{number}")), heard=heard)
    return store


def about_delays(**changes: object) -> Notification:
    return a_notification(**{"group": "care/delays", **changes})  # type: ignore[arg-type]  # passed on as they are


def test_after_the_first_word_of_a_busy_group_the_next_waits_for_the_news(busy_store: FakeStore) -> None:
    clock = RunningClock()
    pacing = Pacing(busy_store, clock)

    first = pacing.take_turn(about_delays(), RULE)
    second = pacing.take_turn(about_delays(), RULE)

    assert first.is_now
    assert not second.is_now
    assert second.at == first.at + RULE.news_every
    assert second.reason == "care/delays is heard so often that its news go out together"


def test_another_contact_and_another_group_have_turns_of_their_own(busy_store: FakeStore) -> None:
    pacing = Pacing(busy_store, RunningClock())
    pacing.take_turn(about_delays(), RULE)

    assert pacing.take_turn(about_delays(person="ben"), RULE).is_now
    other = pacing.take_turn(about_delays(group="care/cabin"), RULE)
    assert other.reason == "this contact was told as often as it may be for the moment"
    assert other.at <= NOON + timedelta(seconds=61)


def test_a_turn_that_was_given_back_is_free_again(busy_store: FakeStore) -> None:
    pacing = Pacing(busy_store, RunningClock())
    turn = pacing.take_turn(about_delays(), RULE)

    pacing.give_back(about_delays(), turn)

    assert pacing.take_turn(about_delays(), RULE).is_now
