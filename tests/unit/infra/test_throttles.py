"""What the public address takes is bounded method by method, so that pages use up nothing that acts need."""

from collections.abc import Iterator

import boto3
import pytest

from infra.throttles import ACT, MOST_AT_ONCE, PAGE, Method, bound_methods, unbounded
from tests.aws import aws

API_STAGE = "api"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with aws(monkeypatch):
        yield


def deployed(*paths: str) -> str:
    """An API with GET and POST below each of `paths`, each one step below the root."""
    client = boto3.client("apigateway")
    api = client.create_rest_api(name="earshot")["id"]
    [root] = [found["id"] for found in client.get_resources(restApiId=api)["items"]]
    for path in paths:
        resource = client.create_resource(restApiId=api, parentId=root, pathPart=path)["id"]
        for verb in ("GET", "POST"):
            client.put_method(restApiId=api, resourceId=resource, httpMethod=verb, authorizationType="NONE")
            client.put_method_response(restApiId=api, resourceId=resource, httpMethod=verb, statusCode="200")
            client.put_integration(restApiId=api, resourceId=resource, httpMethod=verb, type="MOCK")
    client.create_deployment(restApiId=api, stageName=API_STAGE)
    return api


def test_every_method_is_found_unbounded_until_it_is_bounded(account: None) -> None:
    api = deployed("desk")

    assert unbounded(api, API_STAGE) == ["GET /desk", "POST /desk"]
    assert bound_methods(api, API_STAGE) == 2
    assert unbounded(api, API_STAGE) == []


def test_pages_and_acts_have_buckets_of_their_own_and_the_stage_as_a_whole_has_none(account: None) -> None:
    api = deployed("desk")

    bound_methods(api, API_STAGE)

    settings = boto3.client("apigateway").get_stage(restApiId=api, stageName=API_STAGE)["methodSettings"]
    rates = {name.split("/")[-1]: setting["throttlingRateLimit"] for name, setting in settings.items()}
    assert rates == {"GET": PAGE.rate, "POST": ACT.rate}
    assert ACT.rate > PAGE.rate


def test_more_methods_than_one_request_takes_are_all_bounded(account: None) -> None:
    api = deployed(*(f"page{n}" for n in range(MOST_AT_ONCE)))

    assert bound_methods(api, API_STAGE) == 2 * MOST_AT_ONCE
    assert unbounded(api, API_STAGE) == []


def test_a_bound_that_somebody_changed_is_found_and_set_again(account: None) -> None:
    api = deployed("desk")
    bound_methods(api, API_STAGE)
    boto3.client("apigateway").update_stage(
        restApiId=api,
        stageName=API_STAGE,
        patchOperations=[{"op": "replace", "path": "/~1desk/POST/throttling/rateLimit", "value": "1"}],
    )

    assert unbounded(api, API_STAGE) == ["POST /desk"]
    bound_methods(api, API_STAGE)
    assert unbounded(api, API_STAGE) == []


def test_slashes_of_a_path_are_written_as_api_gateway_reads_them() -> None:
    assert Method("POST", "/webhook/alerts/{alert_id}").setting == "~1webhook~1alerts~1{alert_id}/POST"
