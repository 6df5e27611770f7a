"""Promise 8: 10,000 mentions in an hour give one crisis alert and 10,000 stored mentions, and nobody else waits."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.crisis import crisis_id
from chalicelib.domain.alert.event import CrisisOpened
from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.heard.mention import Mention
from tests.builders import NOON, a_mention, an_author
from tests.functional.stormy import stormy_policies
from tests.functional.world import World

HOUR = timedelta(hours=1)
STORM = 10_000
CRISIS = crisis_id("Wayfare", "care/delays")


def late(number: int, at: datetime = NOON) -> Mention:
    """The complaint of one of very many people, posted at `at`."""
    return a_mention(
        f"late{number}", text=f"three hours at gate {number}", author=an_author(f"late{number}"), posted_at=at
    )


def lost(number: int) -> Mention:
    """Another department's trouble, in the middle of it."""
    return a_mention(f"lost{number}", text=f"you lost suitcase {number}", author=an_author(f"lost{number}"))


def an_hour(world: World, *, late_people: int, lost_at: tuple[int, ...] = (), twice_every: int = 10) -> None:
    """Everybody posts within the hour, and the queue hands out one in `twice_every` of the posts twice."""
    sent = 0
    for minute in range(60):
        upto = late_people * (minute + 1) // 60
        posts = [late(number, world.clock.at) for number in range(sent, upto)]
        world.outside.mentions.put([*posts, *posts[::twice_every]])
        if minute in lost_at:
            world.outside.mentions.put([lost(minute)])
        sent = upto
        world.minute()


@pytest.fixture(scope="module")
def after_the_storm() -> World:
    world = World(stormy_policies())
    an_hour(world, late_people=STORM, lost_at=(20, 40))
    return world


def test_all_of_ten_thousand_mentions_are_stored_with_their_outcome(after_the_storm: World) -> None:
    store = after_the_storm.outside.store
    heard = [found for found in store.heard_between(NOON, NOON + 2 * HOUR) if found.mention.id.startswith("late")]

    assert len({found.mention.key for found in heard}) == len(heard) == STORM
    assert {found.outcome for found in heard} == {"triggered"}
    assert all(found.alert_id and store.alert(found.alert_id) for found in heard)


def test_a_mention_that_was_handed_out_twice_counts_once(after_the_storm: World) -> None:
    assert after_the_storm.outside.store.tally("care/delays", NOON, NOON + 2 * HOUR) == STORM


def test_ten_thousand_mentions_are_one_crisis(after_the_storm: World) -> None:
    store = after_the_storm.outside.store
    opened = [event for change in after_the_storm.telemetry.changes for event in change.events]

    assert [event.alert_id for event in opened if isinstance(event, CrisisOpened)] == [CRISIS]
    assert {alert.id for alert in store.unresolved() if alert.crisis} == {CRISIS}
    children = {child.id for child in store.children(CRISIS, limit=2 * STORM)}
    assert children == {found.alert_id for found in store.heard_between(NOON, NOON + 2 * HOUR)} - lost_alerts(
        after_the_storm
    )


def test_another_departments_calls_go_out_the_moment_they_are_heard(after_the_storm: World) -> None:
    store = after_the_storm.outside.store
    calls = [
        owed
        for alert in lost_alerts(after_the_storm)
        for owed in store.notifications(alert)
        if owed.contact.person == "mei" and owed.tier == 1 and owed.cycle == 0
    ]

    assert len(calls) == 2
    assert [(owed.status, owed.sent_at) for owed in calls] == [
        (NotificationStatus.SENT, owed.owed_at) for owed in calls
    ]


def test_no_phone_gets_more_than_it_can_bear(after_the_storm: World) -> None:
    got = [message.person for message in after_the_storm.phone.delivered]

    assert got.count("ana") <= 11
    assert got.count("zoe") <= 11
    assert len(got) < 60


def test_a_storm_without_a_crisis_rule_is_told_in_news_and_drops_nothing() -> None:
    world = World(replace(stormy_policies(), crisis=None))
    an_hour(world, late_people=300)
    for _ in range(30):
        world.minute()

    store = world.outside.store
    calls = [
        owed
        for alert in store.unresolved()
        for owed in store.notifications(alert.id)
        if owed.contact.person == "ana" and owed.cycle == 0
    ]
    assert len(calls) == 300
    assert {owed.status for owed in calls} == {NotificationStatus.SENT}


def lost_alerts(world: World) -> set[str]:
    """The alerts of the other department."""
    heard = (world.outside.store.heard(f"x:lost{minute}") for minute in (20, 40))
    return {found.alert_id for found in heard if found and found.alert_id}
