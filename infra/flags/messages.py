"""How `messages` is asked for."""

from argparse import ArgumentParser
from pathlib import Path

HELP = "show every SMS, email and page that exists, with sample data"

KINDS = ("sms", "email", "answer", "page")


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags; without any, everything is printed in English."""
    parser.add_argument("--language", metavar="CODE", default="en", help="told in this language (default en)")
    parser.add_argument("--kind", choices=KINDS, help="only these")
    parser.add_argument("--html", metavar="DIR", type=Path, help="write the pages into DIR, to look at in a browser")
