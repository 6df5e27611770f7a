"""Which entries of feeds are one, over readings and over feeds; and that no two that differ ever are."""

import hashlib
from datetime import timedelta

import pytest

from chalicelib.adapters.sources.feed.mentions import Reading, read_mentions
from chalicelib.adapters.sources.feed.parse import parse
from chalicelib.domain.heard.mention import Mention
from tests.builders import NOON
from tests.unit.sources.feeds import an_item, rss

FEED_URL = "https://blog.example/feed.xml"
ALERT = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Google Alert</title><entry><id>{id}</id>
<title type="html">{title}</title><link href="https://www.google.com/url?rct=j&amp;url={url}&amp;ct=ga"/>
<published>{written}</published><content type="html">They lost a harp.</content></entry></feed>"""


def reading(*items: str, url: str = FEED_URL, shared: tuple[str, ...] = ()) -> Reading:
    """What one reading of a feed holds."""
    return read_mentions(parse(rss(*items)), source="blog", feed_url=url, at=NOON, shared=shared)


def heard(*items: str, url: str = FEED_URL) -> list[Mention]:
    """The mentions of one reading, each id once."""
    return list({mention.id: mention for _, mention in reading(*items, url=url).each}.values())


def the_mention(url: str = FEED_URL, **changes: str | None) -> Mention:
    """The mention that one item becomes."""
    [mention] = heard(an_item(7, **changes), url=url)  # type: ignore[arg-type]
    return mention


def is_one(first: Mention, second: Mention) -> bool:
    """Whether what is stored of the first makes the second known."""
    return bool({first.key, *first.known_as} & {second.key, *second.known_as})


def an_alert_entry(
    id: str, url: str, *, title: str = "Wayfare lost a harp", written: str = "2026-05-04T10:00:00Z"
) -> Mention:
    """What a Google Alert makes of an article."""
    body = ALERT.format(id=id, url=url, title=title, written=written).encode()
    feed_url = f"https://www.google.com/alerts/feeds/0/{hashlib.sha256(id.encode()).hexdigest()[:8]}"
    [(_, mention)] = read_mentions(parse(body), source="alert", feed_url=feed_url, at=NOON).each
    return mention


def test_an_id_counts_within_its_own_feed_whatever_it_looks_like() -> None:
    victim = the_mention(guid="tag:blog.example,2026:next", link="https://blog.example/next")
    hostile = the_mention(
        "https://evil.example/feed", guid="tag:blog.example,2026:next", link="https://blog.example/next"
    )

    assert not is_one(hostile, victim)


@pytest.mark.parametrize("url", ["http://blog.example/feed.xml", "https://www.blog.example/feed.xml"])
def test_a_feed_that_moved_to_https_is_the_same_feed(url: str) -> None:
    assert is_one(the_mention(), the_mention(url))


def test_an_entry_without_an_id_is_known_by_its_link() -> None:
    assert the_mention(guid=None).id.startswith("blog.example/7@")
    assert is_one(the_mention(guid=None), the_mention(guid=None, link="http://blog.example/7/?utm_source=rss"))


def test_an_entry_without_id_and_link_is_known_by_what_it_says() -> None:
    one, same, other = (the_mention(guid=None, link=None, title=title) for title in ("Bag", "Bag", "Harp"))

    assert one.id == same.id != other.id
    assert one.id.startswith("sha256:")
    assert one.url == ""


def test_an_endless_id_is_shortened_the_same_way_every_time() -> None:
    endless = "urn:" + "x" * 100_000

    assert the_mention(guid=endless).id == the_mention(guid=endless).id
    assert len(the_mention(guid=endless).id) < 100


@pytest.mark.parametrize(
    "changes",
    [
        {"guid": "build-2-7"},
        {"guid": "http://blog.example/7", "link": "http://blog.example/7"},
        {"guid": "build-2-7", "link": "https://www.blog.example/7/?utm_medium=feed"},
        {"guid": None},
    ],
    ids=["made anew", "moved to https", "tracked", "left out"],
)
def test_an_article_whose_id_changes_is_one(changes: dict[str, str | None]) -> None:
    assert is_one(the_mention(guid="build-1-7"), the_mention(**changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"link": "https://blog.example/8"},
        {"title": "Wayfare found my bag"},
    ],
)
def test_another_article_is_another_whatever_it_has_in_common(changes: dict[str, str]) -> None:
    assert not is_one(the_mention(guid="a"), the_mention(guid="b", **changes))


def test_a_page_of_the_whole_site_is_another_every_day() -> None:
    monday = the_mention(guid="a", link="https://blog.example/", pubDate="2026-05-04T08:00:00Z")
    sunday = the_mention(guid="b", link="https://blog.example/", pubDate="2026-05-03T08:00:00Z")

    assert not is_one(monday, sunday)


def test_an_article_that_two_alerts_name_is_one() -> None:
    first = an_alert_entry("tag:google.com,2013:googlealerts/feed:1", "https://news.example/harp")
    second = an_alert_entry(
        "tag:google.com,2013:googlealerts/feed:2",
        "http://news.example/harp",
        title="<b>Wayfare</b> lost a harp".replace("<", "&lt;"),
    )

    assert first.id != second.id
    assert is_one(first, second)
    assert not is_one(first, an_alert_entry("tag:google.com,2013:googlealerts/feed:3", "https://news.example/lute"))


SHARING = {
    "one id for all": [an_item(n, f"Story {n}", guid="https://blog.example/") for n in range(4)],
    "one id and one link for all": [
        an_item(n, f"Story {n}", guid="g", link="https://blog.example/all") for n in range(4)
    ],
    "one id, link and title for all": [
        an_item(n, "Story", guid="g", link="https://blog.example/all", description=f"Part {n}") for n in range(4)
    ],
    "no id and one link": [an_item(n, f"Offer {n}", guid=None, link="https://shop.example/sale") for n in range(4)],
    "no id and one link and title": [
        an_item(n, "Offer", guid=None, link="https://shop.example/sale", description=f"Part {n}") for n in range(4)
    ],
    "no id and the site as link": [an_item(n, f"Offer {n}", guid=None, link="https://shop.example") for n in range(4)],
    "an empty id": [an_item(n, f"Story {n}", guid="", link="https://blog.example/all") for n in range(4)],
}


@pytest.mark.parametrize("items", SHARING.values(), ids=SHARING.keys())
def test_entries_that_share_an_id_or_a_link_are_told_apart_and_a_fault_says_so(items: list[str]) -> None:
    assert len(heard(*items)) == 4
    assert [fault.reason for fault in reading(*items).faults] == [
        "one id or link stands for 4 entries; what else they say tells them apart"
    ]


def test_an_entry_that_stands_twice_in_its_feed_is_one_and_no_fault() -> None:
    assert len(heard(an_item(1, guid="g"), an_item(1, guid="g"))) == 1
    assert reading(an_item(1, guid="g"), an_item(1, guid="g")).faults == ()


def test_entries_with_ids_of_their_own_and_one_link_and_title_stay_several() -> None:
    release = {"link": "https://blog.example/changes", "title": "Release"}
    first, second = (an_item(n, guid=f"v{n}", description=f"Fix {n}", **release) for n in range(2))
    one, other = heard(first, second)

    assert not is_one(one, other)


def test_an_id_that_stood_for_several_is_not_believed_later_when_it_stands_alone() -> None:
    first = reading(an_item(1, "One", guid="g"), an_item(2, "Two", guid="g"))
    [(_, alone)] = reading(an_item(3, "Three", guid="g"), shared=first.shared).each
    [(_, again)] = reading(an_item(1, "One", guid="g"), shared=first.shared).each

    assert not any(is_one(mention, alone) for _, mention in first.each)
    assert is_one(first.each[0][1], again)


def test_of_thousands_of_entries_the_newest_two_thousand_are_read_and_a_fault_says_so() -> None:
    written = [(NOON - timedelta(minutes=2_100 - n)).isoformat() for n in range(2_100)]
    items = [an_item(1, f"Story {n}", guid=f"urn:{n}", pubDate=written[n]) for n in range(2_100)]
    found = reading(*items)

    assert [mention.title for _, mention in found.each][0::1_999] == ["Story 100", "Story 2099"]
    assert found.faults[0].reason == "it holds 2100 entries; only the newest 2000 are read"


def test_of_thousands_without_a_date_the_first_are_read() -> None:
    found = reading(*(an_item(1, f"Story {n}", guid=f"urn:{n}", pubDate=None) for n in range(2_001)))

    assert [found.each[0][1].title, found.each[-1][1].title, len(found.each)] == ["Story 0", "Story 1999", 2_000]
