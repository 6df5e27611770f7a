"""The stage's resources, brought to what infra/resources.yaml says."""

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


def bring_up(stage: Stage, *, ops_email: str | None = None) -> str:
    """Create or update the stack; say which: `created`, `updated` or `unchanged`.

    Without `ops_email` an existing stack keeps the address that it has.
    """
    cloudformation = boto3.client("cloudformation")
    if status(stage) is None:
        _apply(cloudformation, stage, _parameters(stage, ops_email or ""), "create")
        return "created"
    parameters = _parameters(stage, ops_email)
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


def _parameters(stage: Stage, ops_email: str | None) -> list["ParameterTypeDef"]:
    ops: ParameterTypeDef = {"ParameterKey": "OpsEmail"}
    if ops_email is None:
        ops["UsePreviousValue"] = True
    else:
        ops["ParameterValue"] = ops_email
    return [{"ParameterKey": "Stage", "ParameterValue": stage.name}, ops]


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
