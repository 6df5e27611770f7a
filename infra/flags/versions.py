"""How `versions` is asked for."""

from argparse import ArgumentParser

HELP = "list the versions of the policies that were ever in force, the newest first"


def add_flags(_parser: ArgumentParser) -> None:
    """The command has no flags of its own."""
