"""The outcome that triage gives a mention, and its reason in words."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.outcome import Heard, Outcome
from chalicelib.domain.rules.brand import SourcePolicy
from tests.builders import NOON, a_mention, an_author
from tests.functional.deaths import Fate, Mishap, ProcessDiedError
from tests.functional.town import BRAND, town_policies
from tests.functional.world import World


def heard(mention: Mention, **world: Any) -> Heard:
    """What is recorded of the mention."""
    place = World(town_policies(), **world)
    place.triage.handle(mention)
    found = place.outside.store.heard(mention.key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("mention", "outcome", "reason"),
    [
        pytest.param(a_mention(), Outcome.TRIGGERED, "route 'complaints'", id="a complaint"),
        pytest.param(a_mention(text="hello"), Outcome.IGNORED, "no route matched", id="talk"),
        pytest.param(a_mention(text="hello", repost_of="7"), Outcome.IGNORED, "repost of 7", id="a repost"),
        pytest.param(a_mention(author=BRAND), Outcome.IGNORED, "post by the brand", id="our own post"),
        pytest.param(
            a_mention(author=BRAND, in_reply_to="7", thread="7"), Outcome.IGNORED, "reply by the brand", id="our answer"
        ),
        pytest.param(
            a_mention(author=an_author(handle="ana_wayfare")),
            Outcome.IGNORED,
            "post by registered staff",
            id="a colleague's post",
        ),
    ],
)
def test_every_mention_has_an_outcome_and_a_reason(mention: Mention, outcome: Outcome, reason: str) -> None:
    record = heard(mention)

    assert record.outcome is outcome
    assert record.reason.startswith(reason)
    assert (record.heard_at, record.policies_version) == (NOON, "v1")


def test_what_was_decided_is_recorded_with_what_was_read() -> None:
    record = heard(a_mention())

    assert record.decision is not None
    assert record.decision.route == "complaints"
    assert record.classification is not None
    assert record.classification.intent.value == "complaint"
    assert record.alert_id is not None


def test_our_own_posts_are_not_read_by_the_classifier() -> None:
    record = heard(a_mention(author=BRAND))

    assert (record.classification, record.decision, record.alert_id) == (None, None, None)


@pytest.mark.parametrize(("age", "outcome"), [(23, Outcome.TRIGGERED), (25, Outcome.IGNORED)])
def test_what_is_too_old_when_first_heard_is_ignored(age: int, outcome: Outcome) -> None:
    world = World(town_policies())
    source = SourcePolicy(name="x-mentions", kind="x", max_age=timedelta(hours=24))
    world.policies = replace(world.policies, brand=replace(world.policies.brand, sources=(source,)))
    mention = a_mention(posted_at=NOON - timedelta(hours=age))
    world.triage.handle(mention)

    record = world.outside.store.heard(mention.key)
    assert record is not None
    assert record.outcome is outcome


@pytest.mark.parametrize("mishap", [Mishap.DIES_BEFORE, Mishap.FAILS_BEFORE])
def test_nobody_is_told_of_what_was_not_saved(mishap: Mishap) -> None:
    world = World(town_policies(), fate=(fate := Fate()))
    fate.strike("save", mishap)
    with pytest.raises((ProcessDiedError, UnavailableError)):
        world.triage.handle(a_mention())

    assert list(world.outside.take_notifications()) == []


def test_a_mention_whose_alert_never_holds_still_goes_back_to_the_queue() -> None:
    """Every save of this process is beaten by somebody else's."""
    world = World(town_policies(), fate=(fate := Fate()))
    world.triage.handle(a_mention("1", thread="1"))
    other = world.second()
    later = [a_mention(str(number), thread="1", thread_author="900") for number in range(2, 20)]
    for number in range(len(later) - 1):
        fate.meanwhile(fate.effects + number, lambda at=number: other.triage.handle(later[at + 1]))  # type: ignore[misc]

    with pytest.raises(UnavailableError, match="the alert of mention x:2 kept changing: try again"):
        world.triage.handle(later[0])
    assert world.outside.store.heard("x:2") is None
