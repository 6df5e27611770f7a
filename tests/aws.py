"""AWS in this process: the table and the queues that infra/resources.yaml describes, as a fresh stage has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import yaml
from moto import mock_aws

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient

TEMPLATE = Path(__file__).parents[1] / "infra" / "resources.yaml"
TABLE = "earshot-test"
MENTIONS = "earshot-test-mentions"
NOTIFICATIONS = "earshot-test-notifications"
SOURCES = "earshot-test-sources"
NOTICES = "earshot-test-notices"
REGION = "eu-central-1"
API_NAMES = {"AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode"}


class _Template(yaml.SafeLoader):
    """Reads CloudFormation's YAML; its functions, such as `!Sub`, become what they are given."""


def _function(loader: yaml.SafeLoader, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.ScalarNode)
    return loader.construct_scalar(node)


_Template.add_multi_constructor("!", _function)


@contextmanager
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fresh account; no call leaves the process, whatever credentials lie around."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with mock_aws():
        yield


def make_table(name: str = TABLE) -> "DynamoDBClient":
    """The stage's table, and the client that reaches it."""
    properties = _resource("Table")["Properties"]
    client = boto3.client("dynamodb")
    client.create_table(TableName=name, **{key: properties[key] for key in API_NAMES})
    client.update_time_to_live(TableName=name, TimeToLiveSpecification=properties["TimeToLiveSpecification"])
    return client


def make_queue(name: str) -> "SQSClient":
    """A queue, and the client that reaches it."""
    client = boto3.client("sqs")
    client.create_queue(QueueName=name)
    return client


@cache
def _resource(name: str) -> dict[str, Any]:
    resources: dict[str, dict[str, Any]] = yaml.load(TEMPLATE.read_text(), Loader=_Template)["Resources"]  # noqa: S506
    return resources[name]
