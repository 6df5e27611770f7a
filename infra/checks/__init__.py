"""The doctor's looks, in the order in which one depends on another."""

from collections.abc import Iterator

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra import licence
from infra.checks.bounds import check_concurrency, check_failed_events, check_throttles
from infra.checks.finding import Finding, Verdict, fault, good, note
from infra.checks.functions import check_address, check_functions, check_heartbeat, check_triggers
from infra.checks.people import (
    check_last_resort,
    check_policies,
    check_secrets,
    check_subscriptions,
)
from infra.checks.resources import check_asides, check_queues, check_stack, check_table
from infra.checks.sms import check_sms
from infra.checks.sources import check_sources
from infra.records import now, pushed_policies, store
from infra.stage import Stage

__all__ = ["Finding", "Verdict", "examine"]


def examine(stage: Stage) -> list[Finding]:
    """Look at everything. Without credentials or without a table, what rests on them is not looked at."""
    identity = _identity()
    findings = [identity]
    if identity.verdict is Verdict.FAULT:
        return findings
    findings += [
        *check_stack(stage),
        *check_table(stage),
        *check_queues(stage),
        *check_functions(stage),
        *check_triggers(stage),
        *check_heartbeat(stage),
        *check_throttles(stage),
        *check_failed_events(stage),
        *check_concurrency(),
    ]
    if any(finding.verdict is Verdict.FAULT and finding.what == "table" for finding in findings):
        return findings
    records = store(stage)
    policies, deployment = pushed_policies(records), records.deployment()
    return [
        *findings,
        *check_asides(records),
        *check_policies(policies, stage),
        *check_sources(policies, records, now()),
        *check_secrets(policies, stage),
        *check_subscriptions(policies, deployment, stage),
        *check_last_resort(policies, records, deployment),
        *check_sms(policies, deployment, stage),
        *check_address(deployment, stage),
        *check_licence(),
    ]


def _identity() -> Finding:
    try:
        caller = boto3.client("sts").get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        return fault("credentials", f"AWS does not know us: {error} (set AWS_PROFILE and AWS_REGION, or log in)")
    return good("credentials", f"account {caller['Account']}, as {caller['Arn']}")


def check_licence() -> Iterator[Finding]:
    """Whoever runs it knows what the shipped model may be used for."""
    forbidden = licence.notice()
    yield note("licence", forbidden) if forbidden else good("licence", "the shipped model may be used by everybody")
