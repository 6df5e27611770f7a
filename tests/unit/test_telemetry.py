"""A log is read by people and by tools: one line a fact, and what the function runs on in its first."""

import json
from io import StringIO
from typing import Any

import boto3
import botocore
import pytest
from aws_lambda_powertools import Logger, Metrics
from msgspec.structs import replace

from chalicelib.domain.alert.acts import note
from chalicelib.domain.errors import BadRequestError
from chalicelib.telemetry import LambdaTelemetry
from tests.builders import NOON, a_heard, a_mention, a_notification, an_alert, an_author

STRANGE = "Zwoelfzylinder"
"""A word of a stranger."""


def a_telemetry(log: StringIO) -> tuple[LambdaTelemetry, Metrics]:
    logger, metrics = Logger(service=f"log {id(log)}", stream=log), Metrics(namespace="Test", service="test")
    metrics.clear_metrics()
    return LambdaTelemetry(logger, metrics, "test"), metrics


def counted(metrics: Metrics) -> dict[str, Any]:
    """Each metric by its name."""
    found = metrics.serialize_metric_set()
    named = found["_aws"]["CloudWatchMetrics"][0]["Metrics"]
    return {each["Name"]: found[each["Name"]] for each in named}  # type: ignore[literal-required]


def test_the_first_line_says_which_boto3_runs() -> None:
    log = StringIO()

    LambdaTelemetry(
        Logger(service="first line", stream=log), Metrics(namespace="Test", service="test"), "test"
    ).started()

    line = json.loads(log.getvalue())
    assert line["message"] == "started"
    assert (line["boto3"], line["botocore"]) == (boto3.__version__, botocore.__version__)


def test_what_is_late_is_counted_and_so_is_that_nothing_is() -> None:
    telemetry, metrics = a_telemetry(log := StringIO())
    telemetry.late(alerts=2, notifications=3)
    assert counted(metrics) == {"AlertsLate": [2.0], "NotificationsLate": [3.0]}
    assert json.loads(log.getvalue())["message"] == "overdue"

    quiet, metrics = a_telemetry(StringIO())
    quiet.late(alerts=0, notifications=0)
    assert counted(metrics) == {"AlertsLate": [0.0], "NotificationsLate": [0.0]}


def test_the_log_holds_nothing_that_strangers_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry, _ = a_telemetry(log := StringIO())
    author = an_author(STRANGE, name=STRANGE)
    mention = a_mention(text=f"{STRANGE} is broken", author=author, url=f"https://example.com/{STRANGE}")
    alert = an_alert()
    alert = replace(alert, excerpt=replace(alert.excerpt, text=STRANGE, handle=STRANGE))
    telemetry.heard(a_heard(mention, reason=f"about {STRANGE}"))
    telemetry.changed(note(alert, by="ana", text=STRANGE, at=NOON))
    telemetry.delivered(a_notification(reason=STRANGE))
    telemetry.failed(alert="a1", error=BadRequestError(STRANGE))
    telemetry.source_failed(source="x", error=BadRequestError(STRANGE), failures=1)

    assert log.getvalue().count("\n") >= 5
    assert STRANGE not in "".join(line for line in log.getvalue().splitlines() if "exception" not in json.loads(line))
    assert STRANGE not in capsys.readouterr().out
