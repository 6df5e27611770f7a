"""Looks at what Chalice deployed: the functions, what triggers each, and the public address."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime

import boto3
from botocore.exceptions import ClientError

from chalicelib.domain.deployment import Deployment
from infra.checks.finding import Finding, fault, good, note
from infra.records import now
from infra.stage import BY_CLOCK, FUNCTIONS, Stage

BY_QUEUE = {
    "read_sources": "sources_queue",
    "triage_mentions": "mentions_queue",
    "deliver_notifications": "notifications_queue",
    "send_notices": "notices_queue",
}
PATIENCE_SECONDS = 20
LARGEST_SKEW = timedelta(seconds=60)
"""Webhook signatures are refused beyond 300 s; long before that, something is wrong with a clock."""


def check_functions(stage: Stage) -> Iterator[Finding]:
    """Every function is deployed."""
    pages = boto3.client("lambda").get_paginator("list_functions").paginate()
    deployed = {function["FunctionName"] for page in pages for function in page["Functions"]}
    lacking = [name for name in (stage.api_function, *map(stage.function, FUNCTIONS)) if name not in deployed]
    if lacking:
        yield fault("functions", f"not deployed: {', '.join(lacking)}: .venv/bin/chalice deploy --stage {stage.name}")
    else:
        yield good("functions", f"{len(FUNCTIONS) + 1} deployed")


def check_triggers(stage: Stage) -> Iterator[Finding]:
    """Each queue feeds its function exactly once, and each clock rule is on."""
    for handler, queue in BY_QUEUE.items():
        yield _queue_trigger(stage.function(handler), str(getattr(stage, queue)))
    for handler in BY_CLOCK:
        yield _clock_trigger(f"{stage.function(handler)}-event")


def check_heartbeat(stage: Stage) -> Iterator[Finding]:
    """Somebody outside notices when nothing runs any more."""
    try:
        told = boto3.client("lambda").get_function_configuration(FunctionName=stage.function("audit_alerts"))
    except ClientError:
        return  # that it is missing was said already
    url = told.get("Environment", {}).get("Variables", {}).get("EARSHOT_HEARTBEAT_URL")
    if url:
        yield good("heartbeat", "an address outside is fetched while nothing is late")
    else:
        yield note("heartbeat", 'nobody outside notices an outage of AWS: docs/operating.md, "The heartbeat"')


def check_address(deployment: Deployment, stage: Stage) -> Iterator[Finding]:
    """The public address answers, refuses the unsigned, and its clock agrees with ours."""
    if not deployment.public_url:
        yield fault("address", f"not recorded: ./earshot finish --stage {stage.name}")
        return
    url = f"{deployment.public_url}/webhook/mentions"
    unsigned = urllib.request.Request(url, b"{}", {"content-type": "application/json"})  # noqa: S310  # recorded by us
    try:
        urllib.request.urlopen(unsigned, timeout=PATIENCE_SECONDS)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == 401:
            yield good("address", f"{deployment.public_url} answers, and refuses a message without a signature")
        else:
            yield fault("address", f"{url} answers {error.code} to a message without a signature: 401 was expected")
        yield from _clock_skew(error.headers.get("Date"))
    except OSError as error:
        yield fault("address", f"{deployment.public_url} does not answer: {error}")
    else:
        yield fault("address", f"{url} accepts a message without a signature")


def _queue_trigger(function: str, queue: str) -> Finding:
    try:
        mappings = boto3.client("lambda").list_event_source_mappings(FunctionName=function)["EventSourceMappings"]
    except ClientError as error:
        return fault("trigger", f"{function}: {error}")
    live = [found for found in mappings if found["EventSourceArn"].endswith(f":{queue}")]
    if len(live) == 1 and live[0]["State"] == "Enabled":
        return good("trigger", f"{queue} feeds {function}")
    if len(live) > 1:
        extra = ", ".join(found["UUID"] for found in live[1:])
        return fault(
            "trigger",
            f"{queue} feeds {function} {len(live)} times: aws lambda delete-event-source-mapping --uuid {extra}",
        )
    return fault(
        "trigger",
        f"{queue} does not feed {function}: .venv/bin/chalice deploy again, or enable its event source mapping",
    )


def _clock_trigger(rule: str) -> Finding:
    try:
        found = boto3.client("events").describe_rule(Name=rule)
    except ClientError as error:
        return fault("trigger", f"the rule {rule} cannot be described: {error}")
    if found["State"] != "ENABLED":
        return fault("trigger", f"the rule {rule} is {found['State']}: aws events enable-rule --name {rule}")
    return good("trigger", f"{rule}: {found.get('ScheduleExpression')}")


def _clock_skew(date: str | None) -> Iterator[Finding]:
    if date is None:
        yield note("clock", "the public address does not tell its time")
        return
    skew = abs(now() - parsedate_to_datetime(date))
    seconds = round(skew.total_seconds())
    if skew > LARGEST_SKEW:
        yield fault("clock", f"this machine and AWS differ by {seconds} s: webhooks signed here will be refused")
    else:
        yield good("clock", f"this machine and AWS differ by {seconds} s")
