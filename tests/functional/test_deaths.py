"""The mishaps of these tests strike at whatever changes the world, and at nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.alert.change import Change
from chalicelib.domain.errors import CrowdedError, StaleAlertError, UnavailableError
from chalicelib.ports import MentionQueue, NoticeQueue, NotificationQueue, Phone, SendsNotices, Store
from tests.builders import NOON, an_alert
from tests.fakes import FakeStore
from tests.functional.deaths import EFFECTS, READS, Fate, Mishap, ProcessDiedError


class Ledger:
    """Counts what was put."""

    def __init__(self) -> None:
        self.written = 0

    def put(self, what: str) -> None:
        self.written += 1

    def alert(self, alert_id: str) -> str:
        return alert_id


def test_every_method_of_a_port_is_known_to_change_the_world_or_not_to() -> None:
    ports: list[Any] = [Store, MentionQueue, NotificationQueue, NoticeQueue, SendsNotices, Phone]
    methods = {name for port in ports for name in dir(port) if not name.startswith("_")}

    assert methods <= EFFECTS | READS
    assert not EFFECTS & READS


@pytest.mark.parametrize(
    ("mishap", "error", "written"),
    [
        (Mishap.DIES_BEFORE, ProcessDiedError, 0),
        (Mishap.DIES_AFTER, ProcessDiedError, 1),
        (Mishap.FAILS_BEFORE, UnavailableError, 0),
        (Mishap.FAILS_AFTER, UnavailableError, 1),
    ],
)
def test_a_mishap_strikes_once_before_or_after_its_effect(
    mishap: Mishap, error: type[BaseException], written: int
) -> None:
    ledger, fate = Ledger(), Fate({1: mishap})
    guarded = fate.guard(ledger)
    guarded.put("first")
    with pytest.raises(error):
        guarded.put("second")

    assert ledger.written == 1 + written
    guarded.put("third")
    assert fate.struck == [("put", mishap)]


def test_a_mishap_may_look_as_if_somebody_else_had_done_it() -> None:
    store = FakeStore()
    guarded = (fate := Fate()).guard(store)
    fate.strike("lease", Mishap.TAKEN_FOR_ANOTHER)
    fate.strike("save", Mishap.TAKEN_FOR_ANOTHER)

    assert not guarded.lease("x", at=NOON, until=NOON + timedelta(minutes=1))
    with pytest.raises(StaleAlertError):
        guarded.save(Change(alert=an_alert()))
    assert store.alert("a1")
    assert not store.lease("x", at=NOON, until=NOON + timedelta(minutes=1)), "it is leased"


def test_what_others_are_writing_is_not_written() -> None:
    fate = Fate()
    fate.last("put", Mishap.CROWDED)
    guarded = fate.guard(ledger := Ledger())
    for _ in range(3):
        with pytest.raises(CrowdedError):
            guarded.put("what")
    fate.relent()
    guarded.put("what")

    assert ledger.written == 1


def test_a_read_fails_as_often_as_it_is_fated_to() -> None:
    fate = Fate()
    fate.fail_reads("alert", 1)
    guarded = fate.guard(Ledger())
    with pytest.raises(UnavailableError):
        guarded.alert("a1")

    assert guarded.alert("a1") == "a1"


def test_reading_is_no_effect() -> None:
    fate = Fate({0: Mishap.DIES_BEFORE})

    assert fate.guard(Ledger()).alert("a1") == "a1"
    assert fate.effects == 0


def test_a_dying_process_is_seen_by_no_handler_of_the_program() -> None:
    assert not issubclass(ProcessDiedError, Exception)
