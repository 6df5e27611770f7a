"""X page by page: what is asked for, where the cursor stands afterwards, what it cost and what is missing."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.source import Batch, Cursor, Fault, Gap
from tests.builders import NOON
from tests.unit.sources.loopback import Asked, Said, answering, as_json
from tests.unit.sources.x_answers import (
    PEOPLE,
    WAYFARE,
    a_page,
    a_post,
    a_reply,
    at,
    known,
    read,
    x_saying,
    x_source,
)

DAY = timedelta(days=1)


def ids(batch: Batch) -> list[str]:
    """Which posts the batch holds."""
    return [mention.id for mention in batch.mentions]


def test_the_brands_account_is_looked_up_once_and_kept_in_the_cursor() -> None:
    with x_saying(a_page(a_post(7))) as x:
        first = read(x_source(x), {})
        second = read(x_source(x), first.cursor)

    assert (first.mentions, first.more, first.cost) == ((), True, 10_000)
    assert first.cursor == known()
    assert ids(second) == ["7"]
    assert [asked.path for asked in x.asked] == ["/2/users/by/username/wayfare", "/2/tweets/search/recent"]


def test_the_first_search_looks_back_as_far_as_x_can_see() -> None:
    with x_saying(a_page(a_post(7))) as x:
        read(x_source(x), known())

    assert x.asked[0].params["start_time"] == "2026-04-27T12:05:00Z"
    assert "since_id" not in x.asked[0].params


def test_the_next_search_asks_only_for_what_is_newer() -> None:
    with x_saying(a_page(a_post(7), a_post(9)), a_page(a_post(12))) as x:
        first = read(x_source(x), known())
        second = read(x_source(x), first.cursor)

    assert x.asked[1].params["since_id"] == "9"
    assert "start_time" not in x.asked[1].params
    assert (ids(first), ids(second)) == (["7", "9"], ["12"])


def test_no_news_leaves_the_bookmark_where_it_was() -> None:
    with x_saying(a_page(a_post(9)), a_page()) as x:
        first = read(x_source(x), known())
        second = read(x_source(x), first.cursor)
        read(x_source(x), second.cursor)

    assert (second.mentions, second.more, second.cost) == ((), False, 0)
    assert x.asked[2].params["since_id"] == "9"


def test_while_paging_the_bookmark_stays_and_then_jumps_to_the_newest_of_the_first_page() -> None:
    pages = a_page(a_post(50), a_post(40), token="p2"), a_page(a_post(30), a_post(20), token="p3"), a_page(a_post(10))
    with x_saying(a_page(a_post(5)), *pages, a_page()) as x:
        batches = [read(x_source(x), known())]
        for _ in range(4):
            batches.append(read(x_source(x), batches[-1].cursor))

    assert [ids(batch) for batch in batches] == [["5"], ["40", "50"], ["20", "30"], ["10"], []]
    assert [batch.more for batch in batches] == [False, True, True, False, False]
    assert [asked.params.get("since_id") for asked in x.asked] == [None, "5", "5", "5", "50"]
    assert [asked.params.get("until_id") for asked in x.asked] == [None, None, "40", "20", None]


def test_a_crash_between_two_pages_loses_nothing_and_needs_no_page_token() -> None:
    pages = a_page(a_post(50), a_post(40), token="expires"), a_page(a_post(30))
    with x_saying(*pages) as x:
        first = read(x_source(x), known())
        again = read(x_source(x), first.cursor, when=NOON + timedelta(hours=3))

    assert ids(again) == ["30"]
    assert x.asked[1].params["until_id"] == "40"
    assert "next_token" not in x.asked[1].params


def test_an_empty_page_in_the_middle_is_passed_by_its_token() -> None:
    with x_saying(
        a_page(a_post(50), token="p2"), {"meta": {"result_count": 0, "next_token": "p3"}}, a_page(a_post(30))
    ) as x:
        first = read(x_source(x), known())
        second = read(x_source(x), first.cursor)
        third = read(x_source(x), second.cursor)

    assert [ids(batch) for batch in (first, second, third)] == [["50"], [], ["30"]]
    assert second.more
    assert x.asked[2].params["next_token"] == "p3"


def test_a_page_that_comes_again_is_not_read_for_ever() -> None:
    with x_saying(a_page(a_post(50), a_post(40), token="p2")) as x:
        first = read(x_source(x), known())
        with pytest.raises(SourceUnavailableError, match="repeats the page before"):
            read(x_source(x), first.cursor)


def test_an_unreadable_newest_post_does_not_hold_the_bookmark_back() -> None:
    with x_saying(a_page(a_post(9), a_post(12, created_at="soon")), a_page()) as x:
        first = read(x_source(x), known())
        read(x_source(x), first.cursor)

    assert ids(first) == ["9"]
    assert [fault.where for fault in first.faults] == ["search 0[0]"]
    assert x.asked[1].params["since_id"] == "12"


def test_a_brand_that_was_quiet_for_a_week_is_searched_by_time_and_misses_nothing() -> None:
    with x_saying(a_page(a_post(9)), a_page(), a_page(a_post(9), a_post(900_000))) as x:
        first = read(x_source(x), known())
        quiet = read(x_source(x), first.cursor, when=NOON + 8 * DAY)
        batch = read(x_source(x), quiet.cursor, when=NOON + 9 * DAY)

    assert "since_id" not in x.asked[2].params
    assert x.asked[2].params["start_time"] == "2026-05-12T11:55:00Z"
    assert ids(batch) == ["900000"]
    assert batch.gap is None


def test_a_search_that_nobody_made_for_over_a_week_says_what_it_cannot_know() -> None:
    with x_saying(a_page(a_post(9)), a_page(a_post(900_000))) as x:
        first = read(x_source(x), known())
        late = read(x_source(x), first.cursor, when=NOON + 10 * DAY)

    assert ids(late) == ["900000"]
    assert late.gap == Gap(
        since="2026-05-04T12:00:00+00:00",
        until="2026-05-07T12:05:00+00:00",
        reason="X searches only the last 7 days",
    )


def test_pages_left_unread_for_over_a_week_are_a_gap_and_the_source_goes_on() -> None:
    with x_saying(a_page(a_post(50), a_post(40), token="p2"), a_page(a_post(900_000))) as x:
        first = read(x_source(x), known())
        late = read(x_source(x), first.cursor, when=NOON + 10 * DAY)
        on = read(x_source(x), late.cursor, when=NOON + 10 * DAY)

    assert late.mentions == ()
    assert late.gap == Gap(
        since="the first reading", until=at(40).isoformat(), reason="X searches only the last 7 days"
    )
    assert (ids(on), len(x.asked)) == (["900000"], 2)


def test_each_post_and_each_new_author_is_paid_for() -> None:
    with x_saying(a_page(a_post(7), a_post(8), a_post(9, by=WAYFARE))) as x:
        batch = read(x_source(x), known())

    assert batch.cost == 3 * 5_000 + 2 * 10_000


def test_parents_are_paid_for_too_and_asked_for_only_where_the_policy_says_so() -> None:
    page = a_page(a_post(7))
    page["includes"]["tweets"] = [a_post(3)]
    with x_saying(page) as x:
        batch = read(x_source(x, parents="yes"), known())

    assert x.asked[0].params["expansions"] == "author_id,referenced_tweets.id"
    assert batch.cost == 2 * 5_000 + 10_000


def test_a_budget_makes_the_page_smaller() -> None:
    with x_saying(a_page(a_post(7))) as x:
        read(x_source(x), known(), budget=12 * 15_000)

    assert x.asked[0].params["max_results"] == "12"


def test_a_spent_budget_stops_the_paging_and_a_new_one_continues_it_without_loss() -> None:
    with x_saying(a_page(a_post(50), a_post(40), token="p2"), a_page(a_post(60)), a_page(a_post(30))) as x:
        first = read(x_source(x), known())
        poor = read(x_source(x), first.cursor, budget=9 * 15_000)
        tomorrow = read(x_source(x), poor.cursor, when=NOON + DAY, budget=1_000_000)
        rest = read(x_source(x), tomorrow.cursor, when=NOON + DAY, budget=1_000_000)

    assert poor == Batch(
        cursor=first.cursor, faults=(Fault(where="budget", reason="what may be spent now does not pay for a page"),)
    )
    assert (ids(tomorrow), tomorrow.more, ids(rest), rest.more) == (["60"], True, ["30"], False)
    assert [asked.params.get("since_id") for asked in x.asked] == [None, "50", None]
    assert [asked.params.get("until_id") for asked in x.asked] == [None, None, "40"]


def test_without_money_not_even_the_account_is_looked_up() -> None:
    with x_saying(a_page()) as x:
        batch = read(x_source(x), {}, budget=9_999)

    assert (x.asked, batch.more, batch.cursor) == ([], False, {})


def test_handles_beyond_the_first_search_have_their_turn_after_it() -> None:
    handles = tuple(f"agent_{number:03d}" for number in range(40))
    cursor = {f"account {handle}": str(number) for number, handle in enumerate(handles)}
    with x_saying(a_page(a_post(7)), a_page(a_post(8)), a_page()) as x:
        first = read(x_source(x, handles=handles), cursor)
        second = read(x_source(x, handles=handles), first.cursor)

    assert (ids(first), first.more, ids(second)) == (["7"], True, ["8"])
    assert "@agent_000" in x.asked[0].params["query"]
    assert x.asked[0].params["query"] != x.asked[1].params["query"]


def test_by_account_the_brands_own_posts_are_read_before_its_mentions() -> None:
    def answer(asked: Asked) -> Said:
        if asked.path == f"/2/users/{WAYFARE}/tweets":
            return as_json(a_page(a_post(8, "Sorry!", by=WAYFARE)))
        return as_json(a_page(a_post(7)) if asked.path == f"/2/users/{WAYFARE}/mentions" else {"data": PEOPLE[0]})

    with answering(answer) as x:
        source = x_source(x, mode="mentions")
        batches = [read(source, {})]
        for _ in range(2):
            batches.append(read(source, batches[-1].cursor))

    assert [ids(batch) for batch in batches] == [[], ["8"], ["7"]]
    assert [batch.more for batch in batches] == [True, True, False]
    assert x.asked[1].params["start_time"] == "2026-04-27T12:00:00Z"


def in_the_middle_of_mentions(*, read_so_far: int) -> Cursor:
    """A cursor that has read so many mentions newer than post 5, and goes on."""
    place = {"since": f"5 {at(5).isoformat()}", "started": NOON.isoformat(), "read": str(read_so_far)}
    return known(turn="1", **{f"mentions of wayfare/{name}": value for name, value in place.items()})


def test_more_mentions_than_x_gives_back_are_a_gap() -> None:
    old = known(
        **{"turn": "1", "mentions of wayfare/since": f"5 {at(5).isoformat()}", "mentions of wayfare/read": "740"}
    )
    with x_saying(a_page(*(a_post(number) for number in range(1000, 1060)))) as x:
        batch = read(x_source(x, mode="mentions"), old)

    assert len(batch.mentions) == 60
    assert batch.gap == Gap(since="5", until="1000", reason="X gives back only the newest 800")


def test_a_long_but_whole_list_of_mentions_is_no_gap() -> None:
    old = known(
        **{"turn": "1", "mentions of wayfare/since": f"5 {at(5).isoformat()}", "mentions of wayfare/read": "400"}
    )
    with x_saying(a_page(a_post(1000))) as x:
        assert read(x_source(x, mode="mentions"), old).gap is None


def test_by_account_a_brand_that_x_does_not_know_is_a_persons_mistake() -> None:
    nobody = as_json({"errors": [{"detail": "Could not find user with username: [wayfare]."}]})
    with answering(lambda _: nobody) as x, pytest.raises(SourceError, match="there is no account called @wayfare"):
        read(x_source(x, mode="mentions"), {})


def test_by_search_a_brand_without_an_account_is_listened_for_all_the_same() -> None:
    nobody = as_json({"errors": [{"detail": "Could not find user with username: [wayfare]."}]})
    page = as_json(a_page(a_post(7)))
    with answering(lambda asked: page if "search" in asked.path else nobody) as x:
        batch = read(x_source(x), read(x_source(x), {}).cursor)

    assert ids(batch) == ["7"]
    assert batch.mentions[0].thread_by_brand is None


def test_a_handle_that_x_does_not_know_leaves_no_doubt_about_the_others() -> None:
    known_by_x = known(**{"account wayfarehelp": "nobody"})
    with x_saying(a_page(a_post(7), a_reply(9, to=3, of=WAYFARE, thread=3))) as x:
        batch = read(x_source(x, handles=("wayfare", "wayfarehelp")), known_by_x)

    assert [mention.thread_by_brand for mention in batch.mentions] == [False, True]


def test_a_failed_fetch_changes_nothing_so_that_the_next_one_repeats_it() -> None:
    with x_saying(Said(status=503), a_page(a_post(7))) as x:
        with pytest.raises(SourceUnavailableError):
            read(x_source(x), known())
        batch = read(x_source(x), known())

    assert ids(batch) == ["7"]
    assert x.asked[0].params == x.asked[1].params
