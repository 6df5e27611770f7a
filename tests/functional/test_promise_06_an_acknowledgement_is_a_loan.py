"""Promise 6: acknowledged and neither answered nor resolved in time, an alert goes back to calling people."""

from datetime import time, timedelta

from chalicelib.domain.alert.event import Acknowledged, LoanEnded, Reminded, Triggered
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.person import Hours, Period, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Department, Tier
from tests.builders import NOON, QUARTER, a_policy
from tests.functional.test_stories_of_urgency import OFFICE
from tests.functional.town import Town, town_policies


def acknowledged_by_ana(town: Town) -> Mention:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag").then_opens_link().then_presses("Acknowledge")
    return post


def test_a_loan_that_ends_calls_again_and_tells_the_acknowledger(town: Town) -> None:
    post = acknowledged_by_ana(town)
    town.fast_forward(minutes=50)
    town.phone("ana").expects_sms("Your time ends soon")
    town.fast_forward(minutes=9)
    town.expects_nothing_more()
    town.fast_forward(minutes=2)

    town.phone("ana").expects_sms("Your time is over", "lost my bag")
    [ended] = town.events_of(post, LoanEnded)
    assert (ended.owner, ended.at) == ("ana", NOON + timedelta(hours=1))
    assert town.events_of(post, Triggered)[-1].reason == (
        "acknowledged, and neither answered in public nor resolved in time"
    )
    assert town.alert_of(post).owner is None


def test_whoever_is_on_call_now_is_told_and_not_whoever_was() -> None:
    shift = Rota(id="care", members=("ana", "ben"), starts=NOON - timedelta(hours=23, minutes=30), days=1)
    on_call = Tier(notify=(Target(kind=TargetKind.ROTA, id="care"),), wait=QUARTER)
    town = Town(town_policies(a_policy(tiers=(on_call,)), rotas={"care": shift}))
    acknowledged_by_ana(town)
    town.fast_forward(hours=1)

    town.phone("ana").expects_sms("Your time ends soon")
    town.phone("ana").expects_sms("Your time is over")
    town.phone("ben").expects_sms("lost my bag")
    town.expects_nothing_more()


def test_the_new_run_walks_the_whole_policy_again(town: Town) -> None:
    acknowledged_by_ana(town)
    town.fast_forward(minutes=75)

    for words in ("Your time ends soon", "Your time is over"):
        town.phone("ana").expects_sms(words, "lost my bag")
    town.phone("ben").expects_sms("lost my bag")


def test_an_answer_in_time_ends_the_loan_in_peace(town: Town) -> None:
    post = acknowledged_by_ana(town)
    town.fast_forward(minutes=40)
    town.staff_replies("ana", post)
    town.fast_forward(hours=2)

    town.expects_nothing_more()


def test_a_resolve_in_time_ends_the_loan_in_peace(town: Town) -> None:
    town.post("x", "you lost my bag")
    page = town.phone("ana").expects_sms().then_opens_link()
    page.then_presses("Acknowledge")
    town.fast_forward(minutes=49)
    page.then_presses("Needs no answer")
    town.fast_forward(hours=2)

    town.expects_nothing_more()


def test_a_loan_without_a_reminder_ends_all_the_same() -> None:
    brief = a_policy("ana", acknowledged_for=timedelta(minutes=10), remind_before=timedelta(minutes=10))
    town = Town(town_policies(brief))
    post = acknowledged_by_ana(town)
    town.fast_forward(minutes=11)

    town.phone("ana").expects_sms("Your time is over", "lost my bag")
    assert town.events_of(post, Reminded) == []


def test_a_loan_of_a_routine_alert_counts_business_time_and_reminds_in_it() -> None:
    """Acknowledged 30 minutes before closing: half of the hour is left for the morning."""
    care = Department(id="care", name="Care", escalation="care", hours=OFFICE)
    town = Town(
        town_policies(a_policy("ana", "ben", remind_before=timedelta(minutes=40)), departments={"care": care}),
        at=NOON + timedelta(hours=4, minutes=30),
    )
    post = acknowledged_by_ana(town)

    [lent] = town.events_of(post, Acknowledged)
    assert lent.until == NOON + timedelta(hours=21, minutes=30)
    town.fast_forward(minutes=20)
    town.phone("ana").expects_sms("Your time ends soon")
    town.fast_forward(hours=16, minutes=39)
    town.expects_nothing_more()
    town.fast_forward(minutes=2)
    town.phone("ana").expects_sms("Your time is over", "lost my bag")


def test_a_reminder_comes_on_the_side_of_the_clock_change_where_people_work() -> None:
    """Clocks in Berlin go forward on Sunday 29 March 2026; the office opens an hour earlier in UTC on Monday."""
    hours = Hours(
        zone="Europe/Berlin", periods=tuple(Period(weekday=day, start=time(9), end=time(17)) for day in range(5))
    )
    care = Department(id="care", name="Care", escalation="care", hours=hours)
    friday = NOON.replace(month=3, day=27, hour=15, minute=30)
    town = Town(town_policies(departments={"care": care}), at=friday)
    post = acknowledged_by_ana(town)

    [lent] = town.events_of(post, Acknowledged)
    assert lent.until == NOON.replace(month=3, day=30, hour=7, minute=30)
    assert town.alert_of(post).timers["reminder"] == NOON.replace(month=3, day=30, hour=7, minute=20)


def test_the_second_loan_ends_like_the_first(town: Town) -> None:
    post = acknowledged_by_ana(town)
    town.fast_forward(minutes=61)
    town.phone("ana").expects_sms("Your time ends soon")
    over = town.phone("ana").expects_sms("Your time is over", "lost my bag")
    over.then_opens_link().then_presses("Acknowledge")
    town.fast_forward(minutes=62)

    town.phone("ana").expects_sms("Your time ends soon")
    town.phone("ana").expects_sms("Your time is over", "lost my bag")
    assert len(town.events_of(post, LoanEnded)) == 2
