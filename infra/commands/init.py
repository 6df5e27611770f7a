"""`init`: eight questions, and a checked folder of policy files with comments."""

from argparse import Namespace

import policyreader
from infra.init.asking import answered
from infra.init.folder import files, require_new, write
from infra.init.trades import trade
from infra.stage import Stage


def run(_stage: Stage, flags: Namespace) -> int:
    """Ask for what the answers' file does not say, and write the folder; nothing is written while anything is wrong."""
    require_new(flags.folder)
    found = trade(flags.trade)
    print(f"A first folder for {found.title}: {flags.folder}")
    answers = answered(flags.answers, input, print)
    written = write(flags.folder, files(answers, found))
    print(f"{flags.folder}: {len(written.departments)} departments, {len(written.people)} who answer, in order")
    for line in policyreader.doubts(written):
        print(f"worth a look: {line}")
    print(f'Try it: make run ARGS="--policies {flags.folder}", or ./earshot push --check --policies {flags.folder}')
    return 0
