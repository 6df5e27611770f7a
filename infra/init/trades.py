"""What a trade brings to a first folder: what customers are asked for, trouble of its machines, and posts."""

from pathlib import Path

import msgspec
from msgspec import Struct

from infra.flags.init import TRADES
from policyreader.documents import read_document

FOLDER = Path(__file__).parents[1] / "trades"
SHIPPED = Path(__file__).parents[2] / "policies"
AT_MOST = 20
"""Of the shipped examples so many are taken: about as many as a trade has of its own."""


class Trade(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of infra/trades/."""

    title: str
    number: str
    machines: tuple[str, ...] = ()
    examples: dict[str, tuple[str, ...]]


def trade(name: str) -> Trade:
    """The trade called `name`."""
    assert name in TRADES
    return msgspec.convert(read_document(FOLDER / f"{name}.yaml"), Trade)


def examples_of(found: Trade) -> dict[str, tuple[str, ...]]:
    """Examples of each department: the trade's own, and where it has none the airline's."""
    people = read_document(SHIPPED / "people.yaml")
    assert isinstance(people, dict)
    shipped = {name: tuple(each["examples"]) for name, each in people["departments"].items()}
    most = AT_MOST if found.examples else None
    return {name: posts[:most] for name, posts in shipped.items()} | found.examples
