"""One author who writes without end: left out of the day's searches, and told."""

from datetime import timedelta

import pytest

from chalicelib.adapters.sources.x.crowding import MOST, counted, without_crowders
from chalicelib.adapters.sources.x.queries import LONGEST
from chalicelib.domain.heard.source import Fault
from tests.builders import NOON
from tests.unit.sources.x_answers import ANA, BEN, WAYFARE, a_page, a_post, known, read, x_saying, x_source

SEARCH = "(@wayfare OR to:wayfare OR from:wayfare)"


@pytest.mark.parametrize(("posts", "left_out"), [(MOST - 1, ""), (MOST, f" -from:{ANA}")])
def test_who_wrote_too_much_today_is_asked_for_no_more(posts: int, left_out: str) -> None:
    page = a_page(*(a_post(number) for number in range(1, posts + 1)), a_post(900, by=BEN))
    with x_saying(page, a_page(), a_page()) as x:
        first = read(x_source(x), known())
        second = read(x_source(x), first.cursor)
        read(x_source(x), second.cursor, when=NOON + timedelta(days=1))

    assert len(first.mentions) == posts + 1
    assert [asked.params["query"] for asked in x.asked] == [SEARCH, SEARCH + left_out, SEARCH]
    told = Fault(where=f"author {ANA}", reason="wrote 50 posts today; the day's searches leave out the others")
    assert first.faults == ((told,) if left_out else ())
    assert second.faults == ()


@pytest.mark.parametrize("author", [WAYFARE, BEN], ids=["brand", "staff"])
def test_the_brand_and_its_staff_may_write_as_much_as_they_want(author: str) -> None:
    page = a_page(*(a_post(number, by=author) for number in range(1, MOST + 10)))
    with x_saying(page, a_page()) as x:
        first = read(x_source(x, staff=("@Ben",)), known())
        read(x_source(x, staff=("@Ben",)), first.cursor)

    assert "-from:" not in x.asked[1].params["query"]


def test_posts_are_counted_over_the_pages_of_a_day() -> None:
    with x_saying(a_page(*map(a_post, range(1, 31))), a_page(*map(a_post, range(31, 61))), a_page()) as x:
        first = read(x_source(x), known())
        second = read(x_source(x), first.cursor)
        read(x_source(x), second.cursor)

    assert [f" -from:{ANA}" in asked.params["query"] for asked in x.asked] == [False, False, True]


def test_a_page_token_of_yesterdays_query_is_not_used() -> None:
    empty = {"meta": {"result_count": 0, "next_token": "of-yesterday"}}
    with x_saying(a_page(a_post(7)), empty, a_page()) as x:
        cursor = read(x_source(x), known()).cursor
        cursor = read(x_source(x), cursor).cursor
        read(x_source(x), cursor)
        read(x_source(x), cursor, when=NOON + timedelta(days=1))

    assert [asked.params.get("next_token") for asked in x.asked] == [None, None, "of-yesterday", None]


def test_a_query_leaves_out_as_many_as_fit_those_who_wrote_most_first() -> None:
    cursor = {"wrote": f"{NOON:%Y-%m-%d} " + " ".join(f"{10**18 + n}:{200 - n}" for n in range(100))}
    query = without_crowders(SEARCH, cursor, at=NOON)

    assert LONGEST - 30 < len(query) <= LONGEST
    assert query.startswith(f"{SEARCH} -from:{10**18} -from:{10**18 + 1}")


def test_no_more_than_a_thousand_authors_are_remembered() -> None:
    cursor = {"wrote": f"{NOON:%Y-%m-%d} " + " ".join(f"{n}:{2 if n < 999 else 1}" for n in range(1_500))}
    kept = counted(cursor, (), at=NOON, known=frozenset())["wrote"].split()[1:]

    assert len(kept) == 1_000
    assert kept[-1] == "999:1"
