"""Which posts are public answers of ours, and which earn credit."""

from datetime import time
from typing import Any

import pytest

from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.judged.ours import reply_in
from chalicelib.domain.rules.brand import Brand, CreditRule
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Hours, Period
from tests.builders import NOON, a_mention, a_person, policies_for

TAGGED = CreditRule(hashtag="AskWayfare")
MORNINGS = Hours(periods=tuple(Period(weekday=day, start=time(6), end=time(11)) for day in range(7)))


def rules(*, credit: CreditRule = TAGGED, **ana: Any) -> Policies:
    return policies_for(
        brand=Brand(name="Wayfare", handles={Network.X: ("wayfare",)}, credit=credit),
        people={"ana": a_person("ana", **{"handles": {Network.X: "ana_wayfare"}, **ana})},
    )


def a_post(by: str, text: str = "On it #AskWayfare", **changes: Any) -> Mention:
    """An answer to the customer with id 900."""
    answer = {"thread": "1", "in_reply_to": "1", "reply_to_author": "900", **changes}
    return a_mention("2", text=text, author=Author(id=f"id-{by}", handle=by), **answer)


def test_the_brands_answer_is_nobodys_credit() -> None:
    reply = reply_in(a_post("Wayfare"), rules())

    assert reply is not None
    assert (reply.key, reply.thread, reply.to_author, reply.person) == ("x:2", "1", "900", None)
    assert (reply.at, reply.earns_credit) == (NOON, False)


def test_a_staff_answer_with_the_hashtag_earns_credit() -> None:
    reply = reply_in(a_post("ana_wayfare"), rules())

    assert reply is not None
    assert (reply.person, reply.earns_credit) == ("ana", True)


@pytest.mark.parametrize(
    ("text", "earns"),
    [
        ("On it #askwayfare", True),
        ("#AskWayfare, on it", True),
        ("On it", False),
        ("On it AskWayfare", False),
        ("On it #AskWayfareNever", False),
    ],
)
def test_the_hashtag_counts_whole_and_in_any_case(text: str, earns: bool) -> None:
    reply = reply_in(a_post("ana_wayfare", text), rules())

    assert reply is not None
    assert reply.earns_credit is earns


def test_without_a_hashtag_in_the_rules_every_staff_answer_earns_credit() -> None:
    reply = reply_in(a_post("ana_wayfare", "On it"), rules(credit=CreditRule()))

    assert reply is not None
    assert reply.earns_credit


@pytest.mark.parametrize(("off_shift", "earns"), [(True, True), (False, False)])
def test_answers_off_shift_count_where_the_rules_say_so(off_shift: bool, earns: bool) -> None:
    credit = CreditRule(hashtag="AskWayfare", off_shift=off_shift)
    reply = reply_in(a_post("ana_wayfare"), rules(credit=credit, hours=MORNINGS))

    assert reply is not None
    assert reply.earns_credit is earns


def test_somebody_who_opted_out_answers_without_credit() -> None:
    shy = a_person("ana", handles={Network.X: "ana_wayfare"}, credit=False)
    reply = reply_in(a_post("ana_wayfare"), policies_for(people={"ana": shy}))

    assert reply is not None
    assert (reply.person, reply.earns_credit) == ("ana", False)


@pytest.mark.parametrize(
    "post",
    [
        pytest.param(a_post("stranger"), id="a stranger with the hashtag"),
        pytest.param(a_post("wayfare", in_reply_to=None, reply_to_author=None), id="a post of our own"),
        pytest.param(a_post("wayfare", reply_to_author="id-wayfare"), id="the next part of our own thread"),
        pytest.param(a_post("ana_wayfare", network=Network.MASTODON), id="the same handle elsewhere"),
    ],
)
def test_what_is_not_an_answer_of_ours(post: Mention) -> None:
    assert reply_in(post, rules()) is None
