"""docs/openapi.json says what the routes of tools are, and nothing that they are not."""

import json
import re
from pathlib import Path
from typing import Any

from chalicelib.domain.alert.alert import AlertStatus
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.told.state import state
from chalicelib.web.shelf.bodies import ACTS
from chalicelib.web.webhooks.reading import STATUSES
from tests.builders import an_alert
from tests.functional.api import the_app

API: dict[str, Any] = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text())
OF_TOOLS = re.compile(r"/(alerts|silences|webhook|health)(/|$)")


def test_every_route_of_tools_is_described_and_no_other() -> None:
    routes = {
        (path, method.lower())
        for path, methods in the_app().routes.items()
        if OF_TOOLS.match(path)
        for method in methods
    }

    assert {(path, method) for path, methods in API["paths"].items() for method in methods} == routes


def test_the_places_in_a_path_are_its_parameters() -> None:
    for path, methods in API["paths"].items():
        for described in methods.values():
            named = {each["name"] for each in described.get("parameters", []) if each["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), path


def test_an_alert_is_described_as_it_is_answered() -> None:
    described, answered = API["components"]["schemas"]["Alert"], state(an_alert())

    assert set(described["properties"]) == set(described["required"]) == set(answered)
    assert set(described["properties"]["status"]["enum"]) == set(AlertStatus)
    assert set(described["properties"]["urgency"]["enum"]) == set(Urgency)
    kinds = {"string": str, "integer": int, "boolean": bool, "object": dict, "null": type(None)}
    for name, value in answered.items():
        schema = described["properties"][name]
        wanted = [kinds[each["type"]] for each in schema.get("anyOf", [schema]) if "type" in each]
        assert not wanted or type(value) in wanted, name


def test_what_may_be_asked_for_and_done_is_described() -> None:
    acts = API["paths"]["/webhook/alerts/{alert_id}/{action}"]["post"]["parameters"]
    [status] = [each for each in API["paths"]["/alerts"]["get"]["parameters"] if each["name"] == "status"]
    [action] = [each for each in acts if each["name"] == "action"]

    assert set(status["schema"]["enum"]) == set(STATUSES)
    assert set(action["schema"]["enum"]) == set(ACTS)


def test_every_reference_leads_somewhere() -> None:
    wanted = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(API)))

    assert wanted <= set(API["components"]["schemas"])
