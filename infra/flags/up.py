"""How `up` is asked for."""

from argparse import ArgumentParser

HELP = "create or update the stage's table, queues, alarms and secrets"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("--ops-email", metavar="ADDRESS", help="who is told when an alarm goes off")
