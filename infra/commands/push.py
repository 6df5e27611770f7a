"""`push`: the policy files, checked as a whole and put in force."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

import policyreader
from infra.records import now, push, store
from infra.stage import Stage

HELP = "check the policy files, subscribe whom they name, and put them in force"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("--policies", type=Path, default=Path("policies"), metavar="DIR", help="where the files are")
    parser.add_argument("--check", action="store_true", help="only check them")


def run(stage: Stage, flags: Namespace) -> int:
    """Load, subscribe, store. Nothing is pushed while anything is wrong."""
    loaded = policyreader.load(flags.policies)
    if flags.check:
        print(f"policies {loaded.version}: in order")
        return 0
    topics = push(stage, store(stage), loaded, at=now()).topics
    print(f"policies {loaded.version}: in force within a minute, for {', '.join(topics)}")
    return 0
