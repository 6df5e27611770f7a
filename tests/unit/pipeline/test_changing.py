"""Changing an alert that others change too."""

import pytest

from chalicelib.domain.alert.acts import acknowledge, note
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.errors import UnavailableError
from chalicelib.pipeline.changing import PATIENCE, change_alert
from tests.builders import NOON, an_alert
from tests.fakes import FakeStore


def a_store() -> FakeStore:
    store = FakeStore()
    store.save(Change(alert=an_alert()))
    return store


def test_what_was_decided_is_saved() -> None:
    store = a_store()
    change = change_alert(store, "a1", lambda alert: acknowledge(alert, by="ana", at=NOON))

    assert change is not None
    saved = store.alert("a1")
    assert saved is not None
    assert (saved.owner, saved.version) == ("ana", 2)


def test_an_alert_that_does_not_exist_is_not_decided_on() -> None:
    assert change_alert(a_store(), "a2", lambda alert: acknowledge(alert, by="ana", at=NOON)) is None


def test_nothing_to_change_saves_nothing() -> None:
    store = a_store()

    assert change_alert(store, "a1", lambda _: None) is None
    unchanged = store.alert("a1")
    assert unchanged is not None
    assert unchanged.version == 1


def test_it_is_decided_anew_on_what_somebody_else_made_of_it() -> None:
    store, seen = a_store(), list[str | None]()

    def decide(alert: Alert) -> Change:
        if not seen:
            store.save(acknowledge(alert, by="ben", at=NOON))
        seen.append(alert.owner)
        return note(alert, by="ana", text="I called", at=NOON)

    change_alert(store, "a1", decide)

    assert seen == [None, "ben"]
    assert len(store.timeline("a1")) == 2


def test_an_alert_that_never_holds_still_is_left_for_later() -> None:
    store, tries = a_store(), list[int]()

    def decide(alert: Alert) -> Change:
        tries.append(alert.version)
        store.save(Change(alert=alert))
        return Change(alert=alert)

    with pytest.raises(UnavailableError, match="alert a1 kept changing: try again"):
        change_alert(store, "a1", decide)
    assert len(tries) == PATIENCE
