"""`up`: the stage's resources and secrets."""

from argparse import Namespace

from infra import chalice, secrets, stack
from infra.access import write_roles
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Write the stage's files, bring the stack up and make the secrets that are missing."""
    if chalice.add_stage(stage):
        print(f"{chalice.CONFIG}: stage {stage.name} added: commit it")
    for path in write_roles(stage):
        print(f"access rights: {path} written: commit it")
    print(f"stack {stage.stack}: {stack.bring_up(stage, ops_email=flags.ops_email, sms_alarm=flags.sms_alarm)}")
    for name in secrets.make_missing(stage):
        print(f"secret {stage.secret(name)}: made")
    if secrets.X_BEARER_TOKEN not in secrets.present(stage):
        print(f"to listen to X: {secrets.how_to_put(stage, secrets.X_BEARER_TOKEN)}")
    return 0
