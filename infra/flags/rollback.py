"""How `rollback` is asked for."""

from argparse import ArgumentParser

HELP = "put an earlier version of the policies in force again"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("version", metavar="VERSION", help="as `versions` lists it")
    parser.add_argument("--yes", action="store_true", help="do it, whatever it changes")
    parser.add_argument("--brand-changes", action="store_true", help="it is meant that the brand is another one")
