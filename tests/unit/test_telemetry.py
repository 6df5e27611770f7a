"""A log is read by people and by tools: one line a fact, and what the function runs on in its first."""

import json
from io import StringIO

import boto3
import botocore
from aws_lambda_powertools import Logger, Metrics

from chalicelib.telemetry import LambdaTelemetry


def test_the_first_line_says_which_boto3_runs() -> None:
    log = StringIO()

    LambdaTelemetry(
        Logger(service="first line", stream=log), Metrics(namespace="Test", service="test"), "test"
    ).started()

    line = json.loads(log.getvalue())
    assert line["message"] == "started"
    assert (line["boto3"], line["botocore"]) == (boto3.__version__, botocore.__version__)
