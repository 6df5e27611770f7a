"""Who reads a department's topic: only a confirmed subscription makes an email arrive."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from chalicelib.adapters.remembered import Remembered
from chalicelib.domain.rules.person import Person
from chalicelib.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sns.type_defs import SubscriptionTypeDef


class Confirmed(Struct, frozen=True, kw_only=True):
    """The addresses of a topic's confirmed emails, and the people whom its other subscriptions ask for."""

    addresses: frozenset[str]
    people: frozenset[str]


class Readers:
    """Knows whom each topic reaches, as of at most five minutes ago."""

    def __init__(self, client: "SNSClient", clock: Clock) -> None:
        self._client = client
        self._confirmed = Remembered(self._list, clock)

    def reach(self, person: Person, topic: str) -> bool:
        """Whether an email to `person` through `topic` arrives somewhere."""
        confirmed = self._confirmed(topic)
        return (person.email or "").casefold() in confirmed.addresses or person.id in confirmed.people

    def _list(self, topic: str) -> Confirmed:
        live = [found for found in self._subscriptions(topic) if found["SubscriptionArn"].startswith("arn:")]
        emails = (found["Endpoint"].casefold() for found in live if found["Protocol"] == "email")
        others = (found["SubscriptionArn"] for found in live if found["Protocol"] != "email")
        return Confirmed(
            addresses=frozenset(emails), people=frozenset(person for arn in others for person in self._asked_for(arn))
        )

    def _subscriptions(self, topic: str) -> "Iterator[SubscriptionTypeDef]":
        for page in self._client.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic):
            yield from page["Subscriptions"]

    def _asked_for(self, subscription: str) -> list[str]:
        """The people whom its filter names; nobody where there is no filter, as for a topic's archive."""
        attributes = self._client.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
        named = json.loads(attributes.get("FilterPolicy") or "{}").get("person", [])
        return [name for name in named if isinstance(name, str)]
