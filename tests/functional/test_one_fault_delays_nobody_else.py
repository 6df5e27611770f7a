"""One alert that cannot be saved, read or composed delays nobody else, and neither does a department of thousands."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Escalated, LoanEnded
from chalicelib.domain.errors import TooLargeError, UnavailableError
from chalicelib.domain.judged.outcome import Heard
from tests.builders import NOON, an_alert
from tests.fakes import FakePhone, FakeStore, HandClock
from tests.functional.stormy import stormy_policies
from tests.functional.town import Town
from tests.functional.world import MINUTE, Outside, in_memory


class Poisoned(FakeStore):
    """A store in which some alerts fail, for as long as the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.unsavable: dict[str, Exception] = {}

    def save(self, change: Change, *, heard: Heard | None = None) -> None:
        if change.alert.id in self.unsavable:
            raise self.unsavable[change.alert.id]
        super().save(change, heard=heard)


def poisoned(clock: HandClock, phone: FakePhone) -> Outside:
    return replace_store(in_memory(clock, phone), Poisoned())


def replace_store(outside: Outside, store: FakeStore) -> Outside:
    return Outside(
        store,
        outside.mentions,
        outside.notifications,
        outside.take_mentions,
        outside.take_notifications,
        outside.phone,
    )


@pytest.fixture
def town() -> Town:
    return Town(stormy_policies(crisis=None), outside=poisoned)


def poison(town: Town, alert: Alert, error: Exception) -> None:
    store = town.world.outside.store
    assert isinstance(store, Poisoned)
    store.unsavable[alert.id] = error


ERRORS: list[Exception] = [
    TooLargeError("the alert is larger than an item"),
    UnavailableError("the item is contended"),
    KeyError("a timer that nobody knows"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_alert_that_cannot_be_saved_delays_neither_those_before_nor_those_after_it(
    town: Town, error: Exception
) -> None:
    posts = [town.post("x", f"the seat is broken in row {row}", by=f"kim{row}") for row in range(3)]
    poison(town, town.alert_of(posts[1]), error)

    town.fast_forward(
        minutes=24
    )  # a tier's wait begins when its message has left, and a phone takes one in five minutes

    assert [town.alert_of(post).tier for post in posts] == [2, 1, 2]
    told = [owed for post in posts for owed in town.world.outside.store.notifications(town.alert_of(post).id)]
    assert {owed.contact.person for owed in told if owed.tier == 2} == {"ben"}


def test_what_fails_stands_aside_is_reported_and_goes_on_once_it_can(town: Town) -> None:
    post = town.post("x", "the seat is broken in row 7")
    alert = town.alert_of(post)
    poison(town, alert, TooLargeError("too large"))
    town.fast_forward(minutes=17)

    [aside] = town.world.outside.store.asides()
    assert (aside.id, aside.why, aside.tries) == (alert.id, "TooLargeError: too large", 2)
    assert town.world.telemetry.failed_alerts[0] == (alert.id, "TooLargeError")
    town.world.outside.store.unsavable.clear()  # type: ignore[attr-defined]
    town.fast_forward(minutes=3)

    assert town.alert_of(post).tier == 2
    assert town.world.outside.store.asides() == []


def test_what_fails_is_tried_again_at_the_next_sweep_and_then_ever_more_seldom(town: Town) -> None:
    alert = town.alert_of(town.post("x", "the seat is broken in row 7"))
    poison(town, alert, TooLargeError("too large"))
    town.fast_forward(hours=3)

    pauses = [aside.again_at - town.world.clock.at for aside in town.world.outside.store.asides()]
    assert max(pauses) <= timedelta(minutes=15)
    assert 5 < len(town.world.telemetry.failed_alerts) < 25


def test_the_audit_counts_what_stands_aside_and_withholds_the_heartbeat(town: Town) -> None:
    poison(town, town.alert_of(town.post("x", "the seat is broken in row 7")), TooLargeError("too large"))
    town.fast_forward(minutes=22)
    town.world.audit.run()

    assert town.world.telemetry.set_aside == [1]
    assert town.world.telemetry.lateness[-1] == (1, 0)
    assert town.world.heartbeat.beats == 0


def test_what_is_owed_is_queued_again_although_the_alerts_cannot_be_listed(town: Town) -> None:
    store = town.world.outside.store
    town.hear_without_delivering("the seat is broken in row 7")
    town.world.outside.take_notifications()
    town.world.clock.at += MINUTE
    town.world.escalate = replace_port(town.world.escalate, store=Unlisted(store))

    with pytest.raises(UnavailableError):
        town.world.escalate.run()
    town.world.drain()

    town.phone("ana").expects_sms("broken in row 7")


class Unlisted:
    """Passes every call on to a store, but cannot say which alerts are due."""

    def __init__(self, inner: object) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def due(self, *_: object, **__: object) -> Iterable[Alert]:
        raise UnavailableError("the index cannot be read")


def replace_port(stage: Any, **ports: object) -> Any:
    """The same stage over another port."""
    return type(stage)(**{**stage.__dict__, **ports})


def test_a_sweep_catches_up_with_every_step_that_was_missed(town: Town) -> None:
    post = town.post("x", "the seat is broken in row 7")
    town.world.clock.forward(hours=2)

    town.world.escalate.run()

    tiers = [event.tier for event in town.events_of(post, Escalated)]
    assert tiers[:2] == [1, 2]
    assert town.alert_of(post).due_timer(town.world.clock.at) is None


def test_a_sweep_makes_every_move_that_is_due_and_not_the_first_alone(town: Town) -> None:
    post = town.post("x", "the seat is broken in row 7")
    town.world.respond.act(town.alert_of(post).id, "ana", Acknowledge())
    town.world.clock.forward(days=2)

    town.world.escalate.run()

    assert town.alert_of(post).is_triggered, "the reminder was due, and the loan after it"
    assert town.events_of(post, LoanEnded)


def test_thousands_of_one_department_delay_no_other_department() -> None:
    town = Town(stormy_policies(crisis=None), outside=poisoned)
    store = town.world.outside.store
    waiting = an_alert(department="care", policy=town.world.policies.escalation["care"], theme="cabin")
    for number in range(5_000):
        store.save(Change(alert=replace(waiting, id=f"c{number:04d}", conversation=f"c{number}")))
    other = an_alert(
        id="b1", department="baggage", policy=town.world.policies.escalation["baggage"], timers={Timer.TIER: NOON}
    )
    store.save(Change(alert=other))

    town.world.escalate.run()

    moved = store.alert("b1")
    assert moved is not None
    assert moved.tier == 2


def test_a_sweep_that_runs_out_of_time_queues_what_it_owes_and_leaves_the_rest_to_the_next(town: Town) -> None:
    posts = [town.post("x", f"the seat is broken in row {row}", by=f"kim{row}") for row in range(3)]
    town.fast_forward(minutes=14)
    town.world.clock.forward(minutes=10)
    store = town.world.outside.store
    town.world.escalate = replace_port(
        town.world.escalate, store=Slow(store, lambda: town.world.clock.forward(seconds=25))
    )

    town.world.escalate.run()

    assert sorted(town.alert_of(post).tier for post in posts) == [1, 2, 2]
    town.world.drain()
    assert any(got.person == "ben" for got in town.world.phone.delivered)
    for got in town.world.phone.delivered:
        town.read(got)


class Slow:
    """A store whose saves take their time."""

    def __init__(self, inner: object, wait: Callable[[], object]) -> None:
        self._inner, self._wait = inner, wait

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._wait()
        self._inner.save(*args, **kwargs)  # type: ignore[attr-defined]
