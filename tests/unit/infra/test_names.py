"""One name for one thing: what the operator, Chalice, CloudFormation and IAM call it must agree."""

import json
import re
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

from chalicelib.adapters.sources.feed import child, reader
from chalicelib.adapters.sources.feed.fetch import Fetcher
from chalicelib.domain.told import pace
from chalicelib.entry import pause_after
from chalicelib.pipeline import collect, crises, escalate
from chalicelib.telemetry import service_of
from infra import access
from infra.access import PLACE, ROLES, write_roles
from infra.chalice import add_stage, part_of
from infra.stage import BY_CLOCK, FUNCTIONS, Stage

SLOW_MOVE = timedelta(milliseconds=100)
"""Reading an alert and saving it, on a bad day."""

TO_SAY_SO = timedelta(seconds=10)
"""Starting another reader, and storing that a source failed."""

SHARE_OF_512_MB = 512 / 1769
"""Of a core: a function with 1,769 MB has a whole one."""

ROOT = Path(__file__).resolve().parents[3]
CONFIG: dict[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text())
TEMPLATE: str = (ROOT / "infra" / "resources.yaml").read_text()


class Template(yaml.SafeLoader):
    """CloudFormation's own tags, read as what stands behind them."""


def _plain(loader: yaml.Loader, _tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else None


Template.add_multi_constructor("!", _plain)
RESOURCES: dict[str, Any] = yaml.load(TEMPLATE, Template)["Resources"]  # noqa: S506  # our own loader, a safe one


def statements(role: str, stage: str = "prod") -> list[dict[str, Any]]:
    text = (ROOT / "infra" / "iam" / stage / f"{role}.json").read_text()
    found: list[dict[str, Any]] = json.loads(text)["Statement"]
    return found


def named(resource: str, key: str) -> str:
    """The name in the template, for the stage `prod`."""
    name: str = RESOURCES[resource]["Properties"][key]
    return name.replace("${Stage}", "prod")


@pytest.mark.parametrize("name", sorted(CONFIG["stages"]))
def test_the_functions_of_a_stage_are_told_what_the_operator_calls_things(name: str) -> None:
    told = CONFIG["environment_variables"] | CONFIG["stages"][name]["environment_variables"]

    heartbeat = told["EARSHOT_HEARTBEAT_URL"]  # its owner's own
    assert told == Stage(name).environment() | {"EARSHOT_HEARTBEAT_URL": heartbeat}


@pytest.mark.parametrize("name", sorted(CONFIG["stages"]))
def test_the_functions_of_a_stage_have_the_roles_of_that_stage_as_the_template_says(name: str) -> None:
    part: Any = part_of(Stage(name), CONFIG["environment_variables"])

    assert CONFIG["stages"][name]["lambda_functions"] == part["lambda_functions"]
    for handler in ROLES:
        path = ROOT / ".chalice" / part["lambda_functions"][handler]["iam_policy_file"]
        assert path.read_text() == access.role(handler, Stage(name))
    assert {path.stem for path in (ROOT / "infra" / "iam" / name).iterdir()} == set(ROLES)


def test_no_role_names_what_is_of_another_stage() -> None:
    """A resource of the template names the stage, or is one that AWS has only once for all of an account."""
    for handler in ROLES:
        for statement in json.loads((access.TEMPLATE / f"{handler}.json").read_text())["Statement"]:
            for resource in statement.get("Resource", []):
                assert resource == "*" or PLACE in resource, (handler, resource)
                assert "earshot-*" not in resource


def test_a_new_stage_is_added_to_what_chalice_is_told_and_gets_its_roles(tmp_path: Path) -> None:
    config, folder = tmp_path / "config.json", tmp_path / "iam"
    config.write_text(json.dumps(CONFIG))

    assert add_stage(Stage("demo"), config)
    assert {path.name for path in write_roles(Stage("demo"), folder)} == {f"{handler}.json" for handler in ROLES}
    assert not add_stage(Stage("demo"), config)
    assert write_roles(Stage("demo"), folder) == []
    told = json.loads(config.read_text())["stages"]["demo"]
    assert told["environment_variables"]["EARSHOT_TABLE"] == "earshot-demo"
    assert told["lambda_functions"]["hear_sms"] == {"iam_policy_file": "../infra/iam/demo/hear_sms.json"}


def test_no_function_may_change_the_rules() -> None:
    for handler in ROLES:
        allowed = {action for found in statements(handler) if found["Effect"] == "Allow" for action in found["Action"]}
        denied = [found for found in statements(handler) if found["Effect"] == "Deny"]
        if {"dynamodb:PutItem", "dynamodb:BatchWriteItem"} & allowed:
            [guard] = denied
            assert guard["Condition"]["ForAnyValue:StringEquals"]["dynamodb:LeadingKeys"] == ["policies", "deployment"]
            assert {action for action in allowed if re.match("dynamodb:(Put|Update|Delete|BatchWrite)", action)} == set(
                guard["Action"]
            )


def alarms(metric: str) -> list[dict[str, Any]]:
    found = (each["Properties"] for each in RESOURCES.values() if each["Type"] == "AWS::CloudWatch::Alarm")
    return [each for each in found if each["MetricName"] == metric]


@pytest.mark.parametrize("handler", sorted(set(BY_CLOCK) - {"collect_mentions"}))
def test_the_minute_hand_and_its_watchman_have_an_alarm_for_standing_still(handler: str) -> None:
    dimension = {"Name": "FunctionName", "Value": f"earshot-${{Stage}}-{handler}"}
    [alarm] = [each for each in alarms("Invocations") if dimension in each["Dimensions"]]

    assert (alarm["TreatMissingData"], alarm["Threshold"]) == ("breaching", 1)
    assert alarm["ComparisonOperator"] == "LessThanThreshold"


@pytest.mark.parametrize("metric", ["AlertsLate", "NotificationsLate", "SetAside"])
def test_what_the_auditor_finds_has_an_alarm(metric: str) -> None:
    [alarm] = alarms(metric)

    assert (alarm["Namespace"], alarm["Threshold"]) == ("Earshot", 0)
    assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
    assert alarm["AlarmActions"] == ["Ops"]


def test_a_spent_budget_is_an_alarm_within_a_minute() -> None:
    [alarm] = alarms("BudgetsSpent")

    assert (alarm["Period"], alarm["EvaluationPeriods"], alarm["Threshold"]) == (60, 1, 0)
    assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
    assert alarm["AlarmActions"] == ["Ops"]


def test_alarms_of_one_stage_hear_nothing_of_another() -> None:
    own = [each for each in RESOURCES.values() if each.get("Properties", {}).get("Namespace") == "Earshot"]

    assert own
    for each in own:
        assert each["Properties"]["Dimensions"] == [{"Name": "service", "Value": "earshot-${Stage}"}]
    assert service_of("prod") == "earshot-prod"


@pytest.mark.parametrize("queue", ["Mentions", "Notifications"])
def test_what_cannot_be_handled_is_kept_for_two_weeks_after_several_tries(queue: str) -> None:
    properties = RESOURCES[queue]["Properties"]
    redrive = properties["RedrivePolicy"]

    assert redrive["deadLetterTargetArn"] == f"{queue}DeadLetters.Arn"
    assert sum((pause_after(tries) for tries in range(1, redrive["maxReceiveCount"])), timedelta()) > timedelta(hours=2)
    assert properties["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert RESOURCES[f"{queue}DeadLetters"]["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_what_a_stage_may_take_ends_before_its_function_does() -> None:
    """What a process holds outlives its function, and what it begins ends within the function's time."""
    seconds = {
        handler: timedelta(seconds=each["lambda_timeout"]) for handler, each in CONFIG["lambda_functions"].items()
    }

    assert seconds["collect_mentions"] < collect.LEASE
    slowest_feed = timedelta(seconds=Fetcher().timeout + reader.LONGEST)
    assert collect.LONGEST_RUN + slowest_feed + TO_SAY_SO <= seconds["collect_mentions"]
    assert child.CPU / SHARE_OF_512_MB < reader.LONGEST
    assert seconds["deliver_notifications"] < pace.LEASE
    slowest_alert = max(escalate.MOST_MOVES, crises.MOST_RELEASED) * SLOW_MOVE
    assert escalate.LONGEST_SWEEP + slowest_alert <= seconds["escalate_alerts"]


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

    assert CONFIG["stages"]["prod"]["lambda_functions"][role] == {"iam_policy_file": f"../infra/iam/prod/{role}.json"}
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
            assert all("earshot-prod" in one or "/earshot/prod/" in one for one in statement["Resource"])


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
        ("collect_mentions", "mastodon-token"),
        ("collect_mentions", "bluesky-app-password"),
        ("collect_mentions", "bluesky-session"),
        ("deliver_notifications", "link-key"),
        ("api_handler", "link-key"),
        ("api_handler", "webhook-secret"),
        ("api_handler", "inbound-reviews"),
    ],
)
def test_a_function_may_read_the_secrets_that_it_needs(role: str, secret: str) -> None:
    arn = f"arn:aws:ssm:eu-west-1:123456789012:parameter{Stage('prod').secret(secret)}"

    patterns = [one for found in statements(role) if "ssm:GetParameter" in found["Action"] for one in found["Resource"]]

    assert any(fnmatchcase(arn, pattern) for pattern in patterns)


def test_the_only_secret_that_a_function_may_replace_is_the_session_of_a_source() -> None:
    replaced = {
        (role, one)
        for role in ROLES
        for found in statements(role)
        if "ssm:PutParameter" in found["Action"]
        for one in found["Resource"]
    }

    session = f"arn:aws:ssm:*:*:parameter{Stage('prod').secret('bluesky-session')}"
    assert replaced == {("collect_mentions", session)}
