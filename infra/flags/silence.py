"""How `silence` is asked for."""

from argparse import ArgumentParser

HELP = "list what is silenced, or silence an author or a theme for some hours"


def add_flags(parser: ArgumentParser) -> None:
    """The command's flags; without any, it lists."""
    subject = parser.add_mutually_exclusive_group()
    subject.add_argument("--author", metavar="NETWORK:ID", help="an author, such as x:900")
    subject.add_argument("--theme", metavar="NAME", help="a theme of routing.yaml")
    subject.add_argument("--end", metavar="ID", help="end this silence now")
    parser.add_argument(
        "--even-urgent", action="store_true", help="silence the author's urgent words too; they are counted and shown"
    )
    parser.add_argument("--hours", type=float, metavar="N", help="for how long")
    parser.add_argument("--by", metavar="PERSON", help="who decided it, by id")
    parser.add_argument("--reason", help="why")
