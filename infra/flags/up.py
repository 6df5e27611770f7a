"""How `up` is asked for."""

from argparse import ArgumentParser

HELP = "create or update the stage's table, queues, alarms and secrets"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("--ops-email", metavar="ADDRESS", help="who is told when an alarm goes off")
    parser.add_argument(
        "--sms-alarm",
        metavar="DOLLARS",
        type=float,
        help="ops are told when this month's SMS have cost more (0.80, four fifths of what a new account may spend)",
    )
