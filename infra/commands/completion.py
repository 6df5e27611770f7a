"""`completion`: what bash or zsh needs to complete commands and options, as a script to evaluate."""

from argparse import Namespace

from infra.completion import bash, zsh
from infra.completion.asked import commands_of
from infra.parser import parser
from infra.stage import Stage

WRITERS = {"bash": bash.script, "zsh": zsh.script}


def run(_stage: Stage, flags: Namespace) -> int:
    """Print the script; it names what this version can do."""
    print(WRITERS[flags.shell](commands_of(parser())), end="")
    return 0
