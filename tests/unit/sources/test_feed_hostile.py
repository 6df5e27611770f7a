"""Feeds that attack: what is refused before a parser sees it, and what one bad entry costs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from feedparser import FeedParserDict

from chalicelib.adapters.sources.feed.mentions import Reading, read_mentions
from chalicelib.adapters.sources.feed.parse import Feed, parse
from chalicelib.adapters.sources.feed.pieces import LARGEST_SLOW, MOST, parse_whole
from chalicelib.domain.errors import SourceError
from chalicelib.domain.heard.source import Fault
from tests.builders import NOON
from tests.unit.sources.feeds import an_item, rss

FEED_URL = "https://blog.example/feed.xml"


def read(body: bytes) -> Reading:
    """What a document says."""
    return read_mentions(parse(body), source="blog", feed_url=FEED_URL, at=NOON)


@pytest.mark.parametrize(
    "inside",
    [
        "<title>&lt;![foo[</title>",
        "<title>&#99999999999;</title>",
        "<title>x</title><link>" + "https://www.google.com/url?url=" * 1_000 + "http://x/</link>",
        "<title>x</title><link>http://[::1</link>",
        "<title>x</title><pubDate>0001-01-01T00:00:00Z</pubDate>",
    ],
    ids=["a marked section", "no character", "detours within detours", "no address", "year one"],
)
def test_what_once_stopped_the_collector_costs_no_neighbour(inside: str) -> None:
    body = rss(f"<item>{inside}</item>", an_item(1, "They lost my bag"))

    assert "They lost my bag" in [mention.title for _, mention in read(body).each]


QUOTED = 'To stop a reader write <!ENTITY a "ha"><!ENTITY b "&a;&a;"> before the root'


@pytest.mark.parametrize(
    "before_root", ["", "<!DOCTYPE rss>", "<!DOCTYPE rss [", '<!DOCTYPE rss "'], ids=["none", "whole", "open", "quote"]
)
def test_an_article_that_quotes_an_attack_is_none(before_root: str) -> None:
    body = rss(an_item(1, "Wayfare"), an_item(2, QUOTED)).replace(b"<rss", f"{before_root}<rss".encode(), 1)

    assert "Wayfare" in [entry["title"] for entry in parse(body).entries]


def test_what_stands_before_the_root_and_in_its_tag_is_bounded() -> None:
    with pytest.raises(SourceError, match="bytes stand before its root"):
        parse(rss(an_item(1)).replace(b"<rss", b"<!-- long -->" * 6_000 + b"<rss", 1))
    with pytest.raises(SourceError, match="the tag of its root is longer"):
        parse(rss(an_item(1)).replace(b"<rss", b"<rss " + b'a="1" ' * 3_000, 1))


BROKEN_ITEM = "<item><title>&lt;![foo[</title><description>{}</description></item>"


@pytest.mark.parametrize("items", [("x", BROKEN_ITEM), (BROKEN_ITEM, "x"), ("x", BROKEN_ITEM, BROKEN_ITEM, "x")])
def test_an_entry_that_breaks_the_parser_is_a_fault_and_its_neighbours_are_kept(items: tuple[str, ...]) -> None:
    def parse_or_trip(body: bytes) -> FeedParserDict:
        if b"![foo[" in body:
            raise AssertionError("unknown status keyword")
        return FeedParserDict(entries=[{"n": number} for number in range(body.count(b"<title>x"))], feed={})

    body = "".join(f"<item><title>{item}</title></item>" if item == "x" else item for item in items)
    parsed = parse_whole(b"<rss>" + body.encode() + b"</rss>", parse_or_trip)

    assert len(parsed.entries) == items.count("x")
    assert [fault.where for fault in parsed.faults] == [
        f"entries[{number}]" for number, item in enumerate(items) if item != "x"
    ]


def test_where_nothing_of_a_feed_can_be_parsed_the_failure_is_raised() -> None:
    def trip(body: bytes) -> FeedParserDict:
        raise AssertionError

    with pytest.raises(AssertionError):
        parse_whole(b"<rss><item></item></rss>", trip)


def test_where_parsing_takes_too_long_the_large_entries_are_left_out() -> None:
    large = b"<item><category>a</category>" + b" " * LARGEST_SLOW + b"</item>"
    asked: list[bytes] = []

    def parse_what_is_small(body: bytes) -> FeedParserDict:
        asked.append(body)
        if len(body) > LARGEST_SLOW:
            raise TimeoutError
        return FeedParserDict(entries=[{}] * body.count(b"<item>"), feed={})

    parsed = parse_whole(b"<rss><item></item>" + large + b"<item></item></rss>", parse_what_is_small)

    assert len(parsed.entries) == 2
    assert parsed.faults == (Fault(where="entries[1]", reason="takes too long to read"),)


def test_an_entry_that_cannot_be_read_in_time_is_a_fault_and_its_neighbours_are_kept() -> None:
    turns = iter([False, True, False])

    @contextmanager
    def bounded(seconds: float) -> Iterator[None]:
        yield
        if next(turns):
            raise TimeoutError

    feed = parse(rss(an_item(1, "a"), an_item(2, "b"), an_item(3, "c")))
    reading = read_mentions(
        Feed(title="", entries=(feed.entries[0], {"title": _Odd()}, feed.entries[2]), faults=()),
        source="blog",
        feed_url=FEED_URL,
        at=NOON,
    )
    late = read_mentions(feed, source="blog", feed_url=FEED_URL, at=NOON, bounded=bounded)

    assert [mention.title for _, mention in reading.each] == ["a", "c"]
    assert [fault.reason for fault in reading.faults] == ["cannot be read (LookupError)"]
    assert [fault.reason for fault in late.faults] == ["takes too long to read"]
    assert [mention.title for _, mention in late.each] == ["a", "c"]


class _Odd(str):
    """A title over which reading trips."""

    __slots__ = ()

    def __getitem__(self, _: object) -> str:
        raise LookupError


def test_of_ten_thousand_entries_the_rest_is_not_looked_at() -> None:
    feed = parse(rss(*["<item><title>x</title></item>"] * (MOST + 3)))
    as_json = parse(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{}] * (MOST + 3)}).encode())

    for found in (feed, as_json):
        assert len(found.entries) == MOST
        assert [fault.reason for fault in found.faults] == [
            "it holds 10003 entries; only the first 10000 are looked at"
        ]


def test_an_address_that_no_queue_would_take_is_none() -> None:
    [mention] = [each for _, each in read(rss(an_item(1, link="https://blog.example/" + "a" * 2_048, guid="1"))).each]

    assert mention.url == ""
