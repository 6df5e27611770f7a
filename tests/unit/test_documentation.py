"""What can be written in a policy, counted or read in a timeline has its entry in the docs, and no entry is gone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from aws_lambda_powertools import Logger, Metrics

from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.happened import Event
from chalicelib.domain.alert.notice import Notice
from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.errors import SourceUnavailableError
from chalicelib.domain.rules.receiver import NoticeKind
from chalicelib.telemetry import LambdaTelemetry
from tests.builders import a_heard, a_notification, an_alert

ROOT = Path(__file__).parents[2]
SCHEMAS = sorted((ROOT / "policies" / "schema").glob("*.json"))
KEPT = sorted((ROOT / "tests" / "fixtures").glob("table_v*.json"))[-1]
EVENTS = {kind.__name__: kind for kind in get_args(AnyEvent)}


def rows(page: str, heading: str, first: str) -> Iterator[list[str]]:
    """The cells of the tables below a heading whose first column is called `first`."""
    text = (ROOT / page).read_text()
    section = re.split(r"^## ", text, flags=re.MULTILINE)
    [found] = [part for part in section if part.startswith(heading)]
    inside = False
    for line in found.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        inside = line.startswith("|") and (inside or cells[0] == first)
        if inside and cells[0] != first and not cells[0].startswith("---"):
            yield cells


def names(cell: str) -> list[str]:
    """What a cell says in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def keys_of(schema: Any) -> Iterator[str]:
    """Every key that a schema allows, at whatever depth."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, dict) else ()
        for value in schema.values():
            yield from keys_of(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys_of(value)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_every_key_of_a_policy_has_its_entry_and_no_entry_names_what_is_gone(schema: Path) -> None:
    explained = [key for row in rows("policies/README.md", f"{schema.stem}.yaml", "key") for key in names(row[0])]

    assert set(explained) == set(keys_of(json.loads(schema.read_text())))
    assert len(explained) == len(set(explained))


def test_every_event_has_its_row_with_what_it_holds() -> None:
    told = {names(row[0])[0]: set(names(row[2])) for row in rows("docs/events.md", "Every event", "event")}

    everywhere = set(Event.__struct_fields__)
    assert told == {name: set(kind.__struct_fields__) - everywhere for name, kind in EVENTS.items()}


def test_every_metric_has_its_row_and_no_row_names_what_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    told = {name for row in rows("docs/operating.md", "What is counted", "metric") for name in names(row[0])}
    events = {f"Alert{row[0].strip('`')}" for row in rows("docs/events.md", "Every event", "event")}

    assert told | events == counted(capsys)


def counted(capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The names of all metrics, from the embedded metric format that the log holds."""
    metrics = Metrics(namespace="Test", service="test")
    telemetry = LambdaTelemetry(Logger(service="counted", level="CRITICAL"), metrics, "test")
    kept = [json.loads(item["body"]["S"]) for item in json.loads(KEPT.read_text())["items"] if "body" in item]
    events = {body["type"]: body for body in kept if "type" in body}
    unavailable = SourceUnavailableError("x: no answer")

    telemetry.collected(source="x", mentions=1, faults=1)
    telemetry.source_failed(source="x", error=unavailable, failures=1)
    telemetry.heard(a_heard())
    known = [msgspec.convert(body, AnyEvent) for body in events.values()]
    telemetry.changed(Change(alert=an_alert(), events=tuple(known)))
    for status in NotificationStatus:
        if status is not NotificationStatus.SENDING:  # a claim, of which nobody is told
            telemetry.delivered(a_notification(status=status))
    speak_of_alarms(telemetry)
    metrics.flush_metrics()

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    return {metric["Name"] for line in lines for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]}


def speak_of_alarms(telemetry: LambdaTelemetry) -> None:
    for fault in ("", "gone"):
        telemetry.noticed(Notice(id="msg_1", receiver="helpdesk", kind=NoticeKind.TOLD, body="{}"), fault)
    telemetry.out_of_budget(source="x")
    telemetry.sources_stand(late=[], silent=[])
    telemetry.late(alerts=0, notifications=0)
    telemetry.aside(0)
    telemetry.unbound(route="act")
    telemetry.failed(alert="a1", error=KeyError("a1"))
    telemetry.untold(alert="a1")
    telemetry.last_resort(is_proven=True)
    telemetry.stopped(people=["ana"])
    telemetry.signed(what="in", by="ana")
    telemetry.shift_changed(what="taken", by="ana", person="ben")


def test_everything_that_telemetry_can_say_is_counted_above() -> None:
    said = {name for name in vars(LambdaTelemetry) if not name.startswith("_")}

    assert said == {
        "started",
        "collected",
        "source_failed",
        "out_of_budget",
        "sources_stand",
        "heard",
        "changed",
        "delivered",
        "noticed",
        "late",
        "stopped",
        "untold",
        "last_resort",
        "aside",
        "unbound",
        "failed",
        "shift_changed",
        "signed",
    }
