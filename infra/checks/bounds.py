"""Looks at what keeps one from taking all: throttles of the address, failed events, the account's concurrency."""

from collections.abc import Iterator
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.chalice import api_stage, rest_api_id
from infra.checks.finding import Finding, fault, good, note
from infra.errors import OperatorError
from infra.failures import forgetful
from infra.queues import depth
from infra.stage import Stage
from infra.throttles import unbounded

MOST_SHOWN = 3
ROOM = 100
"""Concurrent executions that AWS wants to keep unreserved; below twice that nothing can be set aside for anybody."""


def check_throttles(stage: Stage) -> Iterator[Finding]:
    """Pages and acts have bounds of their own."""
    try:
        free = unbounded(rest_api_id(Path(), stage), api_stage())
    except (BotoCoreError, ClientError, OperatorError) as error:
        yield note("throttles", f"what the address takes cannot be read: {error}")
        return
    if free:
        shown = ", ".join(free[:MOST_SHOWN]) + (f" and {len(free) - MOST_SHOWN} more" if len(free) > MOST_SHOWN else "")
        yield note("throttles", f"a flood is not bounded for {shown}: ./earshot finish --stage {stage.name}")
    else:
        yield good("throttles", "pages and acts are bounded apart")


def check_failed_events(stage: Stage) -> Iterator[Finding]:
    """What a function failed with for good is kept, and nothing lies there."""
    try:
        forgetting, lost = forgetful(stage), depth(stage.failures_queue)
    except (BotoCoreError, ClientError) as error:
        yield note("failed events", f"where they go cannot be read: {error}")
        return
    if lost:
        yield fault("failed events", f'{lost} lie in {stage.failures_queue}: docs/operating.md, "Lost events"')
    elif forgetting:
        yield note("failed events", f"of {', '.join(forgetting)} are lost: ./earshot finish --stage {stage.name}")
    else:
        yield good("failed events", f"{stage.failures_queue}: none")


def check_concurrency() -> Iterator[Finding]:
    """How many functions may run at once in the account, and whether some can be set aside for the minute hand."""
    try:
        limits = boto3.client("lambda").get_account_settings()["AccountLimit"]
    except (BotoCoreError, ClientError) as error:
        yield note("concurrency", f"the account's limit cannot be read: {error}")
        return
    most, free = limits.get("ConcurrentExecutions", 0), limits.get("UnreservedConcurrentExecutions", 0)
    if most < 2 * ROOM:
        yield note("concurrency", f'{most} functions at once: ask AWS for more (docs/operating.md, "Concurrency")')
    elif free == most:
        yield note("concurrency", f'{most} at once, none set aside (docs/operating.md, "Concurrency")')
    else:
        yield good("concurrency", f"{most} at once, {most - free} of them set aside")
