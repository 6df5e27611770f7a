"""The stage's table, as the operator's commands see it: through the same store as the functions."""

from datetime import UTC, datetime

import boto3
from msgspec.structs import replace

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.domain.deployment import Deployment
from chalicelib.domain.errors import PoliciesError
from chalicelib.domain.rules.compiled import Policies
from chalicelib.ports import Store
from infra.stage import Stage
from infra.topics import subscribe_everybody

MOST_ALERTS = 10_000


def now() -> datetime:
    """The operator's clock."""
    return datetime.now(UTC)


def store(stage: Stage) -> Store:
    """The store of a stage whose stack is up."""
    return DynamoStore(boto3.client("dynamodb"), stage.table)


def pushed_policies(records: Store) -> Policies | None:
    """The policies in force; None before the first push."""
    try:
        return records.policies()
    except PoliciesError:
        return None


def push(stage: Stage, records: Store, policies: Policies, *, at: datetime) -> Deployment:
    """Subscribe everybody whom `policies` can email, then put them in force: nobody is owed what cannot reach them.

    The topic of a department that is gone stays known while an alert of it is open.
    """
    known, before = subscribe_everybody(stage, policies), records.deployment()
    running = {alert.department for alert in records.unresolved(limit=MOST_ALERTS)}
    kept = {name: topic for name, topic in before.topics.items() if name in running}
    deployment = replace(before, topics={**kept, **known})
    records.save_deployment(deployment)
    records.save_policies(policies, at=at)
    return deployment


def finish(stage: Stage, records: Store, *, public_url: str, sms_answers: bool | None = None) -> Deployment:
    """Record where the stage answers, bring the subscriptions to the policies in force, and the desk to what is open.

    `sms_answers` says whether answers by SMS are received; None leaves what was recorded before.
    """
    policies = pushed_policies(records)
    topics = subscribe_everybody(stage, policies) if policies else {}
    heard = records.deployment().sms_replies if sms_answers is None else sms_answers
    deployment = Deployment(public_url=public_url.rstrip("/"), topics=topics, sms_replies=heard)
    records.save_deployment(deployment)
    records.fill_desk()
    return deployment
