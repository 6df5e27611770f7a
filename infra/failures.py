"""Where the event of an asynchronous function goes when the function failed for good: into a queue, not into nothing.

EventBridge and SNS hand their events to Lambda, which tries again by itself and then forgets them. Chalice cannot
say where they should go instead, so `finish` does.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3

from infra.stage import BY_CLOCK, Stage

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

MINUTE, SIX_HOURS = 60, 21_600


@dataclass(frozen=True)
class Patience:
    """How often an event is tried again (AWS takes 0 to 2), and for how many seconds it is worth anything."""

    retries: int
    seconds: int


TICK = Patience(retries=0, seconds=MINUTE)
"""The next minute brings another, and one that comes late would run beside it."""
ANSWER = Patience(retries=2, seconds=SIX_HOURS)
"""Somebody's SMS: nobody sends it again."""
PATIENCE = {**dict.fromkeys(BY_CLOCK, TICK), "hear_sms": ANSWER}


def keep_failed_events(stage: Stage) -> None:
    """Tell Lambda what to do with each function's failed events. Can be run again."""
    functions, queue = boto3.client("lambda"), _queue(stage)
    for handler, patience in PATIENCE.items():
        functions.put_function_event_invoke_config(
            FunctionName=stage.function(handler),
            MaximumRetryAttempts=patience.retries,
            MaximumEventAgeInSeconds=patience.seconds,
            DestinationConfig={"OnFailure": {"Destination": queue}},
        )


def forgetful(stage: Stage) -> list[str]:
    """The functions whose failed events go nowhere."""
    functions = boto3.client("lambda")
    return [handler for handler in PATIENCE if not _destination(functions, stage.function(handler))]


def _destination(functions: "LambdaClient", function: str) -> str | None:
    try:
        told = functions.get_function_event_invoke_config(FunctionName=function)
    except functions.exceptions.ResourceNotFoundException:
        return None
    return told.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")


def _queue(stage: Stage) -> str:
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=stage.failures_queue)["QueueUrl"]
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
