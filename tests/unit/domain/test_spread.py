"""When readers make a mention big enough to come back, and how."""

from datetime import time, timedelta

import pytest

from chalicelib.domain.alert.alert import Alert, AlertStatus, Timer
from chalicelib.domain.alert.event import CameBack, Escalated, Held
from chalicelib.domain.alert.spread import come_back, has_multiplied, reach_now
from chalicelib.domain.heard.mention import Engagement
from chalicelib.domain.rules.person import Hours, Period
from tests.builders import NOON, a_heard, a_mention, a_policy, an_alert, policies_for

LIKED = Engagement(likes=30, reposts=10)


def an_acknowledged(**changes: object) -> Alert:
    """Ana has it; forty people had liked it or passed it on."""
    return an_alert(
        **{"status": AlertStatus.ACKNOWLEDGED, "owner": "ana", "timers": {Timer.LOAN: NOON}, "reach": 40, **changes}
    )


def test_the_reach_is_the_most_that_anybody_knows() -> None:
    known = a_heard(a_mention(engagement=LIKED))

    assert reach_now(known, None, reposts=0) == 40
    assert reach_now(known, None, reposts=25) == 65
    assert reach_now(known, a_mention(engagement=Engagement(likes=300, reposts=90)), reposts=25) == 390


def test_a_reach_has_multiplied_at_the_factor_of_the_policy() -> None:
    assert not has_multiplied(an_acknowledged(), a_mention(), 199)
    assert has_multiplied(an_acknowledged(), a_mention(), 200)


def test_a_handful_of_likes_is_no_spread() -> None:
    assert not has_multiplied(an_acknowledged(reach=0), a_mention(), 49)
    assert has_multiplied(an_acknowledged(reach=0), a_mention(), 50)


def test_a_post_that_was_big_when_it_was_first_heard_has_not_multiplied() -> None:
    popular = a_mention(engagement=Engagement(likes=1_000))

    assert not has_multiplied(an_acknowledged(), popular, 1_000)
    assert has_multiplied(an_acknowledged(), popular, 5_000)


def test_an_acknowledged_alert_comes_back_one_tier_higher() -> None:
    change = come_back(an_acknowledged(), a_mention(), reached=200, policies=policies_for(), at=NOON)

    assert change is not None
    alert = change.alert
    assert (alert.is_triggered, alert.tier, alert.cycle, alert.owner, alert.reach) == (True, 2, 1, None, 200)
    assert change.events == (
        CameBack(alert_id="a1", at=NOON, mention="x:1", before=40, reach=200),
        Escalated(alert_id="a1", at=NOON, cycle=1, tier=2, told=("ben",)),
    )


def test_it_comes_back_again_only_after_it_multiplied_again() -> None:
    change = come_back(an_acknowledged(), a_mention(), reached=200, policies=policies_for(), at=NOON)
    assert change is not None
    again = an_acknowledged(reach=change.alert.reach)

    assert come_back(again, a_mention(), reached=200, policies=policies_for(), at=NOON) is None


@pytest.mark.parametrize("tiers", [("ana",), ("ana", "ben")])
def test_the_last_tier_is_the_highest_there_is(tiers: tuple[str, ...]) -> None:
    alert = an_acknowledged(policy=a_policy(*tiers), tier=len(tiers))
    change = come_back(alert, a_mention(), reached=200, policies=policies_for(), at=NOON)

    assert change is not None
    assert change.alert.tier == len(tiers)


@pytest.mark.parametrize(
    "alert",
    [
        an_alert(reach=40),
        an_acknowledged(status=AlertStatus.RESOLVED, answered_by="x:2"),
    ],
    ids=["it calls people anyway", "the public saw an answer"],
)
def test_what_needs_no_return_stays(alert: Alert) -> None:
    assert come_back(alert, a_mention(), reached=900, policies=policies_for(), at=NOON) is None


def test_one_that_somebody_called_unworthy_of_an_answer_comes_back() -> None:
    shelved = an_acknowledged(status=AlertStatus.RESOLVED, timers={})

    assert come_back(shelved, a_mention(), reached=200, policies=policies_for(), at=NOON) is not None


def test_a_routine_one_waits_for_opening_and_then_calls_the_higher_tier() -> None:
    mornings = Hours(periods=tuple(Period(weekday=day, start=time(9), end=time(11)) for day in range(5)))
    change = come_back(an_acknowledged(hours=mornings), a_mention(), reached=200, policies=policies_for(), at=NOON)

    assert change is not None
    assert change.alert.timers == {Timer.OPENING: NOON + timedelta(hours=21)}
    assert isinstance(change.events[-1], Held)
    assert change.alert.tier == 1
