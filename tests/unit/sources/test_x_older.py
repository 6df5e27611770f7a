"""An hour begins at the newest posts; what an earlier one left unread is read behind them, with what is left."""

from datetime import timedelta

from chalicelib.adapters.sources.x.older import MOST, at_the_top, newest_rest
from chalicelib.domain.heard.source import Cursor
from tests.builders import NOON
from tests.unit.sources.x_answers import a_page, a_post, known, read, x_saying, x_source

HOUR = timedelta(hours=1)
RICH = 10_000_000
EMPTY = a_page()


def in_the_middle(since: int = 0) -> Cursor:
    """A search that has read down to post 40 of those above `since`."""
    with x_saying(a_page(a_post(50), a_post(40), token="p2")) as x:
        started = known(**{"search 0/since": f"{since} {NOON.isoformat()}"} if since else {})
        return read(x_source(x), started, budget=RICH).cursor


def test_within_its_hour_a_pass_goes_on_where_it_was() -> None:
    with x_saying(a_page(a_post(30))) as x:
        read(x_source(x), in_the_middle(), when=NOON + timedelta(minutes=59), budget=RICH)

    assert x.asked[0].params["until_id"] == "40"


def test_without_a_budget_a_pass_goes_on_whatever_the_hour() -> None:
    with x_saying(a_page(a_post(30))) as x:
        read(x_source(x), in_the_middle(), when=NOON + HOUR)

    assert x.asked[0].params["until_id"] == "40"


def test_what_was_left_last_is_read_first_and_each_is_asked_for_once() -> None:
    pages = [a_page(a_post(70), a_post(60), token="p"), EMPTY, a_page(a_post(55)), EMPTY, a_page(a_post(30)), EMPTY]
    with x_saying(*pages) as x:
        cursor = read(x_source(x), in_the_middle(20), when=NOON + HOUR, budget=RICH).cursor
        for _ in range(5):
            cursor = read(x_source(x), cursor, when=NOON + 2 * HOUR, budget=RICH).cursor

    spans = [(asked.params.get("since_id"), asked.params.get("until_id")) for asked in x.asked]
    assert spans == [("50", None), ("70", None), ("50", "60"), ("70", None), ("20", "40"), ("70", None)]
    assert newest_rest(cursor) is None


def test_what_was_left_is_not_read_with_the_money_that_news_need() -> None:
    with x_saying(EMPTY, EMPTY) as x:
        news = read(x_source(x), in_the_middle(), when=NOON + HOUR, budget=19 * 15_000)
        rest = read(x_source(x), news.cursor, when=NOON + HOUR, budget=19 * 15_000)

    assert (news.more, rest.more, rest.faults, len(x.asked)) == (True, False, (), 1)
    assert newest_rest(rest.cursor) is not None


def test_what_was_left_for_over_a_week_is_a_gap_and_forgotten() -> None:
    with x_saying(EMPTY, EMPTY) as x:
        news = read(x_source(x), in_the_middle(), when=NOON + 9 * 24 * HOUR, budget=RICH)
        rest = read(x_source(x), news.cursor, when=NOON + 9 * 24 * HOUR, budget=RICH)

    assert rest.gap is not None
    assert newest_rest(rest.cursor) is None


def test_so_many_windows_are_remembered_and_no_pass_is_given_up_for_more() -> None:
    cursor = in_the_middle()
    for hour in range(1, MOST + 5):
        cursor = at_the_top(cursor, NOON + hour * HOUR) | {"search 0/until": f"40 {NOON.isoformat()}"}

    assert newest_rest(cursor) == (f"older {MOST} search 0", "search 0")
    assert "search 0/until" in at_the_top(cursor, NOON + (MOST + 9) * HOUR)
