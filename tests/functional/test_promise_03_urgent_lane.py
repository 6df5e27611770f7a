"""Promise 3 on a worst day: urgent leaves within 30 seconds or somebody else is called, and waits begin when told."""

from datetime import datetime, timedelta

from chalicelib.domain.alert.alert import Timer
from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Escalated, TierSkipped
from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.rules.routes import Theme, Urgency
from tests.builders import NOON, QUARTER, a_notification, a_policy, an_alert
from tests.functional.arrivals import URGENT, Arrivals, a_town, many_themes, most, owed_for, phones_only
from tests.functional.town import Town

SOON = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)


def rings_after(town: Town, arrivals: Arrivals, who: str, *, person: str | None = None) -> timedelta:
    """Post an emergency, and step until an SMS names its author: how long that took."""
    posted = town.world.clock.at
    town.post("x", "smoke in the cabin", by=who)
    arrivals.step()
    while arrivals.naming(f"@{who}", person=person) is None and town.world.clock.at < posted + 10 * MINUTE:
        arrivals.step()
    return (arrivals.naming(f"@{who}", person=person) or datetime.max.replace(tzinfo=NOON.tzinfo)) - posted


def test_the_first_urgent_sms_leaves_within_30_seconds_with_a_routine_post_a_minute_all_day() -> None:
    """Each routine post is about another trouble, and nobody has an inbox that could take it."""
    themes = many_themes(12) | {"safety": Theme(name="safety", phrases=("smoke",), urgent=True)}
    town = a_town(themes=themes, people=phones_only())
    arrivals = Arrivals(town)
    waits = []
    for minute in range(6 * 60):
        town.post("x", f"you lost my bag word{minute % 12}x", by=f"troll{minute}")
        if minute % 60 == 31:
            arrivals.step()
            waits.append(rings_after(town, arrivals, f"victim{minute}", person="ana"))
        arrivals.until(NOON + (minute + 1) * MINUTE)

    assert max(waits) <= SOON
    for per, count in ((SOON, 1), (QUARTER, 5), (60 * MINUTE, 11)):
        assert most(arrivals.of("ana", channel=Channel.SMS), per) <= count


def test_twelve_urgent_posts_in_an_hour_each_ring_somebody_within_30_seconds() -> None:
    town = a_town(routes=URGENT, escalation={"care": a_policy("ana", "ben", wait=30 * MINUTE)})
    arrivals = Arrivals(town)
    waits = []
    for number in range(12):
        waits.append(rings_after(town, arrivals, f"victim{number}"))
        arrivals.until(NOON + (number + 1) * 5 * MINUTE)

    assert max(waits) <= SOON


def test_where_a_phone_is_full_the_next_tier_of_an_urgent_alert_is_called_at_once() -> None:
    town = a_town(routes=URGENT)
    arrivals = Arrivals(town)
    for number in range(5):
        assert rings_after(town, arrivals, f"victim{number}", person="ana") <= SOON
        arrivals.until(NOON + (number + 1) * 2 * MINUTE)
    post = town.post("x", "smoke in the cabin", by="victim5")

    [skipped] = town.events_of(post, TierSkipped)
    assert skipped.reason == "no more SMS can go to ana.sms for now"
    assert [event.told for event in town.events_of(post, Escalated)] == [("ana",), ("ben",)]
    assert any("@victim5" in got.text for got in town.world.phone.delivered if got.person == "ben")


def test_a_wait_begins_when_the_message_has_left() -> None:
    """Ana's phone has had one SMS; the next one leaves after five minutes, and has its whole wait from then on."""
    town = a_town(people=phones_only())
    town.post("x", "you lost my bag", by="carla")
    post = town.post("x", "you lost my bag", by="dora")
    town.fast_forward(minutes=30)

    sent = {each.contact.id: each.sent_at for each in owed_for(town, post)}
    assert sent["ana.sms"] == NOON + 5 * MINUTE
    assert sent["ben.sms"] == NOON + 20 * MINUTE


def test_where_nothing_can_be_sent_the_next_tier_is_called_and_the_timeline_says_so() -> None:
    town = a_town(people=phones_only())
    town.world.phone.is_down = True
    post = town.post("x", "you lost my bag")
    town.fast_forward(minutes=21)

    [skipped] = town.events_of(post, TierSkipped)
    assert skipped.reason == "nothing could be sent to ana.sms in time"
    assert [event.at for event in town.events_of(post, Escalated)] == [NOON, NOON + 20 * MINUTE]


def test_the_auditor_counts_what_is_urgent_from_when_it_was_owed() -> None:
    """Ana's phone is full, and nobody else can be called: the heart stops after five minutes."""
    policy = a_policy("ana", wait=timedelta(hours=9))
    town = a_town(routes=URGENT, escalation={"care": policy}, people=phones_only())
    arrivals = Arrivals(town)
    for number in range(6):
        town.post("x", "smoke", by=f"u{number}")
        arrivals.until(NOON + (number + 1) * MINUTE)
    town.world.audit.run()
    arrivals.until(NOON + 10 * MINUTE)
    town.world.audit.run()

    assert town.world.telemetry.lateness == [(0, 0), (0, 1)]


def test_the_auditor_is_content_where_somebody_took_it_or_was_told_in_place_of_a_full_phone() -> None:
    town = a_town(routes=URGENT, escalation={"care": a_policy("ana", wait=timedelta(hours=9))}, people=phones_only())
    arrivals = Arrivals(town)
    posts = []
    for number in range(6):
        posts.append(town.post("x", "smoke", by=f"u{number}"))
        arrivals.until(NOON + (number + 1) * MINUTE)
    for post in posts:
        town.world.respond.act(town.alert_of(post).id, "ben", Acknowledge())
    arrivals.until(NOON + 10 * MINUTE)

    assert town.world.audit.run() == 0


def test_the_auditor_is_content_where_a_later_tier_was_told_meanwhile() -> None:
    town = a_town()
    store = town.world.outside.store
    late = a_notification(status=NotificationStatus.DEFERRED, urgent=True, due_at=NOON + timedelta(minutes=30))
    later = NOON + MINUTE
    told = a_notification("0.2", person="ben", tier=2, owed_at=later, status=NotificationStatus.SENT, sent_at=later)
    alert = an_alert(tier=2, urgency=Urgency.URGENT, timers={Timer.TIER: NOON + timedelta(hours=1)})
    store.save(Change(alert=alert, owed=(late,)))
    town.world.clock.at = NOON + 6 * MINUTE
    assert town.world.audit.run() == 1

    stored = store.alert("a1")
    assert stored
    store.save(Change(alert=stored, owed=(told,)))
    assert town.world.audit.run() == 0
