"""What really arrived: the emails and SMS that the emulated SNS handed out, as their receivers would see them."""

import json
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3

from chalicelib.domain.rules.person import Channel
from infra.stage import Stage
from localrun.emulator import REGION, Emulator

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

ATTRIBUTE = "person"
FOURTEEN_DAYS = "1209600"


@dataclass(frozen=True)
class Received:
    """One message as it arrived. `receipt` is SNS's message id, which its notification was marked with."""

    channel: Channel
    to: str
    subject: str
    text: str
    receipt: str


class Outbox:
    """Reads what SNS sent, without taking it away.

    The emulator keeps SMS itself. It only logs emails, so a queue is subscribed to every topic; an email
    arrived where one of the topic's email subscriptions has a filter that lets it through.
    """

    def __init__(self, emulator: Emulator, stage: Stage) -> None:
        self._emulator = emulator
        self._queue = f"{stage.stack}-outbox"
        self._addresses: dict[str, list[tuple[str, list[str]]]] = {}

    def listen(self, topics: dict[str, str]) -> None:
        """Subscribe the outbox's queue to `topics` (department -> ARN); learn who else reads them. Can run twice."""
        sns, sqs = boto3.client("sns"), boto3.client("sqs")
        url = sqs.create_queue(QueueName=self._queue, Attributes={"MessageRetentionPeriod": FOURTEEN_DAYS})["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": _letting_in(arn, list(topics.values()))})
        for topic in topics.values():
            sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
            self._addresses[topic] = _email_filters(sns, topic)

    def received(self) -> list[Received]:
        """Every SMS and every email so far; each channel oldest first."""
        return [*self._sms(), *self._emails()]

    def _sms(self) -> list[Received]:
        by_phone = self._read("sns/sms-messages")["sms_messages"]
        return [
            Received(Channel.SMS, phone, "", sms["Message"], sms["MessageId"])
            for phone, all_sms in by_phone.items()
            for sms in all_sms
        ]

    def _emails(self) -> list[Received]:
        messages = self._read("sqs/messages", QueueUrl=self._queue_url())["messages"]
        queues = [queue for regions in messages.values() for queue in regions.get(REGION, {}).values()]
        envelopes = [json.loads(message["Body"]) for queue in queues for message in queue]
        return [email for envelope in envelopes for email in self._arrived(envelope)]

    def _arrived(self, envelope: dict[str, Any]) -> list[Received]:
        person = envelope.get("MessageAttributes", {}).get(ATTRIBUTE, {}).get("Value")
        return [
            Received(Channel.EMAIL, address, envelope.get("Subject") or "", envelope["Message"], envelope["MessageId"])
            for address, people in self._addresses.get(envelope["TopicArn"], [])
            if person in people
        ]

    def _queue_url(self) -> str:
        return f"{self._emulator.url}/000000000000/{self._queue}"

    def _read(self, path: str, **query: str) -> Any:
        address = f"{self._emulator.url}/_ministack/{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  # loopback
            return json.load(answer)


def _email_filters(sns: "SNSClient", topic: str) -> list[tuple[str, list[str]]]:
    """Each email subscription's address, with the people whose messages its filter lets through."""
    found = []
    for page in sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic):
        for subscription in page["Subscriptions"]:
            if subscription["Protocol"] == "email":
                attributes = sns.get_subscription_attributes(SubscriptionArn=subscription["SubscriptionArn"])[
                    "Attributes"
                ]
                people = json.loads(attributes.get("FilterPolicy", "{}")).get(ATTRIBUTE, [])
                found.append((subscription["Endpoint"], people))
    return found


def _letting_in(queue: str, topics: list[str]) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topics}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
