"""How `replay` is asked for."""

from argparse import ArgumentParser
from pathlib import Path

HELP = "run the stored mentions through changed policy files, telling nobody, and print the difference"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("--policies", type=Path, default=Path("policies"), metavar="DIR", help="the changed files")
    parser.add_argument("--days", type=int, default=30, metavar="N", help="how far to look back (default 30)")
