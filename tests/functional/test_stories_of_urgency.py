"""Stories of what must not wait: urgent words break through nights, snoozes, acknowledgements and exhaustion."""

from datetime import datetime, time, timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.event import Held, UrgencyRaised
from chalicelib.domain.rules.person import Hours, Period
from chalicelib.domain.rules.tiers import Department
from tests.builders import NOON, a_policy
from tests.functional.town import Town, town_policies

NIGHT = NOON + timedelta(hours=8)
OFFICE = Hours(periods=tuple(Period(weekday=day, start=time(9), end=time(17)) for day in range(5)))


def office_town(at: datetime = NIGHT) -> Town:
    """Care works from nine to five; its people have their phones on at any hour."""
    care = Department(id="care", name="Care", escalation="care", hours=OFFICE)
    return Town(town_policies(departments={"care": care}), at=at)


def nobody_is_called_before(town: Town, person: str, *, hours: int, minutes: int) -> None:
    """Nothing goes out for so long; a minute later `person` is told of the bag, and nobody else of anything."""
    town.fast_forward(hours=hours, minutes=minutes)
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    town.phone(person).expects_sms("lost my bag")
    town.expects_nothing_more()


def test_a_routine_complaint_at_night_waits_for_the_morning() -> None:
    town = office_town()
    post = town.post("x", "you lost my bag")
    town.fast_forward(hours=12, minutes=59)
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    town.phone("ana").expects_sms("lost my bag")
    [held] = town.events_of(post, Held)
    assert (held.until, held.reason) == (NOON + timedelta(hours=21), "care is closed")
    town.expects_nothing_more()


def test_a_night_full_of_complaints_comes_as_one_message_oldest_first() -> None:
    town = office_town()
    for number, name in enumerate(("carla", "dora", "emil")):
        town.post("x", f"you lost my bag number {number}", by=name)
        town.fast_forward(minutes=30)
    town.fast_forward(hours=11, minutes=30)

    page = town.phone("ana").expects_sms("3 alerts wait for you", "carla").then_opens_link()
    assert [shown.alert.excerpt.handle for shown in page.view.shown] == ["carla", "dora", "emil"]
    for number in (1, 2, 3):
        page.then_presses("Acknowledge", number=number)
    town.fast_forward(minutes=45)
    town.expects_nothing_more()


def test_urgent_words_break_through_the_night() -> None:
    town = office_town()
    town.post("x", "there is smoke in the cabin")

    town.phone("ana").expects_sms("URGENT", "smoke").then_opens_link().then_presses("Acknowledge")
    town.expects_nothing_more()


def test_a_wait_at_closing_time_goes_on_in_the_morning() -> None:
    town = office_town(at=NOON + timedelta(hours=4, minutes=50))
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")

    nobody_is_called_before(town, "ben", hours=16, minutes=14)


def test_a_wait_that_ends_with_the_day_calls_nobody_after_hours() -> None:
    town = office_town(at=NOON + timedelta(hours=4, minutes=45))
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")

    nobody_is_called_before(town, "ben", hours=16, minutes=14)


def test_an_outage_over_the_end_of_the_day_wakes_nobody_at_night() -> None:
    town = office_town(at=NOON + timedelta(hours=4))
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.world.clock.forward(hours=11)

    nobody_is_called_before(town, "ben", hours=5, minutes=59)


def test_an_outage_over_a_whole_day_wakes_nobody_in_the_night_after_it() -> None:
    town = office_town()
    town.post("x", "you lost my bag")
    town.world.clock.forward(hours=24)

    nobody_is_called_before(town, "ana", hours=12, minutes=59)


def test_urgent_words_wake_what_waited_for_the_morning() -> None:
    town = office_town()
    post = town.post("x", "you lost my bag")
    town.fast_forward(hours=1)
    town.post("x", "and now there is smoke in the cabin", reply_to=post)

    town.phone("ana").expects_sms("URGENT", "smoke in the cabin")
    assert [event.urgency for event in town.events_of(post, UrgencyRaised)] == ["urgent"]
    town.expects_nothing_more()


def test_urgent_words_break_through_a_snooze(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    page = town.phone("ana").expects_sms("lost my bag").then_opens_link()
    page.then_snoozes(until=NOON + timedelta(days=2), reason="the bag comes on Wednesday")
    town.fast_forward(hours=1)
    town.post("x", "there is smoke coming from my bag", reply_to=post)

    town.phone("ana").expects_sms("URGENT", "smoke coming")


def test_urgent_words_break_through_a_snooze_of_what_was_urgent_before(town: Town) -> None:
    post = town.post("x", "smoke at gate 4")
    page = town.phone("ana").expects_sms("URGENT").then_opens_link()
    page.then_snoozes(until=NOON + timedelta(hours=4), reason="the fire brigade is there")
    town.fast_forward(hours=1)
    town.post("x", "now there is fire at gate 4", reply_to=post)

    town.phone("ana").expects_sms("URGENT")


def test_urgent_words_call_again_where_somebody_had_it_as_routine(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag").then_opens_link().then_presses("Acknowledge")
    town.fast_forward(minutes=5)
    town.post("x", "there is smoke coming from my bag", reply_to=post)

    town.phone("ana").expects_sms("URGENT", "smoke coming")


def test_urgent_words_call_again_after_everybody_was_told_in_vain(town: Town) -> None:
    post = town.post("x", "you lost my bag")
    town.fast_forward(minutes=30)
    for person in ("ana", "ben", "dana"):
        town.phone(person).expects_sms("lost my bag")
    town.fast_forward(minutes=25)
    town.post("x", "there is smoke coming from my bag", reply_to=post)

    town.phone("ana").expects_sms("URGENT", "smoke coming")


def test_urgent_words_shorten_the_wait_that_runs() -> None:
    tiers = tuple(replace(tier, urgent_wait=timedelta(minutes=3)) for tier in a_policy("ana", "ben").tiers)
    town = Town(town_policies(a_policy(tiers=tiers)))
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.fast_forward(minutes=5)
    town.post("x", "there is smoke coming from it", reply_to=post)
    town.phone("ana").expects_sms("URGENT", "smoke")
    town.fast_forward(minutes=3)

    town.phone("ben").expects_sms("URGENT", "smoke")
    town.expects_nothing_more()


def test_urgent_words_in_an_answered_thread_reopen_it_as_urgent() -> None:
    town = office_town()
    post = town.post("x", "you lost my bag")
    town.brand_replies(post)
    town.fast_forward(hours=1)
    town.post("x", "there is smoke coming from it", reply_to=post)

    town.phone("ana").expects_sms("URGENT", "smoke coming from it")
    town.expects_nothing_more()
