"""Promise 1: every mention fetched ends in exactly one outcome, whatever dies or comes twice in between."""

from itertools import cycle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.judged.outcome import Outcome
from tests.aws import aws
from tests.functional import counts
from tests.functional.busy_hour import BusyHour, busy_posts
from tests.functional.deaths import READS, Fate, Mishap
from tests.functional.on_aws import on_aws

SLOWER = 60
"""Further minutes until what SQS hands out ever more seldom has come back."""

ALL = {post.key for post in busy_posts()}


def live_through(fate: Fate, **world: Any) -> BusyHour:
    hour = BusyHour(fate, **world)
    hour.run()
    return hour


def require_all(hour: BusyHour, fate: Fate) -> None:
    counts.require_one_outcome_each(hour.world, ALL)
    counts.require_one_decision_each(hour.world)
    counts.require_nothing_owed(hour.world)
    counts.require_messages(hour.world, fate)


def effects() -> int:
    """How many side effects the hour has when nothing goes wrong."""
    fate = Fate()
    live_through(fate)
    return fate.effects


def test_an_hour_without_mishaps_gives_every_mention_the_outcome_it_deserves() -> None:
    hour = live_through(fate := Fate())

    require_all(hour, fate)
    outcomes = {heard.mention.id: heard.outcome for heard in counts.heard_in(hour.world)}
    assert outcomes == {
        "1": Outcome.TRIGGERED,
        "2": Outcome.IGNORED,
        "3": Outcome.IGNORED,
        "4": Outcome.RESOLVED,
        "5": Outcome.TRIGGERED,
        "6": Outcome.WATCHING,
        "7": Outcome.IGNORED,
        "8": Outcome.IGNORED,
        "9": Outcome.ACKNOWLEDGED,
        "10": Outcome.RESOLVED,
        "11": Outcome.TRIGGERED,
        "12": Outcome.TRIGGERED,
    }
    assert hour.world.mention_belt.dead == []


@pytest.mark.parametrize("mishap", Mishap)
def test_one_mishap_at_any_side_effect_loses_and_doubles_nothing(mishap: Mishap) -> None:
    for number in range(effects()):
        fate = Fate({number: mishap})

        hour = live_through(fate)

        assert [what for _, what in fate.struck] == [mishap]
        require_all(hour, fate)
        assert hour.world.mention_belt.dead == [], number


def test_a_second_process_at_any_side_effect_loses_and_doubles_nothing() -> None:
    for number in range(effects()):
        hour = BusyHour(fate := Fate())
        fate.meanwhile(number, hour.another_process)

        hour.run()

        require_all(hour, fate)
        assert hour.world.mention_belt.dead == [], number


@given(st.dictionaries(st.integers(0, 300), st.sampled_from(Mishap), max_size=40))
def test_any_number_of_mishaps_loses_and_doubles_nothing(mishaps: dict[int, Mishap]) -> None:
    fate = Fate(mishaps)

    hour = live_through(fate)

    require_all(hour, fate)


MISHAPS = st.dictionaries(st.integers(0, 300), st.sampled_from(Mishap), max_size=40)
UNREAD = st.dictionaries(st.sampled_from(sorted(READS)), st.integers(1, 3), max_size=6)


@settings(max_examples=60)
@given(MISHAPS, UNREAD)
def test_any_number_of_mishaps_and_reads_that_fail_over_queues_as_slow_as_sqs_loses_and_doubles_nothing(
    mishaps: dict[int, Mishap], unread: dict[str, int]
) -> None:
    fate = Fate(mishaps)
    for name, times in unread.items():
        fate.fail_reads(name, times)
    hour = live_through(fate, slow=True)
    for _ in range(SLOWER):
        hour.world.minute()

    require_all(hour, fate)


def test_a_mishap_at_every_few_side_effects_loses_and_doubles_nothing_on_dynamodb_and_sqs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = cycle(Mishap)
    fate = Fate({number: next(kinds) for number in range(2, 300, 5)})
    with aws(monkeypatch):
        hour = live_through(fate, outside=on_aws)
        for _ in range(30):  # a phone that was counted for what never left it waits out its hour
            hour.world.minute()

        require_all(hour, fate)
        assert len(fate.struck) >= 15
