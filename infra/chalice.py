"""What Chalice is told of a stage, and what it recorded of its last deploy."""

import json
from pathlib import Path

from infra.access import ROLES
from infra.errors import OperatorError
from infra.stage import Stage

CONFIG = Path(".chalice") / "config.json"


def rest_api_url(project: Path, stage: Stage) -> str:
    """Where the stage's REST API answers, without a slash at its end."""
    return _recorded(project, stage, "rest_api_url").rstrip("/")


def rest_api_id(project: Path, stage: Stage) -> str:
    """By what name API Gateway knows the stage's REST API."""
    return _recorded(project, stage, "rest_api_id")


def api_stage(config: Path = CONFIG) -> str:
    """By what name API Gateway knows what is deployed of an API: the last part of its address."""
    name: str = json.loads(config.read_text())["api_gateway_stage"]
    return name


def _recorded(project: Path, stage: Stage, what: str) -> str:
    record = project / ".chalice" / "deployed" / f"{stage.name}.json"
    try:
        resources = json.loads(record.read_text())["resources"]
        found: str = next(each[what] for each in resources if each["resource_type"] == "rest_api")
    except (OSError, StopIteration, ValueError) as error:
        raise OperatorError(
            f"{record} does not say where the API is: .venv/bin/chalice deploy --stage {stage.name}, "
            "or give --public-url"
        ) from error
    return found


def part_of(stage: Stage, shared: dict[str, str]) -> dict[str, object]:
    """A stage's part of .chalice/config.json; `shared` are the variables that every stage has alike."""
    own = {name: value for name, value in stage.environment().items() if name not in shared}
    return {
        "lambda_architecture": "arm64",
        "environment_variables": own,
        "lambda_functions": {role: {"iam_policy_file": f"../infra/iam/{stage.name}/{role}.json"} for role in ROLES},
    }


def add_stage(stage: Stage, config: Path = CONFIG) -> bool:
    """Tell Chalice of a stage that it does not know yet; what its file says of a known one is its owner's."""
    known = json.loads(config.read_text())
    if stage.name in known["stages"]:
        return False
    known["stages"][stage.name] = part_of(stage, known["environment_variables"])
    config.write_text(json.dumps(known, indent=2) + "\n")
    return True
