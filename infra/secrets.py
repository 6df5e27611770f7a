"""The stage's secrets in SSM: made once at random, never overwritten, never printed."""

import base64
import secrets
from collections.abc import Callable

import boto3
from botocore.exceptions import ClientError

from chalicelib.adapters.signatures import SHORTEST_KEY, is_strong
from infra.stage import Stage

KEY_BYTES = 32


def _random_text() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _random_webhook_secret() -> str:
    """In the form that Standard Webhooks libraries read."""
    return f"whsec_{_random_text()}"


MADE_HERE: dict[str, Callable[[], str]] = {"link-key": _random_text, "webhook-secret": _random_webhook_secret}
OF_SOURCES = {
    "x": ("X", "x-bearer-token"),
    "mastodon": ("Mastodon", "mastodon-token"),
    "bluesky": ("Bluesky", "bluesky-app-password"),
}
"""Kind of source -> what it is called, and the secret that it is read with, which only its owner knows."""


def make_missing(stage: Stage) -> list[str]:
    """Make the secrets that Earshot itself can make and that are not there yet; return their names."""
    return [name for name, make in MADE_HERE.items() if put_once(stage, name, make())]


def put_once(stage: Stage, name: str, value: str) -> bool:
    """Store a secret unless there is one; say whether it was stored."""
    ssm = boto3.client("ssm")
    try:
        ssm.put_parameter(Name=stage.secret(name), Value=value, Type="SecureString", Overwrite=False)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "ParameterAlreadyExists":
            return False
        raise
    return True


def how_to_put(stage: Stage, name: str) -> str:
    """The command that stores a secret which only its owner knows."""
    return f"aws ssm put-parameter --type SecureString --name {stage.secret(name)} --value ..."


def not_put(stage: Stage) -> list[tuple[str, str]]:
    """Each network whose secret is not there yet, and that secret's name."""
    there = present(stage)
    return [(network, name) for network, name in OF_SOURCES.values() if name not in there]


def present(stage: Stage) -> set[str]:
    """The names of the secrets that exist. Their values are not read."""
    ssm = boto3.client("ssm")
    prefix = stage.secret("")
    filters = [{"Key": "Name", "Option": "BeginsWith", "Values": [prefix]}]
    pages = ssm.get_paginator("describe_parameters").paginate(ParameterFilters=filters)  # type: ignore[arg-type]
    return {found["Name"].removeprefix(prefix) for page in pages for found in page["Parameters"]}


def weak(stage: Stage) -> list[str]:
    """The names of the secrets made here whose value is too short to rely on. Only their length is looked at."""
    ssm = boto3.client("ssm")
    names = sorted(MADE_HERE.keys() & present(stage))
    values = {name: ssm.get_parameter(Name=stage.secret(name), WithDecryption=True) for name in names}
    return [name for name, found in values.items() if not _is_long_enough(name, found["Parameter"].get("Value", ""))]


def _is_long_enough(name: str, value: str) -> bool:
    """A webhook secret may be several, while one replaces another: each has to be long enough."""
    if name == "webhook-secret":
        return bool(value.split()) and all(map(is_strong, value.split()))
    return len(value.encode()) >= SHORTEST_KEY
