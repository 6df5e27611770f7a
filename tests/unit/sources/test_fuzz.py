"""Whatever strangers send, each reader gives mentions that can be stored, or an error of our own tree."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from chalicelib.adapters.sources.feed.mentions import read_mentions
from chalicelib.adapters.sources.feed.parse import parse
from chalicelib.adapters.sources.inbound import parse_mentions
from chalicelib.adapters.sources.x.answers import read_answer
from chalicelib.adapters.sources.x.posts import mentions
from chalicelib.domain.errors import EarshotError, SourceError
from chalicelib.domain.heard.mention import Mention
from tests.builders import NOON

FUZZ = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
URL = "https://blog.example/feed"
ODD = [
    *("<![foo[", "<!--", "-->", "]]>", "<![CDATA[", "&#99999999999;", "&#xd800;", "&lt;![foo[", "&amp;lt;p&amp;gt;"),
    *("http://[::1", "https://www.google.com/url?url=", "http://x:99999999/", "0001-01-01T00:00:00Z", "9" * 40),
    *(
        "<item>",
        "</item>",
        "<link/>",
        '<link href="',
        "<author>",
        "<guid>",
        "<script>",
        '<!ENTITY a "&b;">',
        "<!DOCTYPE",
    ),
    *("&nope;", "\x00", "\ud800", "\u202e"),
]
TEXT = some.lists(some.sampled_from(ODD) | some.text(max_size=8), max_size=6).map("".join)
FIELDS = ["title", "guid", "link", "pubDate", "description", "author", "dc:date", "content:encoded", "media:content"]
ITEM = some.lists(some.tuples(some.sampled_from(FIELDS), TEXT), max_size=6)
WIDE = some.integers(-(2**70), 2**70)
JSON = some.recursive(
    some.none() | some.booleans() | WIDE | some.floats() | TEXT,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def an_object(*names: str) -> some.SearchStrategy[dict[str, Any]]:
    """Some of these fields, each with anything in it."""
    return some.dictionaries(some.sampled_from(names), JSON, max_size=len(names))


POST = some.fixed_dictionaries(
    {
        "id": some.sampled_from(["1", "2", "٣"]) | JSON,
        "text": TEXT | JSON,
        "author_id": some.just("5") | JSON,
        "created_at": some.sampled_from(["2026-05-04T11:00:00Z", "0001-01-01T00:00:00+14:00"]) | JSON,
    },
    optional={
        "conversation_id": JSON,
        "referenced_tweets": some.lists(an_object("type", "id"), max_size=2) | JSON,
        "edit_history_tweet_ids": JSON,
        "note_tweet": an_object("text") | JSON,
        "public_metrics": an_object("like_count", "reply_count") | JSON,
    },
)
TOLD = some.fixed_dictionaries(
    {"text": TEXT, "author": an_object("handle", "name", "id") | some.just({"handle": "ana"})},
    optional={
        "id": TEXT | JSON,
        "url": some.sampled_from(["https://blog.example/1", "http://[::1"]) | JSON,
        "posted_at": some.sampled_from(["2026-05-04T11:00:00Z", "9999-12-31T23:59:59-14:00"]) | JSON,
        "thread": TEXT,
        "language": TEXT,
    },
)
ANSWER = some.fixed_dictionaries(
    {},
    optional={
        "data": some.lists(POST, max_size=3) | JSON,
        "includes": an_object("users", "tweets") | JSON,
        "meta": an_object("newest_id", "oldest_id", "next_token") | JSON,
        "errors": JSON,
    },
)


def storable(found: Sequence[Mention]) -> None:
    """Each is what a queue and a table take: text, and of a bounded length."""
    for mention in found:
        assert len(msgspec.json.encode(mention)) < 200_000
        assert mention.id
        assert mention.posted_at.utcoffset() is not None


def read_feed(body: bytes) -> None:
    try:
        feed = parse(body, content_type="text/xml; charset=utf-8", base=URL)
    except SourceError:
        return
    reading = read_mentions(feed, source="blog", feed_url=URL, at=NOON)
    storable([mention for _, mention in reading.each])


@FUZZ
@given(some.lists(ITEM, max_size=3), TEXT, some.sampled_from(["", "]", "</channel></rss>"]))
def test_any_feed_of_xml(items: list[list[tuple[str, str]]], head: str, tail: str) -> None:
    inside = "".join(
        "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in item) + "</item>" for item in items
    )
    read_feed(f'<?xml version="1.0"?>{head}<rss version="2.0"><channel>{inside}{tail}'.encode(errors="surrogatepass"))


@FUZZ
@given(some.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    read_feed(body)
    read_feed(b'<rss version="2.0"><channel><item><title>' + body + b"</title></item></channel></rss>")


@FUZZ
@given(some.lists(an_object("id", "url", "title", "content_html", "date_published", "authors") | JSON, max_size=3))
def test_any_json_feed(items: list[object]) -> None:
    read_feed(escaped({"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": items}))


@FUZZ
@given(ANSWER)
def test_any_answer_of_x(body: dict[str, Any]) -> None:
    try:
        answer = read_answer(body, where="search 0", at=NOON)
    except SourceError:
        return
    storable(mentions("x", answer.posts, answer.includes, own=frozenset({"5"})))


@FUZZ
@given(
    an_object("text", "author", "id", "url", "posted_at", "thread", "language") | some.lists(JSON, max_size=3) | JSON
)
def test_any_webhook(document: object) -> None:
    try:
        told = parse_mentions(escaped(document), source="tool", at=NOON)
    except EarshotError:
        return
    storable(told.mentions)


def escaped(document: object) -> bytes:
    """As programs write it that escape whatever is not ASCII, half characters too."""
    return json.dumps(document).encode()
