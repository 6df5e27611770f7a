"""Each trigger calls its one stage: the minute hand every minute, its watchman beside it, and each queue its own."""

from collections.abc import Iterator
from typing import Any, cast

import msgspec
import pytest
from chalice.app import Rate
from chalice.test import Client

from chalicelib import bootstrap
from chalicelib.domain.errors import UnavailableError
from tests.builders import a_mention
from tests.functional.api import the_app

BY_CLOCK = ("collect_mentions", "escalate_alerts", "audit_alerts")
POISON = "poison"


class Stage:
    """Keeps what it was called with; what names poison fails."""

    def __init__(self) -> None:
        self.called: list[str] = []

    def run(self) -> int:
        self.called.append("run")
        return 0

    def handle(self, what: Any) -> None:
        name = getattr(what, "id", what)
        self.called.append(name)
        if name == POISON:
            raise UnavailableError("it is poison")


class Queue:
    """Keeps what was taken off it."""

    def __init__(self) -> None:
        self.deleted: list[str] = []

    def delete(self, receipt_handle: str) -> None:
        self.deleted.append(receipt_handle)

    def hand_out_after(self, receipt_handle: str, pause: object) -> None: ...


class NoLetters:
    """Nothing that is owed is a letter."""

    def send(self, owed: object) -> bool:
        return False


class Wiring:
    """What the triggers ask `deps()` for."""

    def __init__(self) -> None:
        self.collect, self.escalate, self.audit, self.triage, self.deliver = (Stage() for _ in range(5))
        self.letters = NoLetters()
        self.mentions, self.notifications = Queue(), Queue()


@pytest.fixture
def wiring() -> Iterator[Wiring]:
    wiring = Wiring()
    bootstrap.use(cast(bootstrap.Deps, wiring))
    try:
        yield wiring
    finally:
        bootstrap.use(None)


def invoke(trigger: str, event: dict[str, Any]) -> None:
    Client(the_app()).lambda_.invoke(trigger, event)


def tick() -> dict[str, Any]:
    keys = ("version", "account", "region", "detail", "detail-type", "source", "time", "id", "resources")
    return dict.fromkeys(keys, "")


def batch(*bodies: bytes) -> dict[str, Any]:
    records = [
        {"body": body.decode(), "receiptHandle": f"receipt {number}", "attributes": {}}
        for number, body in enumerate(bodies)
    ]
    return {"Records": records}


@pytest.mark.parametrize(("trigger", "stage"), list(zip(BY_CLOCK, ("collect", "escalate", "audit"), strict=True)))
def test_a_clock_runs_its_stage_and_no_other(wiring: Wiring, trigger: str, stage: str) -> None:
    invoke(trigger, tick())

    stages = {name: found.called for name, found in vars(wiring).items() if isinstance(found, Stage) and found.called}
    assert stages == {stage: ["run"]}


@pytest.mark.parametrize("trigger", BY_CLOCK)
def test_every_clock_ticks_once_a_minute(trigger: str) -> None:
    [source] = [source for source in the_app().event_sources if source.name == trigger]
    rate = vars(source)["schedule_expression"]

    assert isinstance(rate, Rate)
    assert rate.to_string() == "rate(1 minute)"


def test_what_triage_has_finished_leaves_the_mentions_queue_and_no_other(wiring: Wiring) -> None:
    bodies = [msgspec.json.encode(a_mention(id)) for id in ("good", POISON)]
    with pytest.raises(UnavailableError):
        invoke("triage_mentions", batch(*bodies))

    assert wiring.triage.called == ["good", POISON]
    assert (wiring.mentions.deleted, wiring.notifications.deleted) == (["receipt 0"], [])


def test_what_deliver_has_finished_leaves_the_notifications_queue_and_no_other(wiring: Wiring) -> None:
    bodies = [msgspec.json.encode({"notification": id}) for id in ("good", POISON)]
    with pytest.raises(UnavailableError):
        invoke("deliver_notifications", batch(*bodies))

    assert wiring.deliver.called == ["good", POISON]
    assert (wiring.mentions.deleted, wiring.notifications.deleted) == ([], ["receipt 0"])
