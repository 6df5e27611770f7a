"""`push`: the policy files, checked as a whole and put in force."""

from argparse import Namespace

import policyreader
from infra.records import now, push, store
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Load, subscribe, store. Nothing is pushed while anything is wrong."""
    loaded = policyreader.load(flags.policies)
    if flags.check:
        print(f"policies {loaded.version}: in order")
        return 0
    topics = push(stage, store(stage), loaded, at=now()).topics
    print(f"policies {loaded.version}: in force within a minute, for {', '.join(topics)}")
    return 0
