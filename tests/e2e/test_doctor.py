"""The doctor on a real deployment: nothing at fault, until something is."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from infra.stage import Stage
from tests.e2e.local_run import REPOSITORY, LocalRun, emulator_of, without_aws

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

STAGE = Stage("local")
WIDE = {"COLUMNS": "300"}


@pytest.fixture
def client(run: LocalRun, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, value in emulator_of(run).items():
        monkeypatch.setenv(name, value)
    yield boto3.client


def doctor(run: LocalRun) -> tuple[int, str]:
    command = [sys.executable, "-m", "infra", "doctor", "--stage", "local"]
    environment = without_aws() | emulator_of(run) | WIDE
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_running_stage_is_in_order(run: LocalRun) -> None:
    status, said = doctor(run)

    assert status == 0, said
    assert "answers, and refuses a message without a signature" in said


def test_a_queue_that_feeds_its_function_twice_is_found_with_the_command_that_helps(run: LocalRun, client: Any) -> None:
    functions = client("lambda")
    queue = f"arn:aws:sqs:us-east-1:000000000000:{STAGE.mentions_queue}"
    name = STAGE.function("triage_mentions")
    second = functions.create_event_source_mapping(EventSourceArn=queue, FunctionName=name)["UUID"]
    try:
        status, said = doctor(run)
    finally:
        functions.delete_event_source_mapping(UUID=second)

    assert status == 1
    assert "2 times: aws lambda delete-event-source-mapping --uuid" in said


def test_what_lies_dead_is_found(run: LocalRun, client: Any) -> None:
    sqs = client("sqs")
    url = sqs.get_queue_url(QueueName=f"{STAGE.notifications_queue}-dlq")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    try:
        status, said = doctor(run)
    finally:
        sqs.purge_queue(QueueUrl=url)

    assert status == 1
    assert f"1 messages lie in {STAGE.notifications_queue}-dlq" in said
