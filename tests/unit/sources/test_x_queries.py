"""What is searched for on X."""

import pytest

from chalicelib.adapters.sources import make_source
from chalicelib.adapters.sources.x import XSource
from chalicelib.adapters.sources.x.queries import LONGEST, posts_with, searches
from chalicelib.domain.errors import SourceError
from chalicelib.domain.rules.brand import SourcePolicy


def test_one_search_hears_the_public_the_brand_and_its_staff() -> None:
    [query] = searches(["wayfare"], hashtag="AskWayfare")

    assert query == "(@wayfare OR to:wayfare OR from:wayfare OR #AskWayfare)"


def test_reposts_are_heard_unless_the_brand_saves_their_price() -> None:
    assert searches(["wayfare"], reposts=False) == ("(@wayfare OR to:wayfare OR from:wayfare) -is:retweet",)


def test_a_brand_may_say_in_its_own_words_what_is_about_it() -> None:
    [query] = searches(["wayfare"], about='"wayfare airlines" -jobs')

    assert query == '(("wayfare airlines" -jobs) OR from:wayfare)'


def test_handles_that_do_not_fit_into_512_characters_are_heard_by_further_searches() -> None:
    handles = [f"agent_{number:03d}" for number in range(100)]

    queries = searches(handles, reposts=False)

    assert len(queries) > 1
    assert all(len(query) <= LONGEST and query.endswith(" -is:retweet") for query in queries)
    assert all(sum(f"from:{one}" in query for query in queries) == 1 for one in handles)


@pytest.mark.parametrize("options", [{}, {"mode": "mentions"}, {"query": "wayfare"}])
def test_thousands_of_employees_are_heard_by_no_more_queries_than_nine(options: dict[str, str]) -> None:
    policy = SourcePolicy(name="x", kind="x", options=options)

    def queries(employees: int) -> tuple[str, ...]:
        staff = tuple(f"agent_{number:04d}" for number in range(employees))
        source = make_source(policy, handles=("wayfare",), staff=staff, secrets={}, hashtag="AskWayfare")
        assert isinstance(source, XSource)
        return source.searches

    assert queries(2_500) == queries(9)
    assert "#AskWayfare" in queries(9)[0]
    assert not any("agent" in query for query in queries(2_500))


def test_by_account_staff_are_heard_by_the_hashtag_alone_and_without_one_not_at_all() -> None:
    assert posts_with("#AskWayfare") == ("(#AskWayfare) -is:retweet",)
    assert posts_with("") == ()


def test_a_hashtag_cannot_smuggle_operators_into_a_search() -> None:
    with pytest.raises(SourceError, match="is not a hashtag"):
        posts_with("ask OR from:rival")


@pytest.mark.parametrize("handle", ["ana OR from:rival", "", "@", "ana)", "sixteen_letters_"])
def test_a_handle_cannot_smuggle_operators_into_a_search(handle: str) -> None:
    with pytest.raises(SourceError, match="is not a handle"):
        searches([handle])


def test_words_of_the_brand_that_are_too_long_for_x_are_refused_before_x_refuses_them() -> None:
    with pytest.raises(SourceError, match="a query may be 512 characters long"):
        searches(["wayfare"], about="w" * 600)
