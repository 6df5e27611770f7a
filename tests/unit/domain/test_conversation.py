"""Which posts are one situation, and which answers speak to it."""

from typing import Any

import pytest

from chalicelib.domain.heard.conversation import answered_conversations, conversation, speaking_to
from chalicelib.domain.heard.mention import Mention, Network
from tests.builders import a_mention, a_reply, an_author


def a_post(**changes: Any) -> Mention:
    """Customer 900 writes in thread 1, which customer 800 began."""
    return a_mention("2", **{"thread": "1", "thread_author": "800", "thread_by_brand": False, **changes})


@pytest.mark.parametrize(
    "title", ["Wayfare jet turns back with smoke in cabin", "WAYFARE jet turns back: with smoke in cabin - The Courier"]
)
def test_an_article_is_one_situation_under_one_headline(title: str) -> None:
    first = a_mention("7", network=Network.FEED, title="Wayfare jet turns back with smoke in cabin | Morning Post")

    assert conversation(a_mention("8", network=Network.FEED, title=title)) == conversation(first)


@pytest.mark.parametrize("title", ["", "Wayfare news", "Wayfare jet lands safely again today"])
def test_another_headline_or_one_too_short_to_tell_is_another_article(title: str) -> None:
    first = a_mention("7", network=Network.FEED, title="Wayfare news")

    assert conversation(a_mention("8", network=Network.FEED, title=title)) != conversation(first)


@pytest.mark.parametrize(
    ("post", "where"),
    [
        pytest.param(a_mention("1"), "x:1", id="the post that begins a thread"),
        pytest.param(a_post(), "x:1", id="in somebody else's thread"),
        pytest.param(a_post(thread_author="900", thread_by_brand=None), "x:1", id="in the author's own thread"),
        pytest.param(a_post(thread_author="1", thread_by_brand=True), "x:1:900", id="under the brand's post"),
        pytest.param(a_post(thread_author=None, thread_by_brand=None), "x:1:900", id="where nobody knows"),
    ],
)
def test_a_thread_is_one_situation_unless_the_brand_began_it(post: Mention, where: str) -> None:
    assert conversation(post) == where


def test_two_customers_under_the_brands_post_are_two_situations() -> None:
    carlas = a_post(thread_by_brand=True)
    doras = a_post(thread_by_brand=True, author=an_author("901"))

    assert conversation(carlas) != conversation(doras)


def test_an_answer_speaks_to_its_thread_and_to_the_customer_replied_to() -> None:
    assert answered_conversations(a_reply(thread="1", to_author="900")) == ("x:1", "x:1:900")
    assert answered_conversations(a_reply(thread="1", to_author=None)) == ("x:1",)


def test_an_answer_to_one_customer_is_none_to_another() -> None:
    under_ours = conversation(a_post(thread_by_brand=True))
    to_her, to_another, elsewhere = a_reply(to_author="900"), a_reply(to_author="901"), a_reply(thread="7")

    assert speaking_to(under_ours, [to_another, to_her, elsewhere]) == (to_her,)
