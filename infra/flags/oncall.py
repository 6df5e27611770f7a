"""How `oncall` is asked for."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime

HELP = "who has the shift of each rota, and who takes over when"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("--at", type=_instant, metavar="INSTANT", help="such as 2026-05-04T12:00+02:00 (default now)")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no instant like 2026-05-04T12:00+02:00") from error
    if instant.tzinfo is None:
        raise ArgumentTypeError(f"{text!r} names no zone: write 2026-05-04T12:00+02:00, or ...Z")
    return instant
