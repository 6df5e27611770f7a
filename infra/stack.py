"""The stage's resources, brought to what infra/resources.yaml says."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError, WaiterError

from infra.errors import OperatorError
from infra.stage import Stage

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef

TEMPLATE = Path(__file__).with_name("resources.yaml")
UNCHANGED = "No updates are to be performed"
POLL_SECONDS = 2
POLLS = 450


def bring_up(stage: Stage, *, ops_email: str | None = None, sms_alarm: float | None = None) -> str:
    """Create or update the stack; say which: `created`, `updated` or `unchanged`.

    Without `ops_email` and `sms_alarm` an existing stack keeps what it has.
    """
    cloudformation = boto3.client("cloudformation")
    if status(stage) is None:
        asked = {"OpsEmail": ops_email, "SmsSpendAlarm": sms_alarm}
        _apply(cloudformation, stage, _parameters(stage, asked, kept=frozenset()), "create")
        return "created"
    kept = _parameter_names(cloudformation, stage)
    parameters = _parameters(stage, {"OpsEmail": ops_email, "SmsSpendAlarm": sms_alarm}, kept=kept)
    try:
        _apply(cloudformation, stage, parameters, "update")
    except ClientError as error:
        if UNCHANGED in str(error):
            return "unchanged"
        raise
    return "updated"


def status(stage: Stage) -> str | None:
    """The stack's CloudFormation status, or None where there is no stack."""
    try:
        stacks = boto3.client("cloudformation").describe_stacks(StackName=stage.stack)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return stacks[0]["StackStatus"]


def _parameter_names(client: "CloudFormationClient", stage: Stage) -> frozenset[str]:
    """What the stack was told so far: an older one knows fewer parameters than today's template."""
    [found] = client.describe_stacks(StackName=stage.stack)["Stacks"]
    return frozenset(each["ParameterKey"] for each in found.get("Parameters", []))


def _parameters(
    stage: Stage, asked: Mapping[str, str | float | None], *, kept: frozenset[str]
) -> list["ParameterTypeDef"]:
    """What was asked for, else what the stack has already, else the template's own default."""
    parameters: list[ParameterTypeDef] = [{"ParameterKey": "Stage", "ParameterValue": stage.name}]
    for name, value in asked.items():
        if value is not None:
            parameters.append({"ParameterKey": name, "ParameterValue": str(value)})
        elif name in kept:
            parameters.append({"ParameterKey": name, "UsePreviousValue": True})
    return parameters


def _apply(client: "CloudFormationClient", stage: Stage, parameters: list["ParameterTypeDef"], verb: str) -> None:
    body = TEMPLATE.read_text()
    try:
        if verb == "create":
            client.create_stack(StackName=stage.stack, TemplateBody=body, Parameters=parameters)
            created = client.get_waiter("stack_create_complete")
            created.wait(StackName=stage.stack, WaiterConfig={"Delay": POLL_SECONDS, "MaxAttempts": POLLS})
        else:
            client.update_stack(StackName=stage.stack, TemplateBody=body, Parameters=parameters)
            updated = client.get_waiter("stack_update_complete")
            updated.wait(StackName=stage.stack, WaiterConfig={"Delay": POLL_SECONDS, "MaxAttempts": POLLS})
    except WaiterError as error:
        raise OperatorError(
            f"the stack {stage.stack} could not be {verb}d ({status(stage)}): its events in CloudFormation say why"
        ) from error
