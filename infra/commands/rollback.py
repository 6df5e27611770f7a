"""`rollback`: an earlier version of the policies, in force again."""

from argparse import Namespace

from infra.pushing import put_in_force
from infra.records import store
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Read that version and push it as if its files were here."""
    records = store(stage)
    wanted = records.policies_of(flags.version)
    return put_in_force(stage, records, wanted, yes=flags.yes, brand_changes=flags.brand_changes)
