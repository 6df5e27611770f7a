"""How `outputs` is asked for."""

from argparse import ArgumentParser

HELP = "print the stage's addresses and names, one `name=value` a line"


def add_flags(_parser: ArgumentParser) -> None:
    """The command has no flags of its own."""
