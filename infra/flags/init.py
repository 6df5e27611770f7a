"""How `init` is asked for."""

from argparse import ArgumentParser
from pathlib import Path

HELP = "write a first folder of policy files for a brand, from the answers to eight questions"

TRADES = ("airline", "retail", "food", "telecom", "software", "bank", "hotel", "other")


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to write, which must be new or empty")
    parser.add_argument("--trade", choices=TRADES, default="other", metavar="NAME", help=f"one of {', '.join(TRADES)}")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="answers, a line each; what it lacks is asked")
