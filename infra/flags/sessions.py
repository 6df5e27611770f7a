"""How `sessions` is asked for."""

from argparse import ArgumentParser

HELP = "end everybody's sessions at the desk"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("--end", action="store_true", required=True, help="sign everybody out now")
