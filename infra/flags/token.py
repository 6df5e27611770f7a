"""How `token` is asked for."""

from argparse import ArgumentParser

SCOPES = ("read", "act", "mentions")

HELP = "tokens of tools: make one, list them, take one back"


def add_flags(parser: ArgumentParser) -> None:
    """What to do, and with which tool."""
    parser.add_argument("what", choices=("new", "list", "revoke"), help="make one, list all, or take one back at once")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the tool's, such as zapier")
    parser.add_argument("--scope", action="append", choices=SCOPES, help="what a new one opens; several times for more")
    parser.add_argument("--rate", type=int, default=60, metavar="N", help="requests a minute (default 60)")
