"""What is searched for on X."""

import pytest

from chalicelib.adapters.sources.x.queries import LONGEST, posts_by, searches
from chalicelib.domain.errors import SourceError


def test_one_search_hears_the_public_the_brand_and_its_staff() -> None:
    [query] = searches(["wayfare"], ["ana"])

    assert query == "(@wayfare OR to:wayfare OR from:wayfare OR from:ana)"


def test_reposts_are_heard_unless_the_brand_saves_their_price() -> None:
    assert searches(["wayfare"], reposts=False) == ("(@wayfare OR to:wayfare OR from:wayfare) -is:retweet",)


def test_a_brand_may_say_in_its_own_words_what_is_about_it() -> None:
    [query] = searches(["wayfare"], about='"wayfare airlines" -jobs')

    assert query == '(("wayfare airlines" -jobs) OR from:wayfare)'


def test_staff_who_do_not_fit_into_512_characters_are_heard_by_further_searches() -> None:
    staff = [f"agent_{number:03d}" for number in range(100)]

    queries = searches(["wayfare"], staff, reposts=False)

    assert len(queries) > 1
    assert all(len(query) <= LONGEST and query.endswith(" -is:retweet") for query in queries)
    assert all(sum(f"from:{one}" in query for query in queries) == 1 for one in staff)


def test_somebody_who_is_brand_and_staff_is_searched_for_once() -> None:
    assert searches(["wayfare"], ["wayfare"]) == ("(@wayfare OR to:wayfare OR from:wayfare)",)


def test_without_staff_there_is_nothing_to_search_beside_the_timelines() -> None:
    assert posts_by([]) == ()


@pytest.mark.parametrize("handle", ["ana OR from:rival", "", "@", "ana)", "sixteen_letters_"])
def test_a_handle_cannot_smuggle_operators_into_a_search(handle: str) -> None:
    with pytest.raises(SourceError, match="is not a handle"):
        searches([handle])


def test_words_of_the_brand_that_are_too_long_for_x_are_refused_before_x_refuses_them() -> None:
    with pytest.raises(SourceError, match="a query may be 512 characters long"):
        searches(["wayfare"], about="w" * 600)
