"""NotificationStore's promises, on the fake and on DynamoDB alike."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notification import Notification, NotificationStatus
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.told.pace import Pace
from chalicelib.domain.told.sms_numbers import Numbers
from chalicelib.ports import Store
from tests.builders import NOON, a_notification, an_alert
from tests.contract.conftest import World

TICK = timedelta(microseconds=1)
UNTIL = NOON + timedelta(seconds=90)
DONE = (NotificationStatus.SENT, NotificationStatus.REFUSED, NotificationStatus.SKIPPED)


def owe(store: Store, *owed: Notification) -> None:
    """Save an alert that owes these; each call is about an alert of its own."""
    store.save(Change(alert=an_alert(id=owed[0].alert_id), owed=owed))


def as_stored(store: Store, notification: Notification) -> Notification:
    found = store.notification(notification.id)
    assert found
    return found


def test_a_notification_that_nobody_owes_is_not_there(store: Store) -> None:
    assert store.notification("a1/0.1/ana.sms") is None
    assert store.notifications("a1") == []


def test_what_is_owed_reads_back_by_its_id(store: Store) -> None:
    owed = a_notification(held=True)
    owe(store, owed)

    assert store.notification("a1/0.1/ana.sms") == owed


def test_an_alerts_notifications_come_oldest_first(store: Store) -> None:
    second = a_notification("0.1", owed_at=NOON + timedelta(minutes=1))
    first = a_notification("0.2", owed_at=NOON)
    owe(store, second, first)
    owe(store, a_notification(alert="a2"))

    assert store.notifications("a1") == [first, second]


def test_what_one_contact_is_owed_comes_oldest_first_from_all_alerts(store: Store) -> None:
    newest = a_notification(alert="a1", owed_at=NOON + TICK)
    oldest = a_notification(alert="a2", owed_at=NOON)
    owe(store, newest, a_notification(channel=Channel.EMAIL), a_notification(person="ben"))
    owe(store, oldest)

    assert store.unsent("ana.sms") == [oldest, newest]
    assert store.unsent("zoe.sms") == []


@pytest.mark.parametrize("status", DONE)
def test_what_is_done_is_not_unsent_any_more(store: Store, status: NotificationStatus) -> None:
    owe(store, a_notification())
    store.mark([a_notification(status=status, reason="why")])

    assert store.unsent("ana.sms") == []
    assert store.due_notifications(NOON + timedelta(days=1)) == []
    assert as_stored(store, a_notification()) == a_notification(status=status, reason="why")


def test_unsent_notifications_are_due_from_their_instant_on_earliest_first(store: Store) -> None:
    later = a_notification("0.1", due_at=NOON + TICK)
    now = a_notification("0.2", due_at=NOON)
    owe(store, later, now)

    assert store.due_notifications(NOON - TICK) == []
    assert store.due_notifications(NOON) == [now]
    assert store.due_notifications(NOON + TICK) == [now, later]
    assert store.due_notifications(NOON + TICK, limit=1) == [now]


def test_many_notifications_fall_due_at_once(store: Store) -> None:
    for number in range(130):
        owe(store, a_notification(alert=f"a{number:03d}", due_at=NOON + number * TICK))

    found = store.due_notifications(NOON + timedelta(seconds=1), limit=120)

    assert [notification.alert_id for notification in found] == [f"a{number:03d}" for number in range(120)]


def test_a_deferred_one_waits_until_its_instant(store: Store) -> None:
    owe(store, a_notification())
    deferred = a_notification(status=NotificationStatus.DEFERRED, due_at=UNTIL + TICK, reason="too many")
    store.mark([deferred])

    assert as_stored(store, deferred) == deferred
    assert store.due_notifications(UNTIL) == []
    assert store.due_notifications(UNTIL + TICK) == [deferred]


def test_what_an_earlier_version_claimed_falls_due_when_its_claim_ends(store: Store) -> None:
    owe(store, a_notification(status=NotificationStatus.SENDING, due_at=UNTIL))

    assert store.due_notifications(UNTIL - TICK) == []
    assert [found.status for found in store.due_notifications(UNTIL)] == [NotificationStatus.SENDING]
    assert [found.status for found in store.unsent("ana.sms")] == [NotificationStatus.SENDING]


def test_many_are_marked_together_and_those_that_are_done_stay_as_they_are(store: Store) -> None:
    all_of_them = [a_notification(alert=f"a{number:03d}") for number in range(230)]
    for owed in all_of_them:
        owe(store, owed)
    done = [replace(all_of_them[number], status=NotificationStatus.SKIPPED, reason="why") for number in (0, 7, 229)]
    store.mark(done)
    store.mark([replace(owed, status=NotificationStatus.SENT, sent_at=NOON, receipt="r") for owed in all_of_them])

    stored = [as_stored(store, owed) for owed in all_of_them]
    assert [each for each in stored if each.status is not NotificationStatus.SENT] == done
    assert store.unsent("ana.sms") == []


def test_marking_nothing_changes_nothing(store: Store) -> None:
    store.mark([])

    assert store.unsent("ana.sms") == []


@pytest.mark.parametrize("status", DONE)
def test_what_is_done_cannot_be_marked_again(store: Store, status: NotificationStatus) -> None:
    owe(store, a_notification())
    store.mark([a_notification(status=status)])
    late = a_notification(status=NotificationStatus.DEFERRED, due_at=UNTIL)
    store.mark([late])

    assert as_stored(store, late).status is status
    assert store.due_notifications(UNTIL) == []


def test_what_nobody_owes_cannot_be_marked(store: Store) -> None:
    store.mark([a_notification(status=NotificationStatus.SENT)])

    assert store.notification("a1/0.1/ana.sms") is None


def test_a_contact_that_was_never_sent_to_has_a_fresh_pace(store: Store) -> None:
    assert store.pace("ana.sms") == Pace(contact="ana.sms")


def test_a_pace_is_kept_by_contact_one_version_on(store: Store) -> None:
    kept = Pace(
        contact="ana.sms",
        sent=(NOON, NOON + TICK),
        routine=(NOON,),
        heard={"care/delays": NOON},
        busy_until=UNTIL,
        busy_by="a process",
        wake_at=UNTIL,
    )
    assert store.keep_pace(kept)

    assert store.pace("ana.sms") == replace(kept, version=1)
    assert store.pace("ben.sms") == Pace(contact="ben.sms")


def test_a_phone_that_was_never_given_a_number_has_none(store: Store) -> None:
    assert store.numbers("ana.sms") == Numbers(contact="ana.sms")


def test_numbers_are_kept_by_contact_unless_another_process_gave_one_meanwhile(store: Store) -> None:
    fresh = store.numbers("ana.sms")
    assert store.keep_numbers(replace(fresh, alerts={1: "a1"}))
    assert not store.keep_numbers(replace(fresh, alerts={1: "a2"}))
    assert store.numbers("ana.sms") == Numbers(contact="ana.sms", alerts={1: "a1"}, version=1)
    assert store.numbers("ben.sms") == Numbers(contact="ben.sms")


def test_a_pace_that_another_process_moved_is_not_kept(store: Store) -> None:
    fresh = store.pace("ana.sms")
    assert store.keep_pace(replace(fresh, sent=(NOON,)))
    assert not store.keep_pace(replace(fresh, sent=(UNTIL,)))

    read = store.pace("ana.sms")
    assert store.keep_pace(replace(read, sent=(NOON, UNTIL)))
    assert not store.keep_pace(replace(read, sent=()))
    assert store.pace("ana.sms") == Pace(contact="ana.sms", sent=(NOON, UNTIL), version=2)


def test_a_throttled_mark_says_so(world: World) -> None:
    owe(world.store, a_notification())
    world.throttle()

    with pytest.raises(UnavailableError):
        world.store.mark([a_notification(status=NotificationStatus.SENT)])
    with pytest.raises(UnavailableError):
        world.store.keep_pace(Pace(contact="ana.sms"))
