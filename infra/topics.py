"""Who gets a department's emails: one topic a department, one filtered subscription an address."""

import json
from typing import TYPE_CHECKING

import boto3
from msgspec import Struct

from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Person, Target, TargetKind
from infra.stage import Stage

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

PENDING = "PendingConfirmation"


class Subscription(Struct, frozen=True, kw_only=True):
    """One email subscription as SNS has it. `arn` is None until its owner has confirmed."""

    address: str
    arn: str | None


def readers(policies: Policies, department: str) -> list[Person]:
    """Everybody whom the department's escalation policies can email, and the duty manager."""
    tiers = [tier for policy in policies.escalations_of(department) for tier in policy.tiers]
    told = [person for tier in tiers for target in tier.notify for person in _people(policies, target)]
    ids = dict.fromkeys([*told, policies.duty_manager])
    return [policies.people[person] for person in ids if policies.people[person].email]


def subscribe_everybody(stage: Stage, policies: Policies) -> dict[str, str]:
    """Bring every department's topic and its subscriptions to what the policies say; return department -> ARN.

    Can run twice. Whoever is no longer told by a department is unsubscribed from it.
    """
    sns = boto3.client("sns")
    topics = {
        department: sns.create_topic(Name=stage.topic(department))["TopicArn"] for department in policies.departments
    }
    for department, topic in topics.items():
        _subscribe(sns, topic, _ids_by_address(readers(policies, department)))
    return topics


def email_subscriptions(topic: str) -> list[Subscription]:
    """The topic's email subscriptions."""
    pages = boto3.client("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    return [
        Subscription(
            address=found["Endpoint"], arn=None if found["SubscriptionArn"] == PENDING else found["SubscriptionArn"]
        )
        for page in pages
        for found in page["Subscriptions"]
        if found["Protocol"] == "email"
    ]


def _people(policies: Policies, target: Target) -> tuple[str, ...]:
    if Channel.EMAIL not in target.channels:
        return ()
    return policies.rotas[target.id].members if target.kind is TargetKind.ROTA else (target.id,)


def _ids_by_address(people: list[Person]) -> dict[str, list[str]]:
    """Two people may read one mailbox, and SNS keeps one subscription an address."""
    addresses: dict[str, list[str]] = {}
    for person in people:
        if person.email:
            addresses.setdefault(person.email, []).append(person.id)
    return addresses


def _subscribe(sns: "SNSClient", topic: str, wanted: dict[str, list[str]]) -> None:
    existing = {subscription.address: subscription for subscription in email_subscriptions(topic)}
    for address, ids in wanted.items():
        only_theirs = json.dumps({"person": sorted(ids)})
        found = existing.get(address)
        if found is None:
            sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=address, Attributes={"FilterPolicy": only_theirs})
        elif found.arn:
            sns.set_subscription_attributes(
                SubscriptionArn=found.arn, AttributeName="FilterPolicy", AttributeValue=only_theirs
            )
    for address, left in existing.items():
        if address not in wanted and left.arn:
            sns.unsubscribe(SubscriptionArn=left.arn)
