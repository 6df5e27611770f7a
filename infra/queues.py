"""How much a queue holds."""

from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from mypy_boto3_sqs.literals import QueueAttributeFilterType

WAITING: "tuple[QueueAttributeFilterType, ...]" = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


def depth(queue: str) -> int:
    """Messages in `queue`: waiting, delayed, or being worked on."""
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=WAITING)["Attributes"]
    return sum(int(value) for value in attributes.values())
