"""`local`: Earshot on this machine, on an emulated AWS."""

from argparse import Namespace

from infra.stage import Stage
from localrun.once import run_once
from localrun.options import read_flags
from localrun.run import run as run_until_stopped


def run(_stage: Stage, flags: Namespace) -> int:
    """Run until stopped, or until everything collected has an outcome."""
    options = read_flags(flags)
    return run_once(options) if options.once else run_until_stopped(options)
