"""The body of POST /webhook/mentions: three forms, read strictly, with every fault named."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.sources.inbound import LARGEST, MOST, parse_mentions
from chalicelib.domain.errors import BadRequestError, EarshotError, TooLargeError, UnprocessableError
from chalicelib.domain.heard.mention import Author, Mention, Network
from tests.builders import NOON


def told(**changes: Any) -> dict[str, Any]:
    """The least that a sender must say."""
    return {"id": "c-17", "text": "My order never came", "author": {"handle": "ana"}, **changes}


def parsed(document: Any) -> tuple[Mention, ...]:
    """What is made of a JSON document."""
    read = parse_mentions(json.dumps(document).encode(), source="shop", at=NOON)
    assert read.faults == ()
    return read.mentions


def complaint(document: Any) -> str:
    """What the sender is told is wrong."""
    with pytest.raises(UnprocessableError) as raised:
        parsed(document)
    return str(raised.value)


def test_the_least_that_can_be_said_becomes_a_mention() -> None:
    assert parsed(told()) == (
        Mention(
            source="shop",
            network=Network.WEBHOOK,
            id="c-17",
            url="",
            text="My order never came",
            author=Author(id="ana", handle="ana"),
            posted_at=NOON,
            thread="c-17",
            thread_author="ana",
        ),
    )


def test_everything_that_can_be_said_is_kept() -> None:
    author = {"id": "u1", "handle": "@ana", "name": "Ana", "followers": 12, "verified": True}
    [mention] = parsed(
        told(
            author=author,
            url="https://shop.example/c/17",
            title="Order",
            posted_at="2026-05-04T13:30:00+02:00",
            thread="c-1",
            thread_author="u9",
            in_reply_to="c-16",
            reply_to_author="u8",
            language="es-MX",
        )
    )

    assert mention.author == Author(id="u1", handle="ana", name="Ana", followers=12, verified=True)
    assert mention.posted_at == datetime(2026, 5, 4, 11, 30, tzinfo=UTC)
    assert (mention.url, mention.title, mention.language) == ("https://shop.example/c/17", "Order", "es-MX")
    assert (mention.thread, mention.thread_author) == ("c-1", "u9")
    assert (mention.in_reply_to, mention.reply_to_author) == ("c-16", "u8")


def test_ids_count_within_their_sender() -> None:
    body = json.dumps(told(thread="t", in_reply_to="c-16")).encode()
    [mention] = parse_mentions(body, source="reviews", at=NOON, sender="reviews").mentions

    assert (mention.key, mention.formerly) == ("webhook:reviews#c-17", ("webhook:c-17",))
    assert (mention.thread, mention.in_reply_to) == ("reviews#t", "reviews#c-16")


def test_one_a_list_and_a_wrapped_list_are_the_same() -> None:
    assert parsed(told()) == parsed([told()]) == parsed({"mentions": [told()]})


def test_of_several_mentions_the_good_ones_are_kept_beside_the_faults_of_the_others() -> None:
    body = json.dumps([told(id="1"), told(id="2", posted_at="yesterday"), told(id="3")]).encode()
    read = parse_mentions(body, source="shop", at=NOON)

    assert [mention.id for mention in read.mentions] == ["1", "3"]
    assert read.faults == ("mentions[1].posted_at: Invalid RFC3339 encoded datetime",)


@pytest.mark.parametrize("nothing", ["", None])
def test_what_is_empty_or_null_counts_as_left_out(nothing: str | None) -> None:
    author = {"handle": "ana", "name": nothing, "id": nothing, "followers": nothing}
    left_out = dict.fromkeys(("url", "title", "posted_at", "language", "thread", "in_reply_to"), nothing)

    assert parsed(told(author=author, **left_out)) == parsed(told())
    assert complaint(told(text=nothing)) == "mention.text: is missing"


def test_an_address_is_identity_enough() -> None:
    [mention] = parsed({"url": "https://shop.example/c/17", "text": "Late", "author": {"handle": "ana"}})

    assert mention.id == mention.thread == "https://shop.example/c/17"


def test_all_faults_are_named_together_with_their_paths() -> None:
    document = {
        "mentions": [
            told(id=17),
            told(text=7, posted_at="yesterday", txet="x"),
            told(author={"handle": "a" * 201, "followers": -1, "email": "x"}),
            "rubbish",
            {"text": "Late", "author": {"handle": "ana"}},
        ]
    }

    assert complaint(document).split("\n") == [
        "mentions[0].id: Expected `str | null`, got `int`",
        "mentions[1].txet: there is no such field",
        "mentions[1].text: Expected `str`, got `int`",
        "mentions[1].posted_at: Invalid RFC3339 encoded datetime",
        "mentions[2].author.email: there is no such field",
        "mentions[2].author.handle: Expected `str` of length <= 200",
        "mentions[2].author.followers: Expected `int` >= 0",
        "mentions[3]: must be an object",
        "mentions[4].id: give an id or a url",
    ]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (told(posted_at="2026-05-04T12:00:00"), "mention.posted_at: Expected `datetime` with a timezone component"),
        (told(posted_at="2026-05-04T12:06:00Z"), "mention.posted_at: has not come yet"),
        (told(posted_at="0001-01-01T00:00:00+23:59"), "mention.posted_at: is before 1990"),
        (told(posted_at="9999-12-31T23:59:59-23:59"), "mention.posted_at: has not come yet"),
        (told(text=" \u0000\u202e "), "mention.text: says nothing"),
        (told(url="javascript:alert(1)"), "mention.url: "),
        (told(url="https://x.example/<script>"), "mention.url: "),
        (told(author="ana"), "mention.author: Expected `object`, got `str`"),
        (told(language="English, please"), "mention.language: "),
        ({"id": "1", "text": "Late"}, "mention.author: is missing"),
        ({"mentions": [told()], "brand": "x"}, "brand: there is no such field beside `mentions`"),
        ({"mentions": told()}, "mentions: must be a list"),
        ({"mentions": []}, "mentions: there is none"),
        ([], "mentions: there is none"),
        (None, "mention: must be an object"),
        (17, "mention: must be an object"),
    ],
)
def test_a_fault_says_where_it_is(document: Any, words: str) -> None:
    assert complaint(document).startswith(words)


@pytest.mark.parametrize("body", [b"", b"{", b"mentions=1", b"\xff\xfe", b'{"text": "\xff"}', b"[" * 100_000, b"1e999"])
def test_what_is_not_json_is_a_bad_request(body: bytes) -> None:
    with pytest.raises(BadRequestError):
        parse_mentions(body, source="shop", at=NOON)


def test_a_body_of_more_than_a_megabyte_is_not_even_parsed() -> None:
    with pytest.raises(TooLargeError, match="may be 1048576 bytes long, this one is 1048577"):
        parse_mentions(b"x" * (LARGEST + 1), source="shop", at=NOON)


def test_five_hundred_mentions_fit_and_one_more_does_not() -> None:
    assert len(parsed([told(id=str(number)) for number in range(MOST)])) == 500
    with pytest.raises(TooLargeError, match="may hold 500 mentions, this one holds 501"):
        parsed([told(id=str(number)) for number in range(MOST + 1)])


def test_a_clock_that_is_a_little_fast_is_forgiven() -> None:
    [mention] = parsed(told(posted_at=(NOON + timedelta(minutes=4)).isoformat()))

    assert mention.posted_at == NOON


def test_plain_text_is_taken_at_its_word() -> None:
    [mention] = parsed(told(text="2 < 3 &amp; <b>\x1b[0m"))

    assert mention.text == "2 < 3 &amp; <b>[0m"


json_documents = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["text", "author", "id", "mentions", "url"]), inner)
    ),
    max_leaves=20,
)


@given(json_documents)
def test_whatever_is_sent_is_read_or_refused_and_never_breaks_anything(document: Any) -> None:
    body = json.dumps(document).encode()
    try:
        mentions = parse_mentions(body, source="shop", at=NOON).mentions
    except EarshotError as error:
        assert error.http_status in (400, 413, 422)
    else:
        assert all(mention.text and mention.id for mention in mentions)
