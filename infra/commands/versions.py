"""`versions`: the versions of the policies that were ever pushed."""

from argparse import Namespace

from infra.records import pushed_policies, store
from infra.stage import Stage


def run(stage: Stage, _flags: Namespace) -> int:
    """Print one a line, the newest first, with when it was last pushed."""
    records = store(stage)
    current = pushed_policies(records)
    for pushed in records.versions():
        mark = "  in force" if current and pushed.version == current.version else ""
        print(f"{pushed.version}  {pushed.at:%Y-%m-%d %H:%M} UTC  {pushed.brand}{mark}")
    if current is None:
        print(f"no policies are in force yet: ./earshot push --stage {stage.name}")
    return 0
