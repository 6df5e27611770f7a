"""A feed read again and again: what is new, what the cursor remembers, and what may have been missed."""

import pytest

from chalicelib.adapters.sources import make_source
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.source import Batch, Gap
from chalicelib.domain.rules.brand import SourcePolicy
from tests.builders import NOON, QUARTER
from tests.unit.sources.feeds import a_feed, an_item, feed_source, read, rss
from tests.unit.sources.loopback import Said, saying


def titles(batch: Batch) -> list[str]:
    """Which entries the batch holds."""
    return [mention.title for mention in batch.mentions]


def test_entries_come_oldest_first_and_only_once() -> None:
    with saying(a_feed(an_item(2, "b"), an_item(1, "a")), a_feed(an_item(3, "c"), an_item(2, "b"))) as server:
        first = read(feed_source(server))
        second = read(feed_source(server), first.cursor)

    assert (titles(first), titles(second)) == (["a", "b"], ["c"])


def test_an_entry_that_stands_twice_in_the_feed_is_one_entry() -> None:
    with saying(a_feed(an_item(1), an_item(1))) as server:
        assert len(read(feed_source(server)).mentions) == 1


def test_the_next_reading_asks_whether_anything_changed() -> None:
    with saying(a_feed(an_item(1), ETag='"v1"'), Said(status=304)) as server:
        first = read(feed_source(server))
        second = read(feed_source(server), first.cursor, when=NOON + QUARTER)
        read(feed_source(server), second.cursor)

    assert (second.mentions, second.more) == ((), False)
    assert [asked.headers.get("If-None-Match") for asked in server.asked] == [None, '"v1"', '"v1"']


def test_the_etag_of_a_304_does_not_replace_the_one_we_read() -> None:
    with saying(a_feed(an_item(1), ETag='"v1"'), Said(status=304, headers={"ETag": '"v2"'})) as server:
        first = read(feed_source(server))

        assert read(feed_source(server), first.cursor).cursor["etag"] == '"v1"'


def test_after_half_a_feed_the_whole_is_asked_for_again() -> None:
    whole = rss(an_item(1, "a"), an_item(2, "b"))
    half = Said(body=whole[:-60], headers={"ETag": '"v1"'})
    with saying(half, Said(body=whole, headers={"ETag": '"v1"'})) as server:
        first = read(feed_source(server))
        second = read(feed_source(server), first.cursor)

    assert (titles(first), titles(second)) == (["a"], ["b"])
    assert [fault.where for fault in first.faults] == ["feed"]
    assert "If-None-Match" not in server.asked[1].headers


def test_a_long_feed_is_handed_over_in_parts_and_only_then_believed_unchanged() -> None:
    items = [an_item(number % 60, f"entry {number}", guid=f"urn:{number}") for number in range(1_100)]
    with saying(a_feed(*items, ETag='"v1"')) as server:
        source = feed_source(server, timeout=10)
        batches = [read(source)]
        while batches[-1].more:
            batches.append(read(source, batches[-1].cursor))

    assert [len(batch.mentions) for batch in batches] == [500, 500, 100]
    assert len({mention.id for batch in batches for mention in batch.mentions}) == 1_100
    assert ["etag" in batch.cursor for batch in batches] == [False, False, True]


def test_the_memory_of_a_feed_is_bounded() -> None:
    old = " ".join(f"{number:012x}" for number in range(5_000))
    with saying(a_feed(an_item(1))) as server:
        known = {"url": f"{server.url}/feed", "scheme": "2", "seen": old, "read_at": NOON.isoformat()}
        batch = read(feed_source(server), known)
        again = read(feed_source(server), batch.cursor)

    assert len(batch.cursor["seen"].split()) == 5_000
    assert (len(batch.mentions), again.mentions) == (1, ())


def test_a_feed_in_which_nothing_is_known_any_more_has_a_gap() -> None:
    with saying(a_feed(an_item(1)), a_feed(an_item(8), an_item(9))) as server:
        first = read(feed_source(server))
        second = read(feed_source(server), first.cursor, when=NOON + QUARTER)

    assert len(second.mentions) == 2
    assert second.gap == Gap(
        since="2026-05-04T12:00:00+00:00",
        until="2026-05-04T12:15:00+00:00",
        reason="no entry that was read before is left in the feed, so others may have come and gone",
    )


def test_a_feed_that_was_emptied_has_no_gap() -> None:
    with saying(a_feed(an_item(1)), a_feed()) as server:
        first = read(feed_source(server))

        assert read(feed_source(server), first.cursor).gap is None


def test_a_source_that_was_given_another_address_begins_anew() -> None:
    with saying(a_feed(an_item(1), ETag='"v1"')) as server:
        first = read(feed_source(server))
        second = read(feed_source(server, "/other"), first.cursor)

    assert "If-None-Match" not in server.asked[1].headers
    assert (len(second.mentions), second.gap) == (1, None)


def test_a_failed_reading_says_so_and_the_next_one_reads_all() -> None:
    with saying(a_feed(an_item(1)), Said(body=b"garbage"), a_feed(an_item(2), an_item(1))) as server:
        first = read(feed_source(server))
        with pytest.raises(SourceUnavailableError):
            read(feed_source(server), first.cursor)

        assert len(read(feed_source(server), first.cursor).mentions) == 1


def test_a_feed_costs_nothing_and_is_read_without_a_budget() -> None:
    with saying(a_feed(an_item(1))) as server:
        batch = feed_source(server).fetch({}, at=NOON, budget=0)

    assert (len(batch.mentions), batch.cost) == (1, 0)


def test_a_feed_of_the_operators_disk_is_not_read() -> None:
    policy = SourcePolicy(name="blog", kind="feed", options={"url": "file:///etc/passwd"})
    with pytest.raises(SourceError, match="only http and https"):
        read(make_source(policy, handles=(), staff=(), secrets={}))
