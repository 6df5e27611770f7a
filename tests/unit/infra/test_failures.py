"""The event of a function that failed for good is kept."""

import io
import json
import zipfile
from collections.abc import Iterator

import boto3
import pytest

from infra.access import role
from infra.checks.bounds import check_failed_events
from infra.checks.finding import Verdict
from infra.failures import PATIENCE, forgetful, keep_failed_events
from infra.stage import BY_CLOCK, Stage
from tests.aws import aws

STAGE = Stage("dev")


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with aws(monkeypatch):
        boto3.client("sqs").create_queue(QueueName=STAGE.failures_queue)
        make_functions()
        yield


def make_functions() -> None:
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    arn = boto3.client("iam").create_role(RoleName="any", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", "")
    for handler in PATIENCE:
        boto3.client("lambda").create_function(
            FunctionName=STAGE.function(handler),
            Runtime="python3.13",
            Role=arn,
            Handler="app.handler",
            Code={"ZipFile": code.getvalue()},
        )


def test_until_finish_every_function_forgets_what_it_failed_with(account: None) -> None:
    assert forgetful(STAGE) == list(PATIENCE)

    keep_failed_events(STAGE)
    keep_failed_events(STAGE)

    assert forgetful(STAGE) == []


def test_the_clock_is_not_repeated_and_somebodys_answer_is(account: None) -> None:
    keep_failed_events(STAGE)

    functions = boto3.client("lambda")
    told = {
        handler: functions.get_function_event_invoke_config(FunctionName=STAGE.function(handler))
        for handler in PATIENCE
    }
    assert [told[handler]["MaximumRetryAttempts"] for handler in BY_CLOCK] == [0] * len(BY_CLOCK)
    assert told["hear_sms"]["MaximumRetryAttempts"] == 2
    assert all(
        found["DestinationConfig"]["OnFailure"]["Destination"].endswith(f":{STAGE.failures_queue}")
        for found in told.values()
    )


def test_each_of_them_may_write_there() -> None:
    for handler in PATIENCE:
        statements = json.loads(role(handler, STAGE))["Statement"]
        sends = [found["Resource"] for found in statements if "sqs:SendMessage" in found["Action"]]
        assert [f"arn:aws:sqs:*:*:{STAGE.failures_queue}"] in sends


def test_what_lies_there_is_a_fault_that_doctor_names(account: None) -> None:
    keep_failed_events(STAGE)
    [fine] = check_failed_events(STAGE)
    sqs = boto3.client("sqs")
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=STAGE.failures_queue)["QueueUrl"], MessageBody="{}")

    [lost] = check_failed_events(STAGE)

    assert fine.verdict is Verdict.GOOD
    assert lost.verdict is Verdict.FAULT
    assert "1 lie in earshot-dev-failures" in lost.found
