"""How `webhook` is asked for."""

from argparse import ArgumentParser
from pathlib import Path

HELP = "show what a payload of another tool would become, sending it nowhere"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("act", choices=("try",), help="show what a file would become")
    parser.add_argument("file", type=Path, metavar="FILE", help="what the tool would send: JSON or a form")
    parser.add_argument("--source", metavar="NAME", help="which webhook source of brand.yaml (the only one without it)")
    parser.add_argument("--policies", type=Path, default=Path("policies"), metavar="DIR", help="the policy files")
