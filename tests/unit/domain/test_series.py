"""Which posts are parts of one text."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.series import Part, is_next, joined, part_of
from tests.builders import NOON, a_mention, an_author


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("they lost my bag (1/3)", Part(1, 3)),
        ("and then 2/3", Part(2, 3)),
        ("3/3 so I am done", Part(3, 3)),
        ("(2 / 5) and the desk was closed", Part(2, 5)),
        ("open 24/7", None),
        ("half of it, 1/2, was wet", None),
        ("flight on 11/12/2026", None),
        ("1/1", None),
        ("nothing of the kind", None),
        ("part 1/99", None),
    ],
)
def test_a_part_says_which_of_how_many_at_its_begin_or_end(text: str, part: Part | None) -> None:
    assert part_of(text) == part


def a_part(number: int, **changes: Any) -> Mention:
    at = NOON + timedelta(minutes=number)
    return a_mention(str(number), **{"text": f"word {number} ({number}/3)", "posted_at": at, **changes})


@pytest.mark.parametrize(
    ("later", "follows"),
    [
        (a_part(2), True),
        (a_part(3), True),
        (a_part(2, author=an_author("901")), False),
        (a_part(2, text="word 2 (2/4)"), False),
        (a_part(2, text="word 1 (1/3)"), False),
        (a_part(2, text="no mark"), False),
        (a_part(2, posted_at=NOON + timedelta(minutes=17)), False),
    ],
)
def test_the_next_part_is_by_the_same_author_of_the_same_series_and_soon(later: Mention, *, follows: bool) -> None:
    assert is_next(a_part(1), later) is follows


def test_the_parts_are_read_in_their_order() -> None:
    assert joined([a_part(1), a_part(2)]).text == "word 1 (1/3)\nword 2 (2/3)"
    assert joined([a_part(1)]) == a_part(1)
