"""How `local` is asked for."""

from localrun.options import add_flags

HELP = "run Earshot on this machine, with a page that shows everything"

__all__ = ["HELP", "add_flags"]
