"""How `open` is asked for."""

from argparse import ArgumentParser

HELP = "list what nobody has resolved, the worst and oldest first"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("--json", action="store_true", help="print it as a JSON list")
