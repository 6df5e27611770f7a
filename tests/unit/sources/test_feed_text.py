"""What an entry says and where it leads, whatever form its feed has: links, charsets, escapes, authors, JSON."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.sources.feed.mentions import read_mentions
from chalicelib.adapters.sources.feed.parse import parse
from chalicelib.adapters.sources.plain import untagged
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.mention import Author, Mention
from tests.builders import NOON
from tests.unit.sources.feeds import a_feed, an_item, feed_source, read, rss
from tests.unit.sources.loopback import Said, saying

FEED_URL = "https://blog.example/news/feed.xml"


def mentions_in(body: bytes, *, content_type: str = "") -> list[Mention]:
    """The mentions that a document's entries become."""
    feed = parse(body, content_type=content_type, base=FEED_URL)
    return [mention for _, mention in read_mentions(feed, source="blog", feed_url=FEED_URL, at=NOON).each]


def the_mention(title: str = "Wayfare lost my bag", **changes: str | None) -> Mention:
    """The mention that one item becomes."""
    [mention] = mentions_in(rss(an_item(7, title, **changes)))
    return mention


def atom(*parts: str, base: str = "") -> bytes:
    """An Atom document with one entry."""
    around = f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><title>Blog</title><entry><id>urn:1</id>'
    return (around + "".join(parts) + "<title>Bag</title></entry></feed>").encode()


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/2026/bag", "https://blog.example/2026/bag"),
        ("bag.html", "https://blog.example/news/bag.html"),
        ("../bag", "https://blog.example/bag"),
        ("?p=7", "https://blog.example/news/feed.xml?p=7"),
        ("//other.example/bag", "https://other.example/bag"),
        ("www.other.example/bag", "https://www.other.example/bag"),
        ("\n https://blog.example/bag \n", "https://blog.example/bag"),
    ],
)
def test_a_relative_link_begins_where_the_feed_was_read(link: str, url: str) -> None:
    assert the_mention(link=link, guid="urn:7").url == url


@pytest.mark.parametrize(
    ("base", "url"),
    [
        (' xml:base="https://cdn.example/posts/"', "https://cdn.example/posts/7"),
        (' xml:base="/posts/"', "https://blog.example/posts/7"),
    ],
)
def test_a_base_of_the_document_comes_first(base: str, url: str) -> None:
    [mention] = mentions_in(atom('<link href="7"/>', base=base))

    assert mention.url == url


@pytest.mark.parametrize(
    ("parts", "url"),
    [
        ('<link rel="enclosure" href="/bag.mp3"/>', "https://blog.example/bag.mp3"),
        ("<link>https://blog.example/7</link>", "https://blog.example/7"),
        ('<link/><link rel="alternate" href="/7"/>', "https://blog.example/7"),
        ('<link rel="alternate" type="application/xhtml+xml" href="/7"/>', "https://blog.example/7"),
        ('<link rel="related" href="/9"/>', "https://blog.example/9"),
        ('<link rel="self" href="/7.atom"/><link href="/7"/>', "https://blog.example/7"),
        ('<link href="javascript:alert(1)"/><link rel="enclosure" href="/bag.mp3"/>', "https://blog.example/bag.mp3"),
        ("", ""),
    ],
)
def test_an_entry_leads_to_its_page_or_else_to_what_it_carries(parts: str, url: str) -> None:
    [mention] = mentions_in(atom(parts))

    assert mention.url == url


def test_an_item_without_a_link_leads_to_its_permanent_id_or_its_enclosure() -> None:
    carried = '<enclosure url="https://pod.example/17.mp3" length="1" type="audio/mpeg"/></item>'
    [episode] = mentions_in(rss(an_item(7, guid="ep-17", link=None).replace("</item>", carried)))

    assert episode.url == "https://pod.example/17.mp3"
    assert the_mention(guid="https://blog.example/p/7", link=None).url == "https://blog.example/p/7"
    assert the_mention(guid="ep-17", link=None).url == ""


def test_after_a_redirect_links_begin_where_it_led() -> None:
    moved = Said(status=301, headers={"Location": "/new/feed"})
    with saying(moved, a_feed(an_item(7, link="bag", guid="urn:7"))) as server:
        [mention] = read(feed_source(server)).mentions

    assert mention.url == f"{server.url}/new/bag"


CYRILLIC = "Потеряла багаж"


@pytest.mark.parametrize(
    ("content_type", "body", "title"),
    [
        (
            "application/rss+xml; charset=windows-1251",
            rss(an_item(1, CYRILLIC)).decode().encode("cp1251", "replace"),
            CYRILLIC,
        ),
        (
            'text/xml;charset="KOI8-R"',
            rss(an_item(1, CYRILLIC)).decode().replace("utf-8", "koi8-r").encode("koi8-r"),
            CYRILLIC,
        ),
        ("text/xml; charset=utf-8", rss(an_item(1, CYRILLIC)).replace(b"utf-8", b"iso-8859-1"), CYRILLIC),
        ("text/xml; charset=iso-8859-1", rss(an_item(1, CYRILLIC)), CYRILLIC),
        (
            "text/xml; charset=utf-8",
            rss(an_item(1, CYRILLIC)).decode().replace("utf-8", "cp1251").encode("cp1251"),
            CYRILLIC,
        ),
        (
            "text/xml; charset=utf-8",
            rss(an_item(1, CYRILLIC)).decode().replace("utf-8", "utf-16").encode("utf-16"),
            CYRILLIC,
        ),
        ("text/xml; charset=klingon", rss(an_item(1, CYRILLIC)), CYRILLIC),
        ("text/xml", rss(an_item(1, CYRILLIC)), CYRILLIC),
    ],
    ids=[
        "undeclared",
        "both",
        "declared wrongly",
        "added by the server",
        "said wrongly",
        "marked",
        "unknown",
        "unsaid",
    ],
)
def test_a_feed_is_read_in_the_characters_that_the_server_names(content_type: str, body: bytes, title: str) -> None:
    assert [mention.title for mention in mentions_in(body, content_type=content_type)] == [title]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("&amp;lt;p&amp;gt;Lost &amp;lt;b&amp;gt;bag&amp;lt;/b&amp;gt;&amp;lt;/p&amp;gt;", "Lost bag"),
        ("Passengers&amp;amp;#39; bag &amp;amp; harp", "Passengers' bag & harp"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Lost", "Lost"),
        ("2 &lt; 3 and 5 &gt; 4", "2 < 3 and 5 > 4"),
        ("the &lt;Bag&gt; type", "the <Bag> type"),
    ],
)
def test_what_was_escaped_twice_leaves_no_tags(markup: str, words: str) -> None:
    assert untagged(markup) == words


@pytest.mark.parametrize(
    "markup", ["<![foo[ lost", "&#99999999999; lost", "&#" + "9" * 5_000 + "; lost", "<!-- lost", "<![if"]
)
def test_broken_markup_breaks_nothing(markup: str) -> None:
    assert the_mention(title=markup, description=markup).source == "blog"


@given(st.text(max_size=200) | st.from_regex(r"[<>&;!\[\]a-z#0-9/\"'= -]{0,200}", fullmatch=True))
def test_no_markup_breaks_the_reading_of_words(markup: str) -> None:
    assert "\x00" not in untagged(markup)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_bytes_in_a_feed_raise_anything_but_a_source_error(noise: bytes, place: int) -> None:
    whole = rss(an_item(1), an_item(2))
    for body in (noise, whole[:place] + noise + whole[place:]):
        try:
            mentions_in(body, content_type="text/xml; charset=utf-16")
        except SourceError:
            continue


def test_a_title_is_part_of_what_is_read_and_shown() -> None:
    assert the_mention(description="Comments").words == "Wayfare lost my bag\nComments"
    assert the_mention(description="Wayfare lost my bag in Oslo.").words == "Wayfare lost my bag in Oslo."
    assert the_mention(description=None).words == "Wayfare lost my bag"


def test_who_writes_on_a_forum_is_named_and_is_somebody_of_their_own() -> None:
    post = the_mention(**{"dc:creator": "/u/Kim"})

    assert post.author == Author(id="blog.example/u/kim", handle="blog.example", name="/u/Kim")
    assert post.author.shown == "/u/Kim (blog.example)"
    assert post.thread_author == post.author.id


@pytest.mark.parametrize("author", [None, "", "A travel blog", "blog.example"])
def test_a_site_that_names_nobody_else_speaks_itself(author: Any) -> None:
    post = the_mention(**{"dc:creator": author})

    assert (post.author.id, post.author.shown) == ("blog.example", "blog.example")


def test_an_address_of_email_beside_a_name_is_not_shown() -> None:
    assert the_mention(author="kim@blog.example (Kim Q.)").author.name == "Kim Q."


def a_json_feed(*items: Any, **changes: Any) -> bytes:
    """A JSON Feed."""
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": "R&D <b>", "items": list(items)}
    return json.dumps({**whole, **changes}).encode()


def test_a_json_feed_is_read() -> None:
    item = {
        "id": 7,
        "url": "/7",
        "title": "Bag <3",
        "content_html": "<p>Lost &amp; gone</p>",
        "date_published": "2026-05-03T13:07:00Z",
        "authors": [{"name": "Kim"}],
    }
    [mention] = mentions_in(a_json_feed(item))

    assert (mention.url, mention.words) == ("https://blog.example/7", "Bag <3\nLost & gone")
    assert (mention.posted_at.isoformat(), mention.author.name) == ("2026-05-03T13:07:00+00:00", "Kim")
    assert mention.id.startswith("7@")


def test_a_json_feeds_plain_text_is_taken_at_its_word() -> None:
    [mention] = mentions_in(a_json_feed({"id": "1", "content_text": "a <harp> & a lute"}, author={"name": "Ben"}))

    assert (mention.text, mention.author.name) == ("a <harp> & a lute", "Ben")


def test_what_is_no_entry_of_a_json_feed_is_a_fault_and_its_neighbours_are_kept() -> None:
    feed = parse(a_json_feed({"id": "1"}, 17, {"id": "2"}))

    assert len(feed.entries) == 2
    assert [(fault.where, fault.reason) for fault in feed.faults] == [("items[1]", "is not an object")]


@pytest.mark.parametrize("body", [b'{"items": []}', b"{", b'{"version": 7, "items": [1]}', b"[1]"])
def test_json_that_is_no_feed_is_none(body: bytes) -> None:
    with pytest.raises(SourceUnavailableError, match="not a feed"):
        parse(body)


PAGE = """<!doctype html><html><head><title>Blog</title>
<link rel="stylesheet" href="/x.css"><link rel="alternate" type="application/rss+xml" href="{href}"></head></html>"""


@pytest.mark.parametrize(
    ("href", "named"),
    [
        ("/feed.xml", "https://blog.example/feed.xml"),
        ("https://kim:secret@feeds.example/1", "https://feeds.example/1"),
    ],
)
def test_a_homepage_is_answered_with_the_feed_that_it_names(href: str, named: str) -> None:
    with pytest.raises(SourceError) as raised:
        parse(PAGE.format(href=href).encode(), base=FEED_URL)

    assert str(raised.value) == f"feed: this is a web page; the feed that it names is {named}"
    assert not raised.value.retryable


@pytest.mark.parametrize("href", ["javascript:alert(1)", "", "http://["])
def test_a_page_that_names_no_feed_is_only_no_feed(href: str) -> None:
    with pytest.raises(SourceUnavailableError, match="what came is not a feed"):
        parse(PAGE.format(href=href).encode(), base=FEED_URL)


def test_a_server_is_told_who_asks_and_what_is_read() -> None:
    with saying(a_feed(an_item(1))) as server:
        read(feed_source(server))

    sent = server.asked[0].headers
    assert sent["User-Agent"].startswith("Earshot/")
    assert {"application/atom+xml", "application/rss+xml", "application/feed+json"} <= set(sent["Accept"].split(", "))


def test_an_article_that_quotes_an_attack_is_none() -> None:
    quoted = 'the <!ENTITY b "&a;&a;"> hole'
    whole = rss(an_item(1), an_item(2, description="HOLE")).replace(b"HOLE", f"<![CDATA[{quoted}]]>".encode())
    commented = b'<!-- <!ENTITY b "&a;&a;"> -->' + rss(an_item(1))

    assert (len(mentions_in(whole)), len(mentions_in(commented))) == (2, 1)
