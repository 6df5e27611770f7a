"""DeskStore's promises, on the fake and on DynamoDB alike; and an index that is added to a table in use."""

from datetime import timedelta

import boto3
import pytest

from chalicelib.adapters.dynamodb import desk
from chalicelib.domain.alert.acts import acknowledge, resolve
from chalicelib.domain.alert.alert import Crisis
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.glance import glance
from chalicelib.domain.errors import UnavailableError
from chalicelib.ports import Store
from tests.aws import TABLE
from tests.builders import NOON, a_heard, a_mention, an_alert
from tests.contract.conftest import Dynamo, World


def seen(store: Store) -> set[str]:
    return {each.id for each in store.glances()}


def test_all_that_is_open_is_seen_at_a_glance_and_what_is_resolved_is_not(store: Store) -> None:
    for number in range(12):
        store.save(Change(alert=an_alert(id=f"a{number}")))
    read = store.alert("a3")
    assert read
    store.save(resolve(read, by="ana", reason="done", at=NOON))

    assert seen(store) == {f"a{number}" for number in range(12)} - {"a3"}


def test_a_glance_is_that_of_the_alert_as_it_is_now(store: Store) -> None:
    store.save(Change(alert=an_alert(told=("ana", "ben"))))
    [before] = store.glances()
    read = store.alert("a1")
    assert read
    store.save(acknowledge(read, by="ben", at=NOON))
    [after] = store.glances()
    now = store.alert("a1")

    assert before == glance(read)
    assert before.with_people == ("ana", "ben")
    assert now
    assert after == glance(now)
    assert after.with_people == ("ben",)


def test_what_a_crisis_stands_for_is_seen_too(store: Store) -> None:
    store.save(Change(alert=an_alert(id="c1", crisis=Crisis(group="care/delays", statement="Sorry."))))
    store.save(Change(alert=an_alert(id="a1", inhibited_by="c1")))

    assert seen(store) == {"c1", "a1"}


def test_many_alerts_and_mentions_are_read_at_once_and_what_is_gone_is_left_out(store: Store) -> None:
    for number in range(130):
        heard = a_heard(a_mention(str(number)), alert_id=f"a{number}")
        store.save(Change(alert=an_alert(id=f"a{number}")), heard=heard)

    alerts = store.alerts([*(f"a{number}" for number in range(130)), "gone", "a1"])
    some, heards = store.seen(["a1", "gone"], ["x:0", "x:129", "x:999"])

    assert set(alerts) == {f"a{number}" for number in range(130)}
    assert alerts["a7"] == store.alert("a7")
    assert set(heards) == {"x:0", "x:129"}
    assert not store.alerts([])
    assert set(some) == {"a1"}
    assert store.seen([], []) == ({}, {})


def test_sessions_end_for_everybody_from_the_instant_that_was_asked_for(store: Store) -> None:
    assert store.sessions_since() is None
    store.end_sessions(NOON)
    store.end_sessions(NOON + timedelta(hours=1))

    assert store.sessions_since() == NOON + timedelta(hours=1)


def test_a_store_that_is_down_says_so(world: World) -> None:
    world.throttle()
    for read in (world.store.glances, world.store.sessions_since):
        with pytest.raises(UnavailableError):
            read()


def stored_by_an_earlier_version(dynamo: Dynamo, id: str, **changes: object) -> None:
    dynamo.store.save(Change(alert=an_alert(id=id, **changes)))
    boto3.client("dynamodb").update_item(
        TableName=TABLE,
        Key={"pk": {"S": f"alert#{id}"}, "sk": {"S": "alert"}},
        UpdateExpression="REMOVE desk, desk_at, glance",
    )


def test_what_an_earlier_version_stored_is_seen_before_the_index_is_filled_and_after(dynamo: Dynamo) -> None:
    stored_by_an_earlier_version(dynamo, "c1", crisis=Crisis(group="care/delays", statement="Sorry."))
    stored_by_an_earlier_version(dynamo, "a1", inhibited_by="c1")
    stored_by_an_earlier_version(dynamo, "a2")
    dynamo.store.save(Change(alert=an_alert(id="a3")))

    assert seen(dynamo.store) == {"c1", "a1", "a2", "a3"}
    assert dynamo.store.fill_desk() == 3
    assert dynamo.store.fill_desk() == 0
    assert seen(dynamo.store) == {"c1", "a1", "a2", "a3"}


def test_a_table_without_the_index_is_read_the_old_way(dynamo: Dynamo, monkeypatch: pytest.MonkeyPatch) -> None:
    dynamo.store.save(Change(alert=an_alert()))
    monkeypatch.setattr(desk, "INDEX", "not-there-yet")

    assert seen(dynamo.store) == {"a1"}
    assert dynamo.store.fill_desk() == 0
    assert seen(dynamo.store) == {"a1"}
