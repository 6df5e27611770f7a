"""`roles`: the access rights of the stage's functions, written from the template; AWS is not asked."""

from argparse import Namespace

from infra.access import FOLDER, write_roles
from infra.stage import Stage


def run(stage: Stage, _flags: Namespace) -> int:
    """Write what changed, and say so."""
    changed = write_roles(stage)
    for path in changed:
        print(f"{path}: written")
    if not changed:
        print(f"{FOLDER / stage.name}: as the template says")
    return 0
