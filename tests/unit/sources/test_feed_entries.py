"""How a feed's entry becomes a mention, whatever it lacks and whatever it hides."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.sources.feed.identity import mark
from chalicelib.adapters.sources.feed.links import real_address
from chalicelib.adapters.sources.feed.mentions import read_mentions
from chalicelib.adapters.sources.feed.parse import parse
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.mention import Author, Mention, Network
from tests.builders import NOON
from tests.unit.sources.feeds import an_item, rss

SAMPLES = Path(__file__).parents[4] / "shared/samples/feeds"
FEED_URL = "https://blog.example/feed.xml"
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Google Alert - Wayfare</title><entry>
<id>tag:google.com,2013:googlealerts/feed:8974135267215335962</id>
<title type="html">&lt;b&gt;Wayfare&lt;/b&gt; lost a harp</title>
<link href="https://www.google.com/url?rct=j&amp;sa=t&amp;url=https://news.example/harp%3Fa%3D1%26b%3D2&amp;ct=ga"/>
<published>2026-05-04T11:53:37Z</published>
<content type="html">The &lt;b&gt;Wayfare&lt;/b&gt; harp is&amp;nbsp;...&lt;script&gt;alert(1)&lt;/script&gt;</content>
<author><name></name></author></entry></feed>"""


def mentions_in(body: bytes) -> list[Mention]:
    """The mentions that a document's entries become."""
    reading = read_mentions(parse(body), source="blog", feed_url=FEED_URL, at=NOON)
    return [mention for _, mention in reading.each]


def the_mention(title: str = "Wayfare lost my bag", **changes: str | None) -> Mention:
    """The mention that one item becomes."""
    [mention] = mentions_in(rss(an_item(7, title, **changes)))
    return mention


def test_an_item_becomes_a_mention() -> None:
    mention = the_mention()

    assert mention == Mention(
        source="blog",
        network=Network.FEED,
        id=f"https://blog.example/7@{mark('blog.example/feed.xml')}",
        url="https://blog.example/7",
        title="Wayfare lost my bag",
        text="It went to Oslo.",
        author=Author(id="blog.example", handle="blog.example", name="A travel blog"),
        posted_at=datetime(2026, 5, 4, 11, 7, tzinfo=UTC),
        thread=mention.id,
        thread_author="blog.example",
        known_as=mention.known_as,
        formerly=("feed:https://blog.example/7",),
    )


def test_a_google_alert_leads_to_the_article_and_not_through_google() -> None:
    [mention] = mentions_in(ATOM)

    assert mention.url == "https://news.example/harp?a=1&b=2"
    assert mention.author == Author(id="news.example", handle="news.example", name="news.example")
    assert mention.id.startswith("tag:google.com,2013:googlealerts/feed:8974135267215335962@")
    assert (mention.title, mention.text) == ("Wayfare lost a harp", "The Wayfare harp is ...")


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        " JaVaScRiPt:alert(1)",
        "http://[",
        "https://",
    ],
)
def test_a_link_that_is_not_an_address_of_the_web_is_dropped(link: str) -> None:
    assert real_address(link) == ""
    assert real_address(f"https://www.google.com/url?url={link}") == ""


def test_a_script_in_a_title_is_not_part_of_it() -> None:
    assert the_mention(title="Bag<script>alert('bag')</script> lost").title == "Bag lost"


@pytest.mark.parametrize("date", [None, "yesterday", "", "Mon, 99 Foo 20260 99:99:99", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_an_entry_without_a_sensible_date_counts_as_written_now(date: str | None) -> None:
    assert the_mention(pubDate=date).posted_at == NOON


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        ({"pubDate": "2026年5月3日 10:01"}, datetime(2026, 5, 3, 10, 1, tzinfo=UTC)),
        ({"pubDate": "1777813620"}, datetime(2026, 5, 3, 13, 7, tzinfo=UTC)),
        ({"pubDate": None, "dcterms:created": "2026-05-03T13:07:00Z"}, datetime(2026, 5, 3, 13, 7, tzinfo=UTC)),
        ({"pubDate": None, "dcterms:issued": "2026-05-03"}, datetime(2026, 5, 3, tzinfo=UTC)),
        ({"pubDate": None, "dc:date": "3 May 2026"}, datetime(2026, 5, 3, tzinfo=UTC)),
        ({"pubDate": "0001-01-01", "dc:date": "2026-05-03"}, datetime(2026, 5, 3, tzinfo=UTC)),
        ({"pubDate": "Mon, 01 Jan 0001 00:00:00 +0000"}, NOON),
        ({"pubDate": "Thu, 01 Jan 1970 00:00:00 GMT"}, NOON),
        ({"pubDate": "Tue, 05 May 2026 03:00:00 GMT"}, NOON),
    ],
)
def test_an_entry_was_written_when_the_first_date_of_it_says_that_can_be_believed(
    dates: dict[str, Any], written: datetime
) -> None:
    assert the_mention(**dates).posted_at == written


def test_an_entry_without_words_is_its_title() -> None:
    assert the_mention(description=None).text == "Wayfare lost my bag"


def test_an_endless_article_is_cut() -> None:
    endless = the_mention("bag " * 100_000, description="harp " * 100_000)

    assert (len(endless.title), len(endless.text)) == (500, 20_000)


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"garbage", b"\x00\xff\xfe", b"<html><body>404</body></html>", b'{"a": 1}'],
)
def test_what_is_not_a_feed_is_a_failure(body: bytes) -> None:
    with pytest.raises(SourceUnavailableError, match="not a feed"):
        parse(body)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parse(rss()).entries == ()


def test_malformed_xml_keeps_its_entries_and_is_not_rejected() -> None:
    body = rss(an_item(1), an_item(2)).replace(b"went to Oslo", b"went & stayed < in Oslo &nope;", 1)

    assert len(parse(body).entries) == 2
    assert parse(body).faults == ()


def test_white_space_before_the_declaration_is_forgiven() -> None:
    assert len(parse(b"\r\n  " + rss(an_item(1))).entries) == 1


def test_a_feed_in_utf_16_is_read() -> None:
    body = rss(an_item(1)).decode().replace("utf-8", "utf-16").encode("utf-16")

    assert [entry["title"] for entry in parse(body).entries] == ["Wayfare lost my bag"]
    assert parse(body).faults == ()


def test_of_a_feed_that_breaks_off_the_whole_entries_are_kept_and_the_half_one_is_not() -> None:
    whole = rss(an_item(1), an_item(2), an_item(3))
    feed = parse(whole[: whole.rindex(b"It went")])

    assert [entry["link"] for entry in feed.entries] == ["https://blog.example/1", "https://blog.example/2"]
    assert [fault.reason for fault in feed.faults] == ["it ends in the middle"]


def test_entities_that_multiply_are_refused_before_they_do() -> None:
    bomb = b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'

    with pytest.raises(SourceError, match="entities made of entities"):
        parse(bomb + rss(an_item(1, "&c;")))


def test_an_entity_that_is_a_character_is_harmless() -> None:
    body = rss(an_item(1, "Wayfare")).replace(b"<rss", b'<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss', 1)

    assert [entry["title"] for entry in parse(body).entries] == ["Wayfare"]


def test_an_entity_cannot_read_a_file() -> None:
    head = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = head + b"<rss><channel><item><guid>urn:1</guid><title>&f;</title></item></channel></rss>"

    assert "root:" not in str(parse(body).entries)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the recordings are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("AmazonWebServicesBlog.xml", 10),
        ("DuplicateContentAtomFeed.xml", 10),
        ("InvalidDateFormat.xml", 2),
        ("Permalinks.xml", 4),
        ("google_alerts_atom.xml", 20),
        ("youtube_atom.xml", 15),
    ],
)
def test_every_entry_of_real_feeds_is_read(name: str, count: int) -> None:
    mentions = mentions_in((SAMPLES / name).read_bytes())

    assert len({mention.id for mention in mentions}) == count
    assert all(mention.text and "<b>" not in mention.title + mention.text for mention in mentions)
    assert not any("google.com/url" in mention.url for mention in mentions)
    assert all(mention.posted_at.tzinfo is UTC and mention.posted_at <= NOON for mention in mentions)
