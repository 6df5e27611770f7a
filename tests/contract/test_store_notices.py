"""NoticeStore's promises, on the fake and on DynamoDB alike."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notice import Notice, Owed
from chalicelib.domain.errors import StaleAlertError, UnavailableError
from chalicelib.domain.rules.receiver import NoticeKind
from chalicelib.ports import Store
from tests.builders import NOON, an_alert
from tests.contract.conftest import World

NOTICE = Notice(id="msg_1", receiver="helpdesk", kind=NoticeKind.OPENED, body='{"text": "ü ￾"}')
OWED = Owed(id="a1/v00000001", owed_at=NOON, notices=(NOTICE,))
LATER = replace(OWED, id="a2/told/0.1/ana.sms", owed_at=NOON + timedelta(seconds=1))


def test_what_is_owed_is_kept_until_it_is_let_go(store: Store) -> None:
    store.owe([LATER, OWED])

    assert store.owed_before(NOON - timedelta(seconds=1)) == []
    assert store.owed_before(NOON) == [OWED]
    assert store.owed_before(NOON + timedelta(hours=1)) == [OWED, LATER]
    assert len(store.owed_before(NOON + timedelta(hours=1), limit=1)) == 1
    store.let_go([OWED])
    store.let_go([OWED])
    assert store.owed_before(NOON + timedelta(hours=1)) == [LATER]


def test_what_is_owed_twice_is_kept_as_it_was_first(store: Store) -> None:
    store.owe([OWED])
    store.owe([replace(OWED, owed_at=NOON + timedelta(minutes=1))])

    assert store.owed_before(NOON + timedelta(hours=1)) == [OWED]


def test_a_change_owes_tools_in_its_own_write(store: Store) -> None:
    store.save(Change(alert=an_alert(), tools=OWED))

    assert store.owed_before(NOON) == [OWED]
    assert store.notifications("a1") == []
    assert store.timeline("a1") == ()


def test_a_change_that_is_refused_owes_nothing(store: Store) -> None:
    store.save(Change(alert=an_alert()))
    with pytest.raises(StaleAlertError):
        store.save(Change(alert=an_alert(), tools=OWED))

    assert store.owed_before(NOON) == []


def test_a_throttled_store_says_so(world: World) -> None:
    world.throttle()

    with pytest.raises(UnavailableError):
        world.store.owe([OWED])
    with pytest.raises(UnavailableError):
        world.store.owed_before(NOON)
    with pytest.raises(UnavailableError):
        world.store.let_go([OWED])
