"""`finish`: what can only be done once the functions are deployed."""

from argparse import Namespace
from pathlib import Path

from infra.chalice import api_stage, rest_api_id, rest_api_url
from infra.errors import OperatorError
from infra.failures import keep_failed_events
from infra.records import finish, store
from infra.stage import Stage
from infra.throttles import bound_methods


def run(stage: Stage, flags: Namespace) -> int:
    """Record the deployment, bound what the API takes, and keep what functions fail with."""
    url = flags.public_url or rest_api_url(Path(), stage)
    deployment = finish(stage, store(stage), public_url=url, sms_answers=flags.sms_answers)
    print(f"public address: {deployment.public_url}")
    for department, topic in deployment.topics.items():
        print(f"topic of {department}: {topic}")
    if not deployment.topics:
        print(f"no policies are in force yet: ./earshot push --stage {stage.name}")
    print(f"throttles: {_bound(stage)}")
    keep_failed_events(stage)
    print(f"failed events: kept in {stage.failures_queue}")
    return 0


def _bound(stage: Stage) -> str:
    """What became of the throttles. Whoever deploys by other means than `chalice deploy` sets them by those."""
    try:
        api = rest_api_id(Path(), stage)
    except OperatorError:
        return 'not set, since Chalice has no record of the API: see docs/operating.md, "What the address takes"'
    return f"{bound_methods(api, api_stage())} methods bounded"
