"""What X charges, in millionths of a dollar, and how much of a page a budget still pays for."""

from collections.abc import Mapping, Sequence
from typing import Any

POST = 5_000
"""One post read: $0.005 (X's pay-per-use price list)."""

AUTHOR = 10_000
"""One account read, whether looked up or expanded beside a post: $0.010."""


def cost_of(posts: Sequence[object], includes: Mapping[str, Any]) -> int:
    """The price of one answer: each post, each expanded parent post and each expanded author once."""
    return (len(posts) + _count(includes, "tweets")) * POST + _count(includes, "users") * AUTHOR


def affordable(budget: int | None, *, at_most: int, parents: bool = False) -> int:
    """How many posts may be asked for so that even the dearest answer (all authors new) stays within `budget`."""
    if budget is None:
        return at_most
    dearest = (2 * POST if parents else POST) + AUTHOR
    return min(at_most, max(0, budget) // dearest)


def _count(includes: Mapping[str, Any], kind: str) -> int:
    found = includes.get(kind)
    return len(found) if isinstance(found, list) else 0
