"""Every command that can be typed, and how: read without anything that a command needs to do its work."""

from argparse import ArgumentParser
from importlib import import_module

COMMANDS = (
    "up",
    "roles",
    "init",
    "push",
    "versions",
    "rollback",
    "finish",
    "doctor",
    "why",
    "replay",
    "corrections",
    "silence",
    "fold",
    "open",
    "oncall",
    "link",
    "sessions",
    "token",
    "outputs",
    "webhook",
    "messages",
    "model",
    "local",
    "completion",
)
"""Each is a module in infra/flags/, how it is asked for, and one in infra/commands/, what it does."""

ON_THIS_MACHINE = ("init", "webhook", "messages", "model", "local", "completion")
"""These touch no deployment, and so are not told which."""


def parser() -> ArgumentParser:
    """The parser of the whole command line."""
    whole = ArgumentParser(prog="earshot", description="Operates Earshot.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        asked = import_module(f"infra.flags.{name}")
        command = commands.add_parser(name, help=asked.HELP, description=asked.HELP)
        if name in ON_THIS_MACHINE:
            command.set_defaults(stage="local")
        else:
            command.add_argument("--stage", default="dev", metavar="NAME", help="which deployment (default dev)")
        asked.add_flags(command)
    return whole
