"""A series: what one author says in several posts of one thread, each marked "(2/5)", is one text."""

import re
from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.heard.mention import Mention

WITHIN = timedelta(minutes=15)
"""How soon one part follows the last; later it is another word about the same."""

MOST_PARTS = 25

_MARK = re.compile(r"^\s*\(?(\d{1,2})\s?/\s?(\d{1,2})\)?(?=\s)|(?<!\S)\(?(\d{1,2})\s?/\s?(\d{1,2})\)?\s*$")


class Part(Struct, frozen=True):
    """Which of how many."""

    number: int
    of: int


def part_of(text: str) -> Part | None:
    """Which part of a series a post says that it is, at its begin or end; None where it says nothing of the kind."""
    found = _MARK.search(text)
    if found is None:
        return None
    number, of = (int(digits) for digits in found.groups() if digits)
    return Part(number, of) if 1 <= number <= of and 2 <= of <= MOST_PARTS else None


def is_next(before: Mention, mention: Mention) -> bool:
    """Whether `mention` goes on with the series of `before`, which it answers."""
    earlier, later = part_of(before.text), part_of(mention.text)
    if earlier is None or later is None or before.author.id != mention.author.id:
        return False
    is_soon = timedelta() <= mention.posted_at - before.posted_at <= WITHIN
    return is_soon and earlier.of == later.of and earlier.number < later.number


def joined(parts: Sequence[Mention]) -> Mention:
    """The last part with the words of all of them, in their order; `parts` is never empty."""
    last = parts[-1]
    return last if len(parts) == 1 else replace(last, text="\n".join(part.text for part in parts))
