"""`push`: the policy files, checked as a whole and put in force."""

from argparse import Namespace

import policyreader
from infra.by_example import learned
from infra.pushing import put_in_force
from infra.records import now, store
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Load, show what changes, subscribe, store. Nothing is pushed while anything is wrong."""
    loaded, alike = learned(policyreader.load(flags.policies))
    for line in (*policyreader.doubts(loaded), *policyreader.uncovered_days(loaded, since=now()), *alike):
        print(f"worth a look: {line}")
    if flags.check:
        print(f"policies {loaded.version}: in order")
        return 0
    return put_in_force(stage, store(stage), loaded, yes=flags.yes, brand_changes=flags.brand_changes)
