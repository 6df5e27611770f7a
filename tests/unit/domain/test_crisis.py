"""When a group's rate is a crisis, whom it silences meanwhile, and how it ends."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.alert.acts import acknowledge, resolve
from chalicelib.domain.alert.alert import Alert, AlertStatus, ChildrenEnd, Crisis, Timer
from chalicelib.domain.alert.crisis import Surge, crisis_id, declare, end_crisis, hour_and_past, may_open, most_normal
from chalicelib.domain.alert.escalation import call_next_tier
from chalicelib.domain.alert.event import CrisisEnded, CrisisOpened, Escalated, Inhibited, Released, Resolved, Triggered
from chalicelib.domain.alert.inhibition import LATE_CHILDREN, look_again, release, under
from chalicelib.domain.alert.opening import join, open_alert
from chalicelib.domain.alert.timers import tick
from chalicelib.domain.alert.transfer import transfer
from chalicelib.domain.errors import IllegalTransitionError, UnprocessableError
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Urgency
from chalicelib.domain.rules.storms import CrisisRule
from chalicelib.domain.rules.tiers import Department
from tests.builders import NOON, QUARTER, a_mention, a_policy, an_alert, policies_for

RULE = CrisisRule(department="press", escalation="crisis", statement="We know, and we are on it.")
DELAYS = Decision(action=Action.ALERT, department="care", route="complaints", theme="delays", reason="route")
SURGE = Surge(group="care/delays", rate=61, limit=50)


def policies_with_a_crisis_rule() -> Policies:
    base = policies_for()
    return policies_for(
        departments={**base.departments, "press": Department(id="press", name="Press", escalation="crisis")},
        escalation={**base.escalation, "crisis": a_policy("zoe", "omar")},
        crisis=RULE,
    )


POLICIES = policies_with_a_crisis_rule()


def a_crisis(**changes: Any) -> Alert:
    """An open crisis of care's delays."""
    return an_alert(
        **{
            "id": "c1",
            "department": "press",
            "crisis": Crisis(group="care/delays", statement=RULE.statement),
            "urgency": Urgency.URGENT,
            **changes,
        }
    )


def a_child(**changes: Any) -> Alert:
    """A triggered alert about delays that fell silent after its first tier."""
    return an_alert(**{"theme": "delays", "inhibited_by": "c1", "timers": {}, **changes})


def test_without_a_past_only_the_floor_counts() -> None:
    assert most_normal(RULE, []) == 50
    assert most_normal(RULE, [0, 0, 0, 0]) == 50


def test_what_is_normal_follows_the_same_hour_of_past_weeks() -> None:
    assert most_normal(RULE, [100, 300]) == 200 + 4 * 100


def test_weeks_that_were_alike_by_chance_do_not_make_the_next_one_a_crisis() -> None:
    assert most_normal(RULE, [100, 100, 100, 100]) == 140


def test_the_hour_is_compared_with_the_same_hour_of_each_week() -> None:
    hours = hour_and_past(CrisisRule(department="press", escalation="crisis", statement="", weeks=2), NOON)

    ends = NOON + timedelta(minutes=10)
    assert hours == tuple((ends - timedelta(hours=1, weeks=ago), ends - timedelta(weeks=ago)) for ago in range(3))


def test_a_crisis_calls_press_and_executives_at_once_whatever_the_hour() -> None:
    change = declare(SURGE, a_mention("61"), known=None, rule=RULE, policies=POLICIES, at=NOON)

    alert = change.alert
    assert alert.id == crisis_id("Wayfare", "care/delays")
    assert (alert.department, alert.urgency, alert.tier) == ("press", Urgency.URGENT, 1)
    assert alert.crisis == Crisis(group="care/delays", statement="We know, and we are on it.")
    assert alert.reason == "61 people spoke about delays (care) within an hour, and at most 50 is normal"
    assert [type(event) for event in change.events] == [CrisisOpened, Triggered, Escalated]
    assert {owed.contact.person for owed in change.owed} == {"zoe"}
    assert {owed.group for owed in change.owed} == {""}


def test_no_second_crisis_while_one_is_open_or_within_the_cooldown() -> None:
    ended = a_crisis(status=AlertStatus.RESOLVED, resolved_at=NOON)

    assert may_open(None, RULE, NOON)
    assert not may_open(a_crisis(), RULE, NOON)
    assert not may_open(ended, RULE, NOON + timedelta(hours=6) - timedelta(seconds=1))
    assert may_open(ended, RULE, NOON + timedelta(hours=6))


def test_a_later_crisis_of_the_same_group_never_repeats_a_notification() -> None:
    first = declare(SURGE, a_mention("61"), known=None, rule=RULE, policies=POLICIES, at=NOON)
    over = resolve(first.alert, by="zoe", reason="over", at=NOON).alert

    later = NOON + timedelta(days=1)
    second = declare(SURGE, a_mention("99"), known=over, rule=RULE, policies=POLICIES, at=later)

    assert second.alert.id == first.alert.id
    assert second.alert.opened_at == later
    assert not {owed.id for owed in first.owed} & {owed.id for owed in second.owed}


def test_an_alert_that_opens_under_a_crisis_calls_nobody() -> None:
    change = open_alert(a_mention(), DELAYS, policies=POLICIES, at=NOON, crisis=a_crisis())

    assert change.alert.inhibited_by == "c1"
    assert change.alert.due_at is None
    assert change.owed == ()
    assert change.events[-1] == Inhibited(alert_id=change.alert.id, at=NOON, crisis="c1")


def test_an_alert_that_was_told_before_falls_silent_at_its_next_tier() -> None:
    silent = under(an_alert(theme="delays"), a_crisis(), at=NOON)
    change = tick(silent, policies=POLICIES, at=NOON)

    assert change is not None
    assert (change.alert.tier, change.alert.timers, change.owed) == (1, {}, ())
    assert change.events == (Inhibited(alert_id="a1", at=NOON, crisis="c1"),)


@pytest.mark.parametrize(
    "other",
    [
        an_alert(theme="baggage"),
        an_alert(theme=None),
        an_alert(theme="delays", department="sales"),
        an_alert(theme="delays", timers={Timer.ACCEPT: NOON}),
        an_alert(theme="delays", timers={Timer.TIER: NOON + QUARTER}),
    ],
    ids=["another theme", "no theme", "another department", "a transfer", "a tier that still has time"],
)
def test_a_crisis_stands_for_its_own_group_and_for_whoever_would_be_called(other: Alert) -> None:
    assert under(other, a_crisis(), at=NOON) == other


def test_a_crisis_that_is_over_silences_nobody() -> None:
    alert = an_alert(theme="delays")

    assert under(alert, a_crisis(status=AlertStatus.RESOLVED), at=NOON) == alert
    assert under(alert, None, at=NOON) == alert


def test_a_loan_that_ends_in_a_crisis_tells_its_owner_and_calls_nobody_else() -> None:
    lent = an_alert(theme="delays", status=AlertStatus.ACKNOWLEDGED, owner="ana", timers={Timer.LOAN: NOON})
    change = tick(under(lent, a_crisis(), at=NOON), policies=POLICIES, at=NOON)

    assert change is not None
    assert {(owed.contact.person, owed.kind) for owed in change.owed} == {("ana", "loan-ended")}
    assert change.events[-1] == Inhibited(alert_id="a1", at=NOON, crisis="c1")


def test_an_urgent_word_breaks_the_silence_of_a_crisis() -> None:
    smoke = Decision(
        action=Action.ALERT, department="care", theme="safety", urgency=Urgency.URGENT, reason="safety never waits"
    )
    change = join(a_child(), a_mention("2"), smoke, policies=POLICIES, at=NOON)

    assert (change.alert.inhibited_by, change.alert.theme, change.alert.tier) == (None, "safety", 2)
    assert {owed.contact.person for owed in change.owed} == {"ben"}


def test_a_transfer_of_a_silent_alert_calls_its_receiver() -> None:
    change = transfer(a_child(), by="ana", to="kofi", note="", policies=POLICIES, at=NOON)

    assert change.alert.inhibited_by is None
    assert {owed.contact.person for owed in change.owed} == {"kofi"}


def test_who_takes_a_silent_alert_owns_it_like_any_other() -> None:
    assert acknowledge(a_child(), by="ana", at=NOON).alert.inhibited_by is None


def test_the_end_of_a_crisis_wakes_its_children_where_they_fell_silent() -> None:
    over = end_crisis(a_crisis(), by="zoe", reason="over", children=ChildrenEnd.REARM, at=NOON)
    change = release(a_child(), over.alert, policies=POLICIES, at=NOON)

    assert over.events == (
        CrisisEnded(alert_id="c1", at=NOON, by="zoe", children="rearm"),
        Resolved(alert_id="c1", at=NOON, by="zoe", reason="over"),
    )
    assert change is not None
    assert (change.alert.inhibited_by, change.alert.tier) == (None, 2)
    assert change.events[0] == Released(alert_id="a1", at=NOON, crisis="c1")
    assert {owed.contact.person for owed in change.owed} == {"ben"}


def test_the_end_of_a_crisis_resolves_its_children_where_it_was_told_to() -> None:
    over = end_crisis(a_crisis(), by="zoe", reason="over", children=ChildrenEnd.RESOLVE, at=NOON)
    change = release(a_child(), over.alert, policies=POLICIES, at=NOON)

    assert change is not None
    assert change.alert.is_resolved
    assert change.owed == ()
    assert change.events[-1] == Resolved(alert_id="a1", at=NOON, by="crisis c1", reason="the crisis ended")


def test_a_child_that_only_waits_goes_on_waiting() -> None:
    watched = a_child(status=AlertStatus.WATCHING, tier=0, timers={Timer.REPLY: NOON + QUARTER})
    over = resolve(a_crisis(), by="zoe", reason="over", at=NOON).alert

    change = release(watched, over, policies=POLICIES, at=NOON)

    assert change is not None
    assert (change.alert.timers, change.owed) == (watched.timers, ())


def test_a_crisis_that_is_simply_resolved_wakes_its_children() -> None:
    told_to_resolve = a_crisis(crisis=Crisis(group="care/delays", statement="", children=ChildrenEnd.RESOLVE))
    over = resolve(told_to_resolve, by="zoe", reason="over", at=NOON).alert

    assert over.timers == {Timer.CHILDREN: NOON}
    assert over.crisis is not None
    assert over.crisis.children is ChildrenEnd.REARM


def test_an_alert_that_the_crisis_does_not_stand_for_is_left_alone() -> None:
    over = resolve(a_crisis(), by="zoe", reason="over", at=NOON).alert

    assert release(a_child(inhibited_by=None), over, policies=POLICIES, at=NOON) is None
    assert release(a_child(inhibited_by="c2"), over, policies=POLICIES, at=NOON) is None


def test_children_are_looked_for_until_none_can_come_late() -> None:
    over = resolve(a_crisis(), by="zoe", reason="over", at=NOON).alert
    last = NOON + LATE_CHILDREN

    assert look_again(over, any_left=False, at=NOON).alert.due_at == NOON + timedelta(minutes=1)
    assert look_again(over, any_left=True, at=last).alert.due_at == last + timedelta(minutes=1)
    assert look_again(over, any_left=False, at=last).alert.due_at is None


def test_only_an_open_crisis_can_be_ended() -> None:
    over = resolve(a_crisis(), by="zoe", reason="over", at=NOON).alert

    with pytest.raises(IllegalTransitionError, match="it is resolved"):
        end_crisis(over, by="zoe", reason="over", children=ChildrenEnd.REARM, at=NOON)
    with pytest.raises(UnprocessableError, match="alert a1 is no crisis"):
        end_crisis(an_alert(), by="zoe", reason="over", children=ChildrenEnd.REARM, at=NOON)


def test_a_silent_alert_stays_silent_however_often_it_is_asked() -> None:
    once = call_next_tier(a_child(), policies=POLICIES, at=NOON)

    assert call_next_tier(once.alert, policies=POLICIES, at=NOON).owed == once.owed == ()
