"""What the public address takes a second, method by method: a flood of pages never answers 429 to who acts."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import boto3
from msgspec import Struct

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_apigateway.type_defs import PatchOperationTypeDef

READS = ("GET", "HEAD")
MOST_AT_ONCE = 40
"""Patches in one request: API Gateway names no limit, and refuses what takes it too long."""


class Bound(Struct, frozen=True):
    """`rate` requests a second, `burst` at once. Every method has a bucket of its own."""

    rate: float
    burst: int


PAGE = Bound(rate=40, burst=80)
ACT = Bound(rate=100, burst=200)
"""Acknowledgements, webhooks, forms: a storm's worth, and apart from what anybody can load."""


class Method(Struct, frozen=True):
    """One method of one resource, as the API has it: `POST /a/{token}`."""

    verb: str
    path: str

    @property
    def bound(self) -> Bound:
        """What it takes."""
        return PAGE if self.verb in READS else ACT

    @property
    def setting(self) -> str:
        """Its name among the stage's method settings, in which a path's own slashes are written `~1`."""
        return f"{self.path.replace('/', '~1')}/{self.verb}"


def bound_methods(api: str, api_stage: str) -> int:
    """Give each method of the deployed API its bound; return how many there are. Can be run again.

    No bound is set for the stage as a whole: it would be shared, and pages could use up what acts need.
    """
    client = boto3.client("apigateway")
    methods = list(_methods(client, api))
    patches = list(_patches(methods))
    for first in range(0, len(patches), MOST_AT_ONCE):
        some = patches[first : first + MOST_AT_ONCE]
        client.update_stage(restApiId=api, stageName=api_stage, patchOperations=some)
    return len(methods)


def unbounded(api: str, api_stage: str) -> list[str]:
    """The methods that have no bound, or another one, as `POST /a/{token}`."""
    client = boto3.client("apigateway")
    settings = client.get_stage(restApiId=api, stageName=api_stage).get("methodSettings", {})
    known = {_unescaped(name): setting.get("throttlingRateLimit") for name, setting in settings.items()}
    return [
        f"{method.verb} {method.path}"
        for method in _methods(client, api)
        if known.get(_unescaped(method.setting)) != method.bound.rate
    ]


def _unescaped(setting: str) -> str:
    """A setting's name in one form: API Gateway gives some back with their first slash, and some without."""
    return setting.replace("~1", "/").lstrip("/")


def _methods(client: "APIGatewayClient", api: str) -> Iterator[Method]:
    for page in client.get_paginator("get_resources").paginate(restApiId=api, embed=["methods"]):
        for resource in page["items"]:
            yield from (Method(verb, resource["path"]) for verb in resource.get("resourceMethods", {}))


def _patches(methods: Iterable[Method]) -> Iterator["PatchOperationTypeDef"]:
    for method in methods:
        yield _replace(f"/{method.setting}/throttling/rateLimit", method.bound.rate)
        yield _replace(f"/{method.setting}/throttling/burstLimit", method.bound.burst)


def _replace(path: str, value: float) -> "PatchOperationTypeDef":
    return {"op": "replace", "path": path, "value": f"{value:g}"}
