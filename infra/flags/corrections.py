"""How `corrections` is asked for."""

from argparse import ArgumentParser

HELP = "what people said was read wrongly, as JSONL that training.propose reads"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("--days", type=int, default=30, metavar="NUMBER", help="how far back (default 30)")
