"""How `doctor` is asked for."""

from argparse import ArgumentParser

HELP = "look at everything that must be true of a running stage"


def add_flags(_parser: ArgumentParser) -> None:
    """The command has no flags of its own."""
