"""The deployed functions of the local stage: a real `chalice deploy`, skipped where nothing has changed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import boto3
from botocore.config import Config

from infra.errors import OperatorError
from infra.stage import FUNCTIONS, Stage
from localrun.emulator import Emulator
from localrun.workspace import Workspace

STAGE = Stage("local")
DEPLOY_SECONDS = 300
# A first call imports everything, without byte code; and a repeated call would do its work twice.
PATIENT = Config(read_timeout=120, retries={"total_max_attempts": 1})
SCHEDULED = {"version": "0", "id": "local", "detail-type": "Scheduled Event", "source": "aws.events", "detail": {}}


def deploy(workspace: Workspace, emulator: Emulator, environment: dict[str, str]) -> bool:
    """Bring the functions to what the repository holds; say whether anything had to be deployed."""
    if workspace.is_current(environment) and _all_there():
        return False
    workspace.copy_project(environment)
    workspace.fetch_layers()
    _chalice_deploy(workspace.project, emulator)
    workspace.keep_layers()
    workspace.mark_current(environment)
    return True


def api_root(workspace: Workspace, emulator: Emulator) -> str:
    """Where the emulator answers for the deployed REST API; `/webhook/mentions` and the like follow it."""
    resources = json.loads(workspace.deployed.read_text())["resources"]
    api = next(resource for resource in resources if resource["resource_type"] == "rest_api")
    return f"{emulator.url}/restapis/{api['rest_api_id']}/api/_user_request_"


def invoke(handler: str) -> None:
    """Call one scheduled function as EventBridge does; raise OperatorError with its message if it fails."""
    client = boto3.client("lambda", config=PATIENT)
    event = {**SCHEDULED, "account": "", "region": "", "resources": [], "time": ""}
    answer = client.invoke(FunctionName=STAGE.function(handler), Payload=json.dumps(event).encode())
    if "FunctionError" in answer:
        failure = json.loads(answer["Payload"].read())
        raise OperatorError(f"{handler} failed: {failure.get('errorType')}: {failure.get('errorMessage')}")


def _all_there() -> bool:
    wanted = {STAGE.api_function, *(STAGE.function(name) for name in FUNCTIONS)}
    pages = boto3.client("lambda").get_paginator("list_functions").paginate()
    return wanted <= {function["FunctionName"] for page in pages for function in page["Functions"]}


def _chalice_deploy(project: Path, emulator: Emulator) -> None:
    chalice = Path(sys.executable).with_name("chalice")
    command: list[str | Path] = [chalice, "--project-dir", project, "deploy", "--stage", STAGE.name]
    environment = {**os.environ, **emulator.environment}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=DEPLOY_SECONDS, check=False, cwd=project
    )
    (project.parent / "deploy.log").write_text(done.stdout + done.stderr)
    if done.returncode != 0:
        last = "".join((done.stdout + done.stderr).strip().splitlines()[-1:])
        raise OperatorError(
            f"chalice deploy failed: {last} (all of it: {project.parent / 'deploy.log'}; --fresh begins anew)"
        )
