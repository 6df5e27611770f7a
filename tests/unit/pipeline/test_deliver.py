"""What becomes of one notification."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notification import Notification, NotificationStatus
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.told.pace import Pace, stream_of
from tests.builders import NOON, a_notification, a_person, an_alert
from tests.functional.town import town_policies
from tests.functional.world import ADDRESS, World

TOKEN = "token-a1/0.1/ana.sms"
PHONE = stream_of(a_person("ana"), Channel.SMS)


def a_world(*owed: Notification, alert: Alert | None = None) -> World:
    world = World(town_policies())
    world.outside.store.save(Change(alert=alert or an_alert(), owed=owed))
    return world


def handled(world: World, notification: Notification) -> Notification:
    """The notification after it was handled."""
    world.deliver.handle(notification.id)
    found = world.outside.store.notification(notification.id)
    assert found is not None
    return found


def test_what_is_owed_is_sent_and_marked_with_the_receipt() -> None:
    world = a_world(owed := a_notification())
    sent = handled(world, owed)

    assert (sent.status, sent.sent_at, sent.receipt) == (NotificationStatus.SENT, NOON, "receipt-1")
    [got] = world.phone.delivered
    assert (got.person, got.channel) == ("ana", "sms")
    assert f"{ADDRESS}/a/{TOKEN}" in got.text


def test_the_link_is_the_persons_own_and_lives_as_long_as_the_policies_say() -> None:
    world = a_world(owed := a_notification())
    handled(world, owed)

    link = world.outside.store.link(TOKEN)
    assert link is not None
    assert (link.person, link.alerts, link.expires_at) == ("ana", ("a1",), NOON + timedelta(days=3))


def test_an_unknown_notification_is_nobodys() -> None:
    world = a_world()
    world.deliver.handle("a1/9.9/ana.sms")

    assert world.phone.delivered == []


@pytest.mark.parametrize("status", [NotificationStatus.SENT, NotificationStatus.SKIPPED, NotificationStatus.REFUSED])
def test_what_is_done_is_not_sent(status: NotificationStatus) -> None:
    world = a_world(done := a_notification(status=status))

    assert handled(world, done) == done
    assert world.phone.delivered == []


def test_what_is_not_due_yet_waits() -> None:
    early = a_notification(status=NotificationStatus.DEFERRED, due_at=NOON + timedelta(seconds=1))
    world = a_world(early)

    assert handled(world, early) == early


def test_what_another_process_is_sending_is_left_to_it_until_its_claim_ends() -> None:
    taken = a_notification(status=NotificationStatus.SENDING, due_at=NOON + timedelta(seconds=90))
    world = a_world(taken)
    assert handled(world, taken) == taken

    world.clock.forward(seconds=90)
    assert handled(world, taken).status is NotificationStatus.SENT


def test_a_busy_contact_is_told_at_its_next_turn_and_the_queue_knows() -> None:
    world = a_world(owed := a_notification())
    world.outside.store.keep_pace(Pace(contact=PHONE, sent=(NOON - timedelta(seconds=20),)))
    deferred = handled(world, owed)

    assert (deferred.status, deferred.due_at) == (NotificationStatus.DEFERRED, NOON + timedelta(seconds=10))
    assert deferred.reason == "this contact was told as often as it may be for the moment"
    world.clock.forward(seconds=10)
    assert list(world.outside.take_notifications()) == [owed.id]


def test_a_wait_longer_than_the_queue_can_hold_is_the_sweeps() -> None:
    world = a_world(owed := a_notification())
    told = tuple(NOON - timedelta(minutes=minute) for minute in range(40, 29, -1))
    world.outside.store.keep_pace(Pace(contact=PHONE, sent=told))
    deferred = handled(world, owed)

    assert deferred.due_at == NOON + timedelta(minutes=20)
    world.clock.forward(minutes=20)
    assert list(world.outside.take_notifications()) == []
    world.escalate.run()
    assert owed.id in list(world.outside.take_notifications())


def test_somebody_who_left_cannot_be_told() -> None:
    world = a_world(owed := a_notification())
    people = {id: person for id, person in world.policies.people.items() if id != "ana"}
    world.policies = replace(world.policies, people=people)
    refused = handled(world, owed)

    assert (refused.status, refused.reason) == (NotificationStatus.REFUSED, "ana is not among the people any more")


def test_what_its_alert_wants_no_more_is_skipped_and_says_why() -> None:
    world = a_world(owed := a_notification(), alert=an_alert(cycle=1))
    skipped = handled(world, owed)

    assert skipped.status is NotificationStatus.SKIPPED
    assert skipped.reason


def test_a_carrier_that_is_down_leaves_it_owed_and_the_phones_hour_untouched() -> None:
    world = a_world(owed := a_notification())
    world.phone.is_down = True
    with pytest.raises(Exception, match="the fake was told to be down"):
        world.deliver.handle(owed.id)

    again = world.outside.store.notification(owed.id)
    assert again is not None
    assert again.status is NotificationStatus.OWED
    assert world.outside.store.pace(PHONE).sent == ()


def test_a_refused_contact_passes_its_tier_again_if_the_process_died_before() -> None:
    refused = a_notification(status=NotificationStatus.REFUSED, reason="opted out")
    world = a_world(refused)
    world.deliver.handle(refused.id)

    alert = world.outside.store.alert("a1")
    assert alert is not None
    assert alert.tier == 2
