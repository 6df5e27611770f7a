"""`finish`: what can only be done once the functions are deployed."""

from argparse import Namespace
from pathlib import Path

from infra.chalice import rest_api_url
from infra.records import finish, store
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Record the deployment."""
    url = flags.public_url or rest_api_url(Path(), stage)
    deployment = finish(stage, store(stage), public_url=url, sms_answers=flags.sms_answers)
    print(f"public address: {deployment.public_url}")
    for department, topic in deployment.topics.items():
        print(f"topic of {department}: {topic}")
    if not deployment.topics:
        print(f"no policies are in force yet: ./earshot push --stage {stage.name}")
    return 0
