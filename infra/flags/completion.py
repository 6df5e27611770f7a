"""How `completion` is asked for."""

from argparse import ArgumentParser

HELP = "print what a shell needs to complete commands and options"
SHELLS = ("bash", "zsh")


def add_flags(parser: ArgumentParser) -> None:
    """The command's one argument."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash or zsh")
