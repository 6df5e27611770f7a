"""How `why` is asked for."""

from argparse import ArgumentParser

HELP = "explain an alert (by its id) or a mention (network:id)"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags."""
    parser.add_argument("subject", metavar="ALERT_OR_MENTION", help="an alert's id, or a mention as network:id")
    parser.add_argument("--person", metavar="ID", help="also say, for each tier, why this person was not told")
    parser.add_argument("--json", action="store_true", help="print everything as one JSON object")
