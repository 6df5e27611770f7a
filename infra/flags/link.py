"""How `link` is asked for."""

from argparse import ArgumentParser

HELP = "print a personal link for somebody, such as to sign in to the desk"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("person", metavar="PERSON", help="whose link it is, by id")
