"""One name for one thing: what the operator, Chalice, CloudFormation and IAM call it must agree."""

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.stage import FUNCTIONS, Stage

ROOT = Path(__file__).resolve().parents[3]
CONFIG: dict[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text())
TEMPLATE: str = (ROOT / "infra" / "resources.yaml").read_text()
ROLES = (*FUNCTIONS, "api_handler")


class Template(yaml.SafeLoader):
    """CloudFormation's own tags, read as what stands behind them."""


def _plain(loader: yaml.Loader, _tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else None


Template.add_multi_constructor("!", _plain)
RESOURCES: dict[str, Any] = yaml.load(TEMPLATE, Template)["Resources"]  # noqa: S506  # our own loader, a safe one


def statements(role: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((ROOT / "infra" / "iam" / f"{role}.json").read_text())["Statement"]
    return found


def named(resource: str, key: str) -> str:
    """The name in the template, for the stage `prod`."""
    name: str = RESOURCES[resource]["Properties"][key]
    return name.replace("${Stage}", "prod")


@pytest.mark.parametrize("name", sorted(CONFIG["stages"]))
def test_the_functions_of_a_stage_are_told_what_the_operator_calls_things(name: str) -> None:
    told = CONFIG["environment_variables"] | CONFIG["stages"][name]["environment_variables"]

    assert told == Stage(name).environment()


def test_the_stack_makes_what_the_functions_are_told_of() -> None:
    stage = Stage("prod")

    assert named("Table", "TableName") == stage.table
    assert named("Mentions", "QueueName") == stage.mentions_queue
    assert named("Notifications", "QueueName") == stage.notifications_queue
    assert named("Ops", "TopicName") == stage.ops_topic


@pytest.mark.parametrize(
    ("queue", "handler"), [("Mentions", "triage_mentions"), ("Notifications", "deliver_notifications")]
)
def test_a_message_stays_hidden_six_times_as_long_as_its_function_may_run(queue: str, handler: str) -> None:
    timeout = CONFIG["lambda_functions"][handler]["lambda_timeout"]

    assert RESOURCES[queue]["Properties"]["VisibilityTimeout"] >= 6 * timeout


@pytest.mark.parametrize("handler", FUNCTIONS)
def test_every_function_has_an_alarm_for_its_failures(handler: str) -> None:
    watched = [
        value["Value"]
        for found in RESOURCES.values()
        if found["Type"] == "AWS::CloudWatch::Alarm" and found["Properties"]["MetricName"] == "Errors"
        for value in found["Properties"]["Dimensions"]
    ]

    assert f"earshot-${{Stage}}-{handler}" in watched


@pytest.mark.parametrize("role", ROLES)
def test_every_function_has_its_own_access_rights_and_says_how_big_it_is(role: str) -> None:
    config = CONFIG["lambda_functions"][role]

    assert config["iam_policy_file"] == f"../infra/iam/{role}.json"
    assert config["lambda_memory_size"] >= 512
    assert CONFIG["autogen_policy"] is False


@pytest.mark.parametrize("role", ROLES)
def test_no_function_may_do_anything_to_everything(role: str) -> None:
    """What IAM cannot tie to a resource is named here; all else is tied to Earshot's own."""
    free = {"comprehend:BatchDetectSentiment", "sns:CheckIfPhoneNumberIsOptedOut", "sns:GetSubscriptionAttributes"}

    for statement in statements(role):
        assert not any("*" in action for action in statement["Action"])
        if "*" in statement.get("Resource", []):
            assert set(statement["Action"]) <= free
        elif "Resource" in statement:
            assert all(":earshot-" in one or "/earshot" in one for one in statement["Resource"])


def test_only_what_talks_to_people_may_publish_and_nobody_may_scan() -> None:
    actions = {role: {action for found in statements(role) for action in found["Action"]} for role in ROLES}

    assert [role for role, allowed in actions.items() if "sns:Publish" in allowed] == [
        "deliver_notifications",
        "hear_sms",
    ]
    assert not any("dynamodb:Scan" in allowed for allowed in actions.values())


@pytest.mark.parametrize(
    ("role", "secret"),
    [
        ("collect_mentions", "x-bearer-token"),
        ("deliver_notifications", "link-key"),
        ("api_handler", "link-key"),
        ("api_handler", "webhook-secret"),
    ],
)
def test_a_function_may_read_the_secrets_that_it_needs(role: str, secret: str) -> None:
    arn = f"arn:aws:ssm:eu-west-1:123456789012:parameter{Stage('prod').secret(secret)}"

    patterns = [one for found in statements(role) if "ssm:GetParameter" in found["Action"] for one in found["Resource"]]

    assert any(fnmatchcase(arn, pattern) for pattern in patterns)
