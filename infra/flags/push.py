"""How `push` is asked for."""

from argparse import ArgumentParser
from pathlib import Path

HELP = "check the policy files, subscribe whom they name, and put them in force"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("--policies", type=Path, default=Path("policies"), metavar="DIR", help="where the files are")
    parser.add_argument("--check", action="store_true", help="only check them")
    parser.add_argument("--yes", action="store_true", help="put them in force, whatever they change")
    parser.add_argument("--brand-changes", action="store_true", help="it is meant that the brand is another one")
