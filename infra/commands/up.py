"""`up`: the stage's resources and secrets."""

from argparse import Namespace

from chalicelib.adapters.signatures import SHORTEST_KEY
from infra import chalice, licence, secrets, stack
from infra.access import write_roles
from infra.errors import OperatorError
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
    if short := secrets.weak(stage):
        raise OperatorError(
            f"shorter than {SHORTEST_KEY} bytes, and so easily guessed: {', '.join(map(stage.secret, short))}"
        )
    for network, name in secrets.not_put(stage):
        print(f"to listen to {network}: {secrets.how_to_put(stage, name)}")
    if forbidden := licence.notice():
        print(f"licence: {forbidden}")
    return 0
