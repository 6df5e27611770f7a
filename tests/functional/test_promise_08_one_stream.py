"""Promise 8 on a worst day: all that one person is owed goes through one stream, and nobody is flooded."""

from datetime import datetime, timedelta

import pytest

from bench.storm import Counting
from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.alert.event import Reminded, TierSkipped
from chalicelib.domain.alert.notification import NotificationKind, NotificationStatus
from chalicelib.domain.rules.person import Channel, Hours
from chalicelib.domain.rules.storms import CrisisRule
from chalicelib.pipeline.deliver import Deliver
from tests.builders import NOON, QUARTER, a_mention, a_person, a_policy, an_author
from tests.fakes import FakeTokens
from tests.functional.arrivals import EVERYBODY, URGENT, Arrivals, a_town, many_themes, most, owed_for, told
from tests.functional.deaths import Fate, Mishap
from tests.functional.town import Town
from tests.functional.world import ADDRESS


@pytest.mark.parametrize("themes", [0, 13])
def test_254_posts_at_once_are_two_messages_in_the_first_minute_and_eight_in_the_hour(themes: int) -> None:
    town = a_town(themes=many_themes(themes))
    arrivals = Arrivals(town)
    posts = []
    for number in range(254):
        posts.append(town.post("x", f"you lost my bag word{number % 13}x", by=f"u{number}"))
        if number % 16 == 0:
            arrivals.step()
    arrivals.until(NOON + timedelta(hours=1))

    for person in ("ana", "ben"):
        assert most(arrivals.of(person), timedelta(minutes=1)) <= 2
        assert len(arrivals.of(person)) <= 8
    emails = [each for post in posts for each in owed_for(town, post) if each.contact.id == "ana.email"]
    assert {each.status for each in emails} == {NotificationStatus.SENT}


def test_254_urgent_posts_without_a_theme_share_their_messages() -> None:
    town = a_town(routes=URGENT)
    arrivals = Arrivals(town)
    for number in range(254):
        town.post("x", "you lost my bag", by=f"u{number}")
        if number % 16 == 0:
            arrivals.step()

    assert told(town, "ana", Channel.EMAIL) <= 5
    assert told(town, "ana", Channel.SMS) <= 4


def test_thirty_exhausted_alerts_are_one_last_call() -> None:
    town = a_town()
    posts = [town.post("x", "you lost my bag", by=f"u{number}") for number in range(30)]
    town.fast_forward(hours=6)

    rounds = max(town.alert_of(post).last_calls for post in posts)  # they are repeated until somebody has them
    assert told(town, "dana", Channel.EMAIL) <= 2 * rounds
    assert told(town, "dana", Channel.SMS) <= 2 * rounds
    last = [each for post in posts for each in owed_for(town, post) if each.kind is NotificationKind.LAST_CALL]
    assert len(last) == 60 * rounds
    by_email = [each for each in last if each.contact.channel is Channel.EMAIL]  # the phone has ten routine SMS a day
    begun = [each for each in by_email if each.wanted_at <= town.world.clock.at - QUARTER]
    assert all(each.sent_at and each.sent_at - each.wanted_at <= QUARTER for each in begun)


def test_reminders_of_one_owner_go_out_together() -> None:
    town = a_town()
    posts = [town.post("x", "you lost my bag", by=f"u{number}") for number in range(30)]
    for post in posts:
        town.world.respond.act(town.alert_of(post).id, "ana", Acknowledge())
    before = told(town, "ana", Channel.EMAIL)
    town.fast_forward(minutes=59)

    assert told(town, "ana", Channel.EMAIL) - before <= 2
    assert all(town.events_of(post, Reminded) for post in posts)


def test_two_people_with_one_phone_share_its_pace() -> None:
    shared = {id: a_person(id, email=None, phone="+12025550101") for id in ("ana", "ben")}
    town = a_town(people=EVERYBODY | shared, routes=URGENT)
    arrivals = Arrivals(town)
    for number in range(60):
        town.post("x", "smoke", by=f"u{number}")
        arrivals.until(NOON + (number + 1) * timedelta(minutes=1))

    assert most(arrivals.of("ana", "ben"), timedelta(hours=1)) <= 11
    assert most(arrivals.of("ana", "ben"), timedelta(seconds=30)) == 1


def test_a_bundle_of_two_thousand_takes_few_calls_to_the_store() -> None:
    town = a_town()
    world = town.world
    mentions = [a_mention(f"m{number}", author=an_author(f"a{number}")) for number in range(2_000)]
    world.outside.mentions.put(mentions)
    world.mention_belt.run()
    store = Counting(world.outside.store)
    deliver = Deliver(
        store,
        world.outside.notifications,
        world.phone,
        lambda: world.policies,
        lambda: ADDRESS,
        FakeTokens(),
        world.clock,
        world.telemetry,
    )
    deliver.handle(next(id for id in world.outside.take_notifications() if id.endswith("ana.email")))

    [got] = world.phone.delivered
    assert got.subject.startswith("Wayfare: 2000 open, 2000 new")
    assert "And 1990 more on the page." in got.text
    assert store.calls.total() <= 12


@pytest.mark.parametrize("mishap", Mishap)
def test_a_mishap_at_any_line_of_a_bundle_tells_of_everything_all_the_same(mishap: Mishap) -> None:
    for number in range(14):
        town = Town(a_town().world.policies, fate=(fate := Fate()))
        posts = [town.hear_without_delivering("you lost my bag") for _ in range(3)]
        fate.strike_at(fate.effects + number, mishap)
        town.fast_forward(minutes=12)

        owed = [each for post in posts for each in owed_for(town, post) if each.tier == 1]
        assert {each.status for each in owed} == {NotificationStatus.SENT}, number
        assert town.world.notification_belt.dead == [], number


def test_two_processes_that_are_handed_a_bundle_at_once_send_it_once() -> None:
    for number in range(8):
        town = Town(a_town().world.policies, fate=(fate := Fate()))
        for _ in range(3):
            town.hear_without_delivering("you lost my bag")
        fate.meanwhile(fate.effects + number, town.world.handle_again)
        town.fast_forward(minutes=5)

        assert told(town, "ana", Channel.EMAIL) == 1, number


def test_posts_without_a_theme_are_no_crisis() -> None:
    town = a_town(crisis=CrisisRule(department="care", escalation="care", statement="We know.", floor=20))
    for number in range(60):
        town.post("x", "you lost my bag", by=f"u{number}")

    assert not [alert for alert in town.world.outside.store.unresolved() if alert.crisis]


def test_at_night_routine_comes_by_email_and_by_sms_in_the_morning() -> None:
    people = EVERYBODY | {"ana": a_person("ana", hours=Hours(zone="Europe/Berlin"))}
    policy = a_policy("ana", wait=timedelta(hours=12))
    town = Town(a_town(people=people, escalation={"care": policy}).world.policies, at=NOON + timedelta(hours=10))
    town.post("x", "you lost my bag")
    town.inbox("ana").expects_email("lost my bag")
    town.fast_forward(hours=6, minutes=59)
    town.expects_nothing_more()
    town.fast_forward(minutes=1)

    town.phone("ana").expects_sms("lost my bag")


def test_ten_routine_sms_a_day_are_enough_beside_emails() -> None:
    town = a_town(escalation={"care": a_policy("ana", wait=timedelta(minutes=40))})
    for number in range(36):
        town.post("x", "you lost my bag", by=f"u{number}")
        town.fast_forward(minutes=15)

    assert told(town, "ana", Channel.SMS) == 10


def test_an_email_that_is_refused_makes_the_phone_ring_at_once() -> None:
    town = a_town()
    town.world.phone.refused = {"ana.email": "not confirmed"}
    post = town.post("x", "you lost my bag")

    town.phone("ana").expects_sms("lost my bag")
    assert town.events_of(post, TierSkipped) == []


def test_loans_that_end_one_by_one_all_day_bring_at_most_eight_routine_messages_in_any_hour() -> None:
    """Ana takes each post at once and works by direct message: each loan ends for itself, and she is called again."""
    town = a_town()
    got: list[datetime] = []
    for minute in range(4 * 60):
        if minute % 6 == 0:
            post = town.post("x", f"you lost my bag {minute}", by=f"u{minute}")
            town.world.respond.act(town.alert_of(post).id, "ana", Acknowledge())
        before = len(town.world.phone.delivered)
        town.fast_forward(minutes=1)
        got += [town.world.clock.at for each in town.world.phone.delivered[before:] if each.person == "ana"]

    assert got
    assert max(sum(start <= at < start + timedelta(hours=1) for at in got) for start in got) <= 8
