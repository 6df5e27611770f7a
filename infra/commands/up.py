"""`up`: the stage's resources and secrets."""

from argparse import Namespace

from infra import secrets, stack
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Bring the stack up and make the secrets that are missing."""
    print(f"stack {stage.stack}: {stack.bring_up(stage, ops_email=flags.ops_email)}")
    for name in secrets.make_missing(stage):
        print(f"secret {stage.secret(name)}: made")
    if secrets.X_BEARER_TOKEN not in secrets.present(stage):
        print(f"to listen to X: {secrets.how_to_put(stage, secrets.X_BEARER_TOKEN)}")
    return 0
