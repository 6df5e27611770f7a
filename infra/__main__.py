"""The operator's command: `python -m infra up|push|finish|doctor|why|replay|silence|oncall|outputs|local`."""

import sys
from argparse import ArgumentParser
from importlib import import_module
from types import ModuleType

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from chalicelib.domain.errors import EarshotError
from infra.stage import Stage

COMMANDS = ("up", "push", "finish", "doctor", "why", "replay", "silence", "oncall", "outputs", "local")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; answer 0, or 1 with one clear line, or 2 for a command that cannot be read."""
    modules = {name: import_module(f"infra.commands.{name}") for name in COMMANDS}
    flags = _parser(modules).parse_args(arguments)
    try:
        answer: int = modules[flags.command].run(Stage(flags.stage), flags)
    except (EarshotError, BotoCoreError, ClientError) as error:
        print(f"{flags.command}: {_advice(error, flags.stage)}", file=sys.stderr)
        return 1
    return answer


def _advice(error: Exception, stage: str) -> str:
    """The error in one line, with what to do where that is known."""
    if isinstance(error, NoCredentialsError):
        return "AWS does not know who asks: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    if isinstance(error, ClientError) and error.response["Error"]["Code"] == "ResourceNotFoundException":
        return f"stage '{stage}' lacks something here: is it the right --stage, account and region? ({error})"
    return str(error)


def _parser(modules: dict[str, ModuleType]) -> ArgumentParser:
    parser = ArgumentParser(prog="python -m infra", description="Operates Earshot.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in modules.items():
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        if name == "local":
            command.set_defaults(stage="local")
        else:
            command.add_argument("--stage", default="dev", metavar="NAME", help="which deployment (default dev)")
        module.add_flags(command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
