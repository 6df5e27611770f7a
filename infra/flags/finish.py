"""How `finish` is asked for."""

from argparse import ArgumentParser, BooleanOptionalAction

HELP = "record the public address after `chalice deploy`, and subscribe whom the policies in force name"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument(
        "--public-url", metavar="URL", help="the address that links begin with, if it is your own domain"
    )
    parser.add_argument(
        "--sms-answers",
        action=BooleanOptionalAction,
        help="offer answers by SMS in every message (the number in use publishes to the stage's topic), or no longer",
    )
