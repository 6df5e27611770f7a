"""AlertStore's promises, on the fake and on DynamoDB alike."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from msgspec.structs import fields, replace

from chalicelib.domain.alert.acts import acknowledge, resolve
from chalicelib.domain.alert.alert import Alert, AlertStatus, Timer
from chalicelib.domain.alert.aside import FIRST_PAUSE, Aside
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.corrected import Reading
from chalicelib.domain.alert.event import AnyEvent, Noted
from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.errors import DuplicateMentionError, StaleAlertError, TooLargeError, UnavailableError
from chalicelib.domain.rules.routes import Urgency
from chalicelib.ports import Store
from tests.builders import NOON, QUARTER, a_heard, a_mention, a_notification, an_alert, an_excerpt
from tests.contract.conftest import World

TICK = timedelta(microseconds=1)


def a_note(text: str = "calling them", *, alert: str = "a1") -> Noted:
    return Noted(alert_id=alert, at=NOON, by="ana", text=text)


def saved(store: Store, alert: Alert) -> Alert:
    """The alert as another process reads it after it was saved."""
    store.save(Change(alert=alert))
    stored = store.alert(alert.id)
    assert stored
    return stored


def resolved_alert(id: str) -> Alert:
    return an_alert(id=id, status=AlertStatus.RESOLVED, timers={}, resolved_at=NOON)


def test_there_is_no_alert_before_one_is_saved(store: Store) -> None:
    assert store.alert("a1") is None
    assert store.timeline("a1") == ()


def test_a_saved_alert_reads_back_as_it_was_one_version_on(store: Store) -> None:
    alert = an_alert(timers={Timer.LOAN: NOON + QUARTER, Timer.REMINDER: NOON + TICK}, declined=("press",))

    assert saved(store, alert) == replace(alert, version=1)


def test_every_change_is_one_version_on(store: Store) -> None:
    first = saved(store, an_alert())
    store.save(acknowledge(first, by="ana", at=NOON))
    second = store.alert("a1")

    assert second and (second.version, second.owner) == (2, "ana")


def test_an_alert_is_due_from_the_instant_its_timer_ends(store: Store) -> None:
    alert = saved(store, an_alert(timers={Timer.TIER: NOON}))

    assert store.due(NOON - TICK) == []
    assert store.due(NOON) == [alert]
    assert store.due(NOON + timedelta(days=400)) == [alert]


def test_an_instant_is_the_same_on_every_clock(store: Store) -> None:
    noon_in_delhi = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    alert = saved(store, an_alert(timers={Timer.TIER: noon_in_delhi}))

    assert store.due(NOON - TICK) == []
    assert store.due(noon_in_delhi) == store.due(NOON) == [alert]


def test_the_earliest_timer_decides_and_the_earliest_alert_comes_first(store: Store) -> None:
    for number, microseconds in enumerate((5, 0, 10, 1_000_000, 999_999)):
        ends = NOON + timedelta(microseconds=microseconds)
        store.save(Change(alert=an_alert(id=f"a{number}", timers={Timer.LOAN: NOON + QUARTER, Timer.REMINDER: ends})))

    assert [alert.id for alert in store.due(NOON + timedelta(seconds=1))] == ["a1", "a0", "a2", "a4", "a3"]
    assert [alert.id for alert in store.due(NOON + timedelta(seconds=1), limit=2)] == ["a1", "a0"]


def test_more_alerts_fall_due_at_once_than_one_read_holds(store: Store) -> None:
    for number in range(130):
        store.save(Change(alert=an_alert(id=f"a{number:03d}")))

    assert [alert.id for alert in store.due(NOON)] == [f"a{number:03d}" for number in range(130)]


def test_a_moved_timer_is_due_at_its_new_instant_only(store: Store) -> None:
    alert = saved(store, an_alert(timers={Timer.TIER: NOON}))
    store.save(Change(alert=replace(alert, timers={Timer.TIER: NOON + QUARTER})))

    assert store.due(NOON + QUARTER - TICK) == []
    assert [found.id for found in store.due(NOON + QUARTER)] == ["a1"]


def test_an_alert_without_a_timer_is_never_due(store: Store) -> None:
    alert = saved(store, an_alert())
    store.save(resolve(alert, by="ana", reason="needs no answer", at=NOON))

    assert store.due(datetime(9999, 12, 31, tzinfo=UTC)) == []


def test_the_board_shows_what_is_not_resolved_newest_first(store: Store) -> None:
    for minute, id in enumerate(("a0", "a1", "a2", "a3")):
        store.save(Change(alert=an_alert(id=id, opened_at=NOON + timedelta(minutes=minute), timers={})))
    store.save(Change(alert=resolved_alert("a9")))
    ended = store.alert("a2")
    assert ended
    store.save(resolve(ended, by="ana", reason="needs no answer", at=NOON))

    assert [alert.id for alert in store.unresolved()] == ["a3", "a1", "a0"]
    assert [alert.id for alert in store.unresolved(limit=2)] == ["a3", "a1"]


def test_the_second_of_two_writers_is_refused_and_stores_nothing(store: Store) -> None:
    read = saved(store, an_alert())
    store.save(acknowledge(read, by="ana", at=NOON))

    change = acknowledge(read, by="ben", at=NOON)
    with pytest.raises(StaleAlertError, match="alert a1 changed since version 1 was read"):
        store.save(replace(change, owed=(a_notification(),)), heard=a_heard())

    alert = store.alert("a1")
    assert alert and alert.owner == "ana"
    assert len(store.timeline("a1")) == 1
    assert store.notifications("a1") == []
    assert store.heard("x:1") is None


def test_two_processes_that_open_the_same_alert_open_it_once(store: Store) -> None:
    store.save(Change(alert=an_alert(department="care")))

    with pytest.raises(StaleAlertError):
        store.save(Change(alert=an_alert(department="press")))

    alert = store.alert("a1")
    assert alert and alert.department == "care"


def test_an_alert_that_was_never_saved_has_no_later_version(store: Store) -> None:
    with pytest.raises(StaleAlertError):
        store.save(Change(alert=an_alert(version=3)))

    assert store.alert("a1") is None


def test_the_mention_that_caused_a_change_is_stored_with_it(store: Store) -> None:
    heard = a_heard(alert_id="a1")
    store.save(Change(alert=an_alert()), heard=heard)

    assert store.heard("x:1") == heard


def test_a_mention_that_comes_twice_changes_nothing(store: Store) -> None:
    store.save(Change(alert=an_alert(), events=(a_note(),)), heard=a_heard())
    alert = store.alert("a1")
    assert alert

    change = Change(alert=replace(alert, mentions=2), events=(a_note(),), owed=(a_notification(),))
    with pytest.raises(DuplicateMentionError, match="mention x:1 is recorded already"):
        store.save(change, heard=a_heard())

    assert store.alert("a1") == alert
    assert len(store.timeline("a1")) == 1
    assert store.notifications("a1") == []


def test_a_redelivered_mention_is_told_so_even_where_the_alert_moved_on(store: Store) -> None:
    store.save(Change(alert=an_alert()), heard=a_heard())

    with pytest.raises(DuplicateMentionError):
        store.save(Change(alert=an_alert()), heard=a_heard())


def test_what_is_owed_is_stored_with_the_change(store: Store) -> None:
    owed = (a_notification(person="ana"), a_notification(person="ben"))
    store.save(Change(alert=an_alert(), owed=owed))

    assert store.notifications("a1") == list(owed)


def test_deciding_twice_owes_once(store: Store) -> None:
    sent = a_notification(status=NotificationStatus.SENT, sent_at=NOON, receipt="r1")
    store.save(Change(alert=an_alert(), owed=(a_notification(), a_notification())))
    store.mark([sent])
    alert = store.alert("a1")
    assert alert

    other = a_notification(person="ben")
    store.save(Change(alert=alert, events=(a_note(),), owed=(a_notification(), other)))

    assert store.notifications("a1") == [sent, other]
    assert store.timeline("a1") == (a_note(),)


def test_a_change_that_changes_nothing_is_harmless(store: Store) -> None:
    alert = saved(store, an_alert())
    store.save(Change(alert=alert))

    assert store.alert("a1") == replace(alert, version=alert.version + 1)
    assert store.timeline("a1") == ()


def test_a_timeline_of_120_events_keeps_its_order_over_many_pages(store: Store) -> None:
    notes = tuple(a_note(f"{number} " + "x" * 12_000) for number in range(120))
    store.save(Change(alert=an_alert(), events=notes[:50]))
    for part in (notes[50:51], notes[51:]):
        alert = store.alert("a1")
        assert alert
        store.save(Change(alert=alert, events=part))

    assert store.timeline("a1") == notes


def test_a_timeline_holds_its_own_alert_only(store: Store) -> None:
    store.save(Change(alert=an_alert(id="a1"), events=(a_note(),), owed=(a_notification(),)))
    store.save(Change(alert=an_alert(id="a10"), events=(a_note(alert="a10"),), owed=(a_notification(alert="a10"),)))

    assert store.timeline("a1") == (a_note(),)
    assert store.notifications("a1") == [a_notification()]


def test_every_kind_of_event_reads_back_as_itself(store: Store) -> None:
    events = tuple(any_event(kind) for kind in get_args(AnyEvent))
    store.save(Change(alert=an_alert(), events=events))

    assert store.timeline("a1") == events


def any_event(kind: type[AnyEvent]) -> AnyEvent:
    """An event with something in each field, by the field's type."""
    samples: dict[Any, Any] = {
        str: "ana",
        str | None: None,
        int: 3,
        bool: True,
        datetime: NOON + TICK,
        tuple[str, ...]: ("ana", "ben"),
        Urgency: Urgency.URGENT,
        Reading: Reading.INTENT,
    }
    return kind(**{field.name: samples[field.type] for field in fields(kind)} | {"alert_id": "a1"})


def test_a_change_of_a_hundred_items_is_the_most_that_is_stored(store: Store) -> None:
    store.save(Change(alert=an_alert(), events=tuple(a_note(str(number)) for number in range(99))))
    assert len(store.timeline("a1")) == 99

    too_many = Change(alert=an_alert(id="a2"), events=tuple(a_note(str(number), alert="a2") for number in range(100)))
    with pytest.raises(TooLargeError, match="a change writes 101 items"):
        store.save(too_many)
    assert store.alert("a2") is None


def test_an_alert_that_is_too_large_is_refused_in_words(store: Store) -> None:
    with pytest.raises(TooLargeError, match="409600"):
        store.save(Change(alert=an_alert(excerpt=an_excerpt(text="ü" * 210_000))))

    assert store.alert("a1") is None


def test_a_throttled_save_stores_nothing_and_can_be_tried_again(world: World) -> None:
    world.throttle()

    with pytest.raises(UnavailableError) as raised:
        world.store.save(Change(alert=an_alert()), heard=a_heard(a_mention("7")))
    assert raised.value.retryable


@pytest.mark.parametrize("read", [lambda s: s.alert("a1"), lambda s: s.due(NOON), lambda s: s.unresolved()])
def test_a_throttled_read_says_so(world: World, read: Any) -> None:
    world.throttle()

    with pytest.raises(UnavailableError):
        read(world.store)


def test_several_alerts_are_read_at_once_without_those_that_are_not_there(store: Store) -> None:
    for id in ("a1", "a2", "a3"):
        store.save(Change(alert=an_alert(id=id)))

    found = store.alerts(["a1", "a3", "a4", "a1"])
    assert {id: alert.version for id, alert in found.items()} == {"a1": 1, "a3": 1}
    assert store.alerts([]) == {}


def test_what_is_set_aside_is_not_due_until_its_pause_is_over(store: Store) -> None:
    store.save(Change(alert=an_alert()))
    store.set_aside("a1", "KeyError: 'x'", at=NOON)

    assert store.due(NOON + FIRST_PAUSE - timedelta(seconds=1)) == []
    [again] = store.due(NOON + FIRST_PAUSE)
    assert again.id == "a1"
    assert store.asides() == [Aside(id="a1", why="KeyError: 'x'", since=NOON, tries=1, again_at=NOON + FIRST_PAUSE)]


def test_what_is_set_aside_again_waits_twice_as_long_and_is_counted(store: Store) -> None:
    store.save(Change(alert=an_alert()))
    store.set_aside("a1", "first", at=NOON)
    later = NOON + FIRST_PAUSE
    store.set_aside("a1", "second", at=later)

    assert store.asides() == [Aside(id="a1", why="second", since=NOON, tries=2, again_at=later + 2 * FIRST_PAUSE)]


def test_what_is_saved_stands_aside_no_longer(store: Store) -> None:
    store.save(Change(alert=an_alert()))
    store.set_aside("a1", "why", at=NOON)
    [read] = store.due(NOON + FIRST_PAUSE)
    store.save(Change(alert=read))

    assert store.asides() == []
    assert [alert.id for alert in store.due(NOON)] == ["a1"]


def test_what_has_no_timer_or_is_gone_cannot_stand_aside(store: Store) -> None:
    store.save(Change(alert=an_alert(timers={})))
    store.set_aside("a1", "why", at=NOON)
    store.set_aside("a2", "why", at=NOON)

    assert store.asides() == []


def test_departments_take_turns_and_of_each_the_earliest_is_first(store: Store) -> None:
    waits = {"a1": 5, "a2": 4, "a3": 3, "b1": 2, "b2": 1}
    for id, minutes in waits.items():
        timers = {Timer.TIER: NOON - timedelta(minutes=minutes)}
        department = "care" if id.startswith("a") else "baggage"
        store.save(Change(alert=an_alert(id=id, department=department, timers=timers)))

    assert [alert.id for alert in store.due(NOON)] == ["a1", "b1", "a2", "b2", "a3"]
    assert [alert.id for alert in store.due(NOON, limit=2)] == ["a1", "b1"]


def test_where_more_are_due_than_are_read_the_earliest_are(store: Store) -> None:
    for number in range(20):
        timers = {Timer.TIER: NOON - timedelta(minutes=number)}
        store.save(Change(alert=an_alert(id=f"a{number:02d}", timers=timers)))

    assert [alert.id for alert in store.due(NOON, limit=3)] == ["a19", "a18", "a17"]
