"""`finish`: what can only be done once the functions are deployed."""

from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from pathlib import Path

from infra.chalice import rest_api_url
from infra.records import finish, store
from infra.stage import Stage

HELP = "record the public address after `chalice deploy`, and subscribe whom the policies in force name"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument(
        "--public-url", metavar="URL", help="the address that links begin with, if it is your own domain"
    )
    parser.add_argument(
        "--sms-answers",
        action=BooleanOptionalAction,
        help="offer answers by SMS in every message (the number in use publishes to the stage's topic), or no longer",
    )


def run(stage: Stage, flags: Namespace) -> int:
    """Record the deployment."""
    url = flags.public_url or rest_api_url(Path(), stage)
    deployment = finish(stage, store(stage), public_url=url, sms_answers=flags.sms_answers)
    print(f"public address: {deployment.public_url}")
    for department, topic in deployment.topics.items():
        print(f"topic of {department}: {topic}")
    if not deployment.topics:
        print(f"no policies are in force yet: python -m infra push --stage {stage.name}")
    return 0
