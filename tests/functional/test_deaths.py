"""The mishaps of these tests strike at whatever changes the world, and at nothing else."""

from typing import Any

import pytest

from chalicelib.domain.errors import UnavailableError
from chalicelib.ports import MentionQueue, NotificationQueue, Phone, Store
from tests.functional.deaths import EFFECTS, Fate, Mishap, ProcessDiedError

READS = frozenset(
    [
        "glances",
        "sessions_since",
        "seen",
        "alert",
        "alerts",
        "due",
        "unresolved",
        "glances",
        "seen",
        "sessions_since",
        "asides",
        "children",
        "timeline",
        "heard",
        "heard_between",
        "replies",
        "tally",
        "crowd",
        "silences",
        "notification",
        "notifications",
        "unsent",
        "due_notifications",
        "pace",
        "numbers",
        "source",
        "sources",
        "policies",
        "deployment",
        "address",
        "versions",
        "policies_of",
        "was_seen",
        "touched",
        "histories",
        "days",
        "months",
        "closed_day",
        "link",
    ]
)


class Ledger:
    """Counts what was put."""

    def __init__(self) -> None:
        self.written = 0

    def put(self, what: str) -> None:
        self.written += 1

    def alert(self, alert_id: str) -> str:
        return alert_id


def test_every_method_of_a_port_is_known_to_change_the_world_or_not_to() -> None:
    ports: list[Any] = [Store, MentionQueue, NotificationQueue, Phone]
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


def test_reading_is_no_effect() -> None:
    fate = Fate({0: Mishap.DIES_BEFORE})

    assert fate.guard(Ledger()).alert("a1") == "a1"
    assert fate.effects == 0


def test_a_dying_process_is_seen_by_no_handler_of_the_program() -> None:
    assert not issubclass(ProcessDiedError, Exception)
