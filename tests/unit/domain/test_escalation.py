"""How an alert walks its policy."""

from datetime import time, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import AlertStatus, Timer
from chalicelib.domain.alert.escalation import call_next_tier, pass_tier, trigger
from chalicelib.domain.alert.event import Escalated, Exhausted, Held, TierSkipped, Triggered
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.alert.owing import tell, unwanted
from chalicelib.domain.rules.person import Channel, Hours, Manner, Notify, Period
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.rules.tiers import Tier
from tests.builders import (
    NOON,
    PHONES,
    QUARTER,
    a_notification,
    a_person,
    a_policy,
    an_alert,
    policies_for,
    to_person,
)

OFFICE = Hours(periods=tuple(Period(weekday=day, start=time(9), end=time(17)) for day in range(5)))
CLOSED_NOW = Hours(periods=tuple(Period(weekday=day, start=time(13), end=time(17)) for day in range(5)))
POLICIES = policies_for()


def test_the_next_tier_is_told_by_email_and_by_sms_after_half_of_its_wait() -> None:
    change = call_next_tier(an_alert(tier=1), policies=POLICIES, at=NOON)

    assert change.alert.tier == 2
    assert change.alert.timers == {Timer.TIER: NOON + QUARTER}
    assert change.events == (Escalated(alert_id="a1", at=NOON, cycle=0, tier=2, told=("ben",)),)
    assert [owed.id for owed in change.owed] == ["a1/0.2/ben.sms", "a1/0.2/ben.email"]
    assert {(owed.owed_at, owed.tier) for owed in change.owed} == {(NOON, 2)}
    assert [(owed.due_at, owed.planned_at) for owed in change.owed] == [
        (NOON + QUARTER / 2, NOON + QUARTER / 2),
        (NOON, None),
    ]


def test_an_urgent_alert_rings_and_mails_at_once() -> None:
    change = call_next_tier(an_alert(tier=1, urgency=Urgency.URGENT), policies=POLICIES, at=NOON)

    assert [(owed.contact.channel, owed.due_at) for owed in change.owed] == [("sms", NOON), ("email", NOON)]


def test_who_has_only_a_phone_is_rung_at_once_and_at_any_hour() -> None:
    policies = policies_for(people={id: a_person(id, email=None) for id in PHONES})
    change = call_next_tier(an_alert(tier=1), policies=policies, at=NOON - timedelta(hours=10))

    assert [(owed.contact.channel, owed.planned_at) for owed in change.owed] == [("sms", None)]


def test_a_routine_sms_beside_an_email_waits_for_the_morning_of_its_person() -> None:
    ben = a_person("ben", hours=Hours(zone="America/New_York"))  # 04:00 at NOON less four hours
    policies = policies_for(people=POLICIES.people | {"ben": ben})
    [sms, _] = call_next_tier(an_alert(tier=1), policies=policies, at=NOON - timedelta(hours=4)).owed

    assert sms.planned_at == NOON - timedelta(hours=1)


def test_a_person_is_told_as_they_wish() -> None:
    by_email = Notify(routine=Manner(channels=(Channel.EMAIL,)))
    policies = policies_for(people=POLICIES.people | {"ben": a_person("ben", notify=by_email)})
    urgent = an_alert(tier=1, urgency=Urgency.URGENT)

    routine = call_next_tier(an_alert(tier=1), policies=policies, at=NOON).owed
    assert [owed.contact.channel for owed in routine] == ["email"]
    assert len(call_next_tier(urgent, policies=policies, at=NOON).owed) == 2


def test_deciding_twice_owes_the_same() -> None:
    alert = an_alert(tier=1)

    assert call_next_tier(alert, policies=POLICIES, at=NOON) == call_next_tier(alert, policies=POLICIES, at=NOON)


def test_after_the_last_tier_the_policy_repeats_as_a_new_cycle() -> None:
    alert = an_alert(tier=2, policy=a_policy("ana", "ben", repeat=1))
    change = call_next_tier(alert, policies=POLICIES, at=NOON)

    assert (change.alert.cycle, change.alert.repeats, change.alert.tier) == (1, 1, 1)
    assert [owed.id for owed in change.owed] == ["a1/1.1/ana.sms", "a1/1.1/ana.email"]


def test_after_the_last_repeat_the_duty_manager_is_told_and_it_is_looked_after() -> None:
    change = call_next_tier(an_alert(tier=2, version=7), policies=POLICIES, at=NOON)

    assert change.alert.timers == {Timer.LAST_CALL: NOON + timedelta(minutes=1)}
    assert change.alert.is_exhausted
    assert change.events == (Exhausted(alert_id="a1", at=NOON, cycle=0, told=("dana",)),)
    assert [owed.id for owed in change.owed] == ["a1/0.2-last-call-7/dana.sms", "a1/0.2-last-call-7/dana.email"]


def test_a_pending_transfer_still_bounces_after_everybody_was_told() -> None:
    alert = an_alert(tier=2, timers={Timer.TIER: NOON, Timer.ACCEPT: NOON + QUARTER})

    timers = call_next_tier(alert, policies=POLICIES, at=NOON).alert.timers
    assert timers == {Timer.ACCEPT: NOON + QUARTER, Timer.LAST_CALL: NOON + timedelta(minutes=1)}


def test_dead_tiers_are_passed_in_the_same_move_and_say_why() -> None:
    people = {**POLICIES.people, "ana": a_person("ana", phone=None, email=None)}
    change = call_next_tier(an_alert(tier=0), policies=replace(POLICIES, people=people), at=NOON)

    assert change.events == (
        TierSkipped(alert_id="a1", at=NOON, cycle=0, tier=1, reason="ana has no phone and no email"),
        Escalated(alert_id="a1", at=NOON, cycle=0, tier=2, told=("ben",)),
    )


def test_a_policy_of_dead_tiers_ends_after_one_walk_however_often_it_repeats() -> None:
    nobody = {"dana": POLICIES.people["dana"]}
    alert = an_alert(tier=0, policy=a_policy("ana", "ben", repeat=3))
    change = call_next_tier(alert, policies=replace(POLICIES, people=nobody), at=NOON)

    assert [type(event) for event in change.events] == [TierSkipped, TierSkipped, Exhausted]


def test_somebody_named_twice_in_a_tier_is_told_once() -> None:
    tier = Tier(notify=(to_person("ana"), to_person("ana", Channel.SMS)), wait=QUARTER)
    change = call_next_tier(an_alert(tier=0, policy=a_policy(tiers=(tier,))), policies=POLICIES, at=NOON)

    assert [owed.contact.id for owed in change.owed] == ["ana.sms", "ana.email"]


@pytest.mark.parametrize(
    ("urgency", "ends"),
    [
        (Urgency.ROUTINE, NOON + timedelta(hours=22)),
        (Urgency.URGENT, NOON + timedelta(hours=6)),
    ],
)
def test_a_wait_is_business_time_for_a_routine_alert_and_clock_time_for_an_urgent_one(
    urgency: Urgency, ends: object
) -> None:
    alert = an_alert(tier=0, hours=OFFICE, urgency=urgency, policy=a_policy("ana", wait=timedelta(hours=6)))

    assert call_next_tier(alert, policies=POLICIES, at=NOON).alert.timers == {Timer.TIER: ends}


def test_a_tier_may_wait_less_for_urgent_alerts() -> None:
    tier = Tier(notify=(to_person("ana"),), wait=QUARTER, urgent_wait=timedelta(minutes=3))
    alert = an_alert(tier=0, urgency=Urgency.URGENT, policy=a_policy(tiers=(tier,)))

    assert call_next_tier(alert, policies=POLICIES, at=NOON).alert.due_at == NOON + timedelta(minutes=3)


def test_triggering_tells_the_first_tier_in_the_same_move() -> None:
    watching = an_alert(status=AlertStatus.WATCHING, tier=0, timers={Timer.REPLY: NOON})
    change = trigger(watching, mention="x:1", reason="nobody answered in time", policies=POLICIES, at=NOON)

    assert change.events == (
        Triggered(alert_id="a1", at=NOON, mention="x:1", reason="nobody answered in time"),
        Escalated(alert_id="a1", at=NOON, cycle=0, tier=1, told=("ana",)),
    )
    assert change.alert.timers == {Timer.TIER: NOON + QUARTER}


def test_a_routine_alert_of_a_closed_department_waits_for_opening() -> None:
    change = trigger(an_alert(tier=0, hours=CLOSED_NOW), mention="x:1", reason="", policies=POLICIES, at=NOON)

    assert change.alert.timers == {Timer.OPENING: NOON + timedelta(hours=1)}
    assert change.events[1:] == (
        Held(alert_id="a1", at=NOON, until=NOON + timedelta(hours=1), reason="care is closed"),
    )
    assert change.owed == ()


def test_an_urgent_alert_of_a_closed_department_calls_at_once() -> None:
    urgent = an_alert(tier=0, hours=CLOSED_NOW, urgency=Urgency.URGENT)
    change = trigger(urgent, mention="x:1", reason="", policies=POLICIES, at=NOON)

    assert [owed.id for owed in change.owed] == ["a1/0.1/ana.sms", "a1/0.1/ana.email"]


def test_a_second_run_never_repeats_an_id_of_the_first() -> None:
    first = trigger(an_alert(tier=0), mention="x:1", reason="", policies=POLICIES, at=NOON)
    second = trigger(first.alert, mention="x:1", reason="", policies=POLICIES, at=NOON)

    assert not {owed.id for owed in first.owed} & {owed.id for owed in second.owed}


def test_a_tier_that_refused_is_passed_with_its_reason() -> None:
    change = pass_tier(an_alert(tier=1), reason="ana.sms: opted out", policies=POLICIES, at=NOON)

    assert change.events == (
        TierSkipped(alert_id="a1", at=NOON, cycle=0, tier=1, reason="ana.sms: opted out"),
        Escalated(alert_id="a1", at=NOON, cycle=0, tier=2, told=("ben",)),
    )


def test_a_notice_is_owed_once_for_each_state_of_the_alert() -> None:
    dana = POLICIES.people["dana"]
    now = tell(an_alert(version=3), dana, kind=NotificationKind.REMINDER, at=NOON)
    later = tell(an_alert(version=4), dana, kind=NotificationKind.REMINDER, at=NOON)

    assert [owed.id for owed in now] == ["a1/0.1-reminder-3/dana.sms", "a1/0.1-reminder-3/dana.email"]
    assert not {owed.id for owed in now} & {owed.id for owed in later}


@pytest.mark.parametrize(
    ("kind", "status", "is_wanted"),
    [
        (NotificationKind.CALL, AlertStatus.TRIGGERED, True),
        (NotificationKind.CALL, AlertStatus.ACKNOWLEDGED, False),
        (NotificationKind.CALL, AlertStatus.RESOLVED, False),
        (NotificationKind.LAST_CALL, AlertStatus.ACKNOWLEDGED, False),
        (NotificationKind.REMINDER, AlertStatus.ACKNOWLEDGED, True),
        (NotificationKind.REMINDER, AlertStatus.TRIGGERED, False),
        (NotificationKind.LOAN_ENDED, AlertStatus.TRIGGERED, True),
        (NotificationKind.LOAN_ENDED, AlertStatus.ACKNOWLEDGED, False),
        (NotificationKind.BOUNCED, AlertStatus.TRIGGERED, True),
        (NotificationKind.BOUNCED, AlertStatus.RESOLVED, False),
    ],
)
def test_what_is_owed_is_sent_only_while_it_still_says_something(
    kind: NotificationKind, status: AlertStatus, is_wanted: bool
) -> None:
    reason = unwanted(an_alert(status=status, owner="ana"), a_notification(kind=kind))

    assert reason == (None if is_wanted else f"the alert was {status} before it was sent")


def test_a_call_of_an_earlier_run_is_not_sent_in_a_later_one() -> None:
    assert unwanted(an_alert(cycle=1), a_notification(cycle=0)) is not None


def test_a_reminder_goes_to_nobody_but_the_owner() -> None:
    bens = an_alert(status=AlertStatus.ACKNOWLEDGED, owner="ben")

    assert unwanted(bens, a_notification(person="ana", kind=NotificationKind.REMINDER)) is not None
