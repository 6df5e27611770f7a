"""How `roles` is asked for."""

from argparse import ArgumentParser

HELP = "write the stage's access rights (infra/iam/STAGE/) from the template"


def add_flags(_parser: ArgumentParser) -> None:
    """The command has no flags of its own."""
