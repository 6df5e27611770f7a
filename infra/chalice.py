"""What Chalice recorded of its last deploy."""

import json
from pathlib import Path

from infra.errors import OperatorError
from infra.stage import Stage


def rest_api_url(project: Path, stage: Stage) -> str:
    """Where the stage's REST API answers, without a slash at its end."""
    record = project / ".chalice" / "deployed" / f"{stage.name}.json"
    try:
        resources = json.loads(record.read_text())["resources"]
        url: str = next(found["rest_api_url"] for found in resources if found["resource_type"] == "rest_api")
    except (OSError, StopIteration, ValueError) as error:
        raise OperatorError(
            f"{record} does not say where the API is: .venv/bin/chalice deploy --stage {stage.name}, "
            "or give --public-url"
        ) from error
    return url.rstrip("/")
