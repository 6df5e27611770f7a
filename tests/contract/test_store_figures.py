"""FiguresStore's promises, on the fake and on DynamoDB alike."""

from datetime import date, timedelta

import pytest

from chalicelib.domain.alert.acts import acknowledge
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Noted
from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.figures.figures import Figures
from chalicelib.domain.figures.period import Span, span_of
from chalicelib.ports import Store
from tests.builders import NOON, a_heard, a_notification, an_alert
from tests.contract.conftest import World

DAY = timedelta(days=1)
MONDAY = NOON.date()
TODAY = span_of(MONDAY)
SOME = Figures(opened=1)
MORE = Figures(opened=2, credits={"ana": 1})


def noted(alert: str, at: object) -> Change:
    note = Noted(alert_id=alert, at=at, by="ana", text="called them")  # type: ignore[arg-type]
    return Change(alert=an_alert(id=alert), events=(note,))


def test_an_alert_is_touched_on_the_day_of_its_events_and_on_no_other(store: Store) -> None:
    store.save(noted("before", TODAY.start - timedelta(microseconds=1)))
    store.save(noted("first", TODAY.start))
    store.save(noted("last", TODAY.end - timedelta(microseconds=1)))
    store.save(noted("after", TODAY.end))
    store.save(Change(alert=an_alert(id="nothing-happened")))

    assert store.touched(TODAY) == {"first", "last"}
    assert store.touched(Span(NOON, NOON)) == frozenset()


def test_an_alert_is_touched_when_a_message_about_it_leaves(store: Store) -> None:
    waiting, leaving = a_notification("0.1"), a_notification("0.1", alert="a2")
    store.save(Change(alert=an_alert(), owed=(waiting,)))
    store.save(Change(alert=an_alert(id="a2"), owed=(leaving,)))
    sent = a_notification("0.1", alert="a2", status=NotificationStatus.SENT, sent_at=NOON + DAY)
    store.mark([sent])

    assert store.touched(TODAY) == frozenset()
    assert store.touched(span_of(MONDAY + DAY)) == {"a2"}
    assert store.unsent("ana.sms") == [waiting]


def test_a_history_is_an_alert_with_all_that_happened_to_it(store: Store) -> None:
    for number in range(20):
        store.save(
            Change(alert=an_alert(id=f"a{number}"), owed=(a_notification("0.1", alert=f"a{number}"),)),
            heard=a_heard() if number == 7 else None,
        )
    read = store.alert("a7")
    assert read
    store.save(acknowledge(read, by="ben", at=NOON))

    histories = {each.alert.id: each for each in store.histories([*(f"a{number}" for number in range(20)), "gone"])}

    assert set(histories) == {f"a{number}" for number in range(20)}
    assert histories["a7"].alert == store.alert("a7")
    assert histories["a7"].events == store.timeline("a7")
    assert list(histories["a7"].notifications) == store.notifications("a7")
    assert list(store.histories([])) == []


def test_days_are_kept_by_department_and_read_from_the_first_to_the_last(store: Store) -> None:
    for number in range(4):
        store.keep_day(MONDAY + number * DAY, "care", Figures(opened=number + 1), as_of=NOON)
    store.keep_day(MONDAY, "press", MORE, as_of=NOON)
    store.keep_day(MONDAY, "", SOME, as_of=NOON)

    found = store.days("care", MONDAY + DAY, MONDAY + 2 * DAY)

    assert found == {MONDAY + DAY: Figures(opened=2), MONDAY + 2 * DAY: Figures(opened=3)}
    assert list(found) == sorted(found)
    assert store.days("press", date(2026, 1, 1), date(2026, 12, 31)) == {MONDAY: MORE}
    assert store.days("", MONDAY, MONDAY) == {MONDAY: SOME}
    assert store.days("sales", MONDAY, MONDAY) == {}


def test_months_are_kept_by_department_and_read_for_all_of_them(store: Store) -> None:
    for month in ("2026-04", "2026-05", "2026-06", "2026-07"):
        store.keep_month(month, "care", SOME, as_of=NOON)
    store.keep_month("2026-05", "", MORE, as_of=NOON)
    store.close_day(MONDAY)

    assert store.months("2026-05", "2026-06") == {
        ("2026-05", ""): MORE,
        ("2026-05", "care"): SOME,
        ("2026-06", "care"): SOME,
    }


def test_figures_that_were_read_earlier_never_replace_those_that_were_read_later(store: Store) -> None:
    store.keep_day(MONDAY, "care", MORE, as_of=NOON)
    for figures in (SOME, Figures()):
        store.keep_day(MONDAY, "care", figures, as_of=NOON - timedelta(seconds=1))
    assert store.days("care", MONDAY, MONDAY) == {MONDAY: MORE}

    store.keep_day(MONDAY, "care", SOME, as_of=NOON)
    assert store.days("care", MONDAY, MONDAY) == {MONDAY: SOME}


def test_figures_of_nothing_are_forgotten(store: Store) -> None:
    store.keep_day(MONDAY, "care", MORE, as_of=NOON)
    store.keep_month("2026-05", "care", MORE, as_of=NOON)
    for _ in range(2):
        store.keep_day(MONDAY, "care", Figures(), as_of=NOON)
        store.keep_month("2026-05", "care", Figures(), as_of=NOON)

    assert store.days("care", MONDAY, MONDAY) == {}
    assert store.months("2026-05", "2026-05") == {}


def test_the_last_closed_day_is_remembered(store: Store) -> None:
    assert store.closed_day() is None
    store.close_day(MONDAY)
    store.close_day(MONDAY + DAY)

    assert store.closed_day() == MONDAY + DAY


def test_a_store_that_is_down_says_so(world: World) -> None:
    world.throttle()
    store = world.store
    for ask in (
        store.closed_day,
        lambda: store.touched(TODAY),
        lambda: list(store.histories(["a1"])),
        lambda: store.days("care", MONDAY, MONDAY),
        lambda: store.months("2026-05", "2026-05"),
        lambda: store.keep_day(MONDAY, "care", SOME, as_of=NOON),
        lambda: store.keep_day(MONDAY, "care", Figures(), as_of=NOON),
        lambda: store.close_day(MONDAY),
    ):
        with pytest.raises(UnavailableError):
            ask()
