"""`sessions`: sign everybody out of the desk."""

from argparse import Namespace

from infra.records import now, store
from infra.stage import Stage


def run(stage: Stage, _flags: Namespace) -> int:
    """End every session that began before now. Personal links go on, and sign in again."""
    at = now()
    store(stage).end_sessions(at)
    print(f"every session that began before {at:%Y-%m-%d %H:%M:%S} UTC is over")
    return 0
