"""The outside as DynamoDB and SQS, in this process by moto: for the promises that storage could break."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.sqs import SqsMentionQueue, SqsNotificationQueue, mention_in, notification_in
from tests.aws import MENTIONS, NOTIFICATIONS, TABLE, make_queue, make_table
from tests.fakes import FakePhone, HandClock
from tests.functional.world import Outside

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


def on_aws(clock: HandClock, phone: FakePhone) -> Outside:
    """A fresh stage; to be called inside `tests.aws.aws`. SQS's delays pass by the computer's own clock."""
    table, mentions, notifications = make_table(), make_queue(MENTIONS), make_queue(NOTIFICATIONS)
    return Outside(
        store=DynamoStore(table, TABLE, pause=_no_pause),
        mentions=SqsMentionQueue(mentions, MENTIONS, pause=_no_pause),
        notifications=SqsNotificationQueue(notifications, NOTIFICATIONS, pause=_no_pause),
        take_mentions=lambda: [mention_in(body) for body in _taken(mentions, MENTIONS)],
        take_notifications=lambda: [notification_in(body) for body in _taken(notifications, NOTIFICATIONS)],
        phone=phone,
    )


def _taken(client: "SQSClient", name: str) -> Iterator[str]:
    """Every message that is ready, taken off the queue: redelivery is the belt's."""
    url = client.get_queue_url(QueueName=name)["QueueUrl"]
    while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            yield message["Body"]


def _no_pause(_: float) -> None: ...
