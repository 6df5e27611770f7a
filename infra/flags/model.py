"""How `model` is asked for."""

from argparse import ArgumentParser

HELP = "say which model reads posts and on which terms, or take another into use"

NAMES = ("research", "free")


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags; without any, it tells what is in use."""
    parser.add_argument("act", nargs="?", choices=("use",), help="take another into use")
    parser.add_argument("name", nargs="?", choices=NAMES, help="which")
    parser.add_argument("--yes", action="store_true", help="its terms are agreed to")
