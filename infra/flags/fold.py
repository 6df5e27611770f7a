"""How `fold` is asked for."""

from argparse import ArgumentParser
from datetime import date

HELP = "write the figures of days and their months anew"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument(
        "--from",
        dest="day",
        type=date.fromisoformat,
        metavar="DAY",
        help="the first day, such as 2026-05-04 (default yesterday); all up to today follow",
    )
