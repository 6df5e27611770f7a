"""What every source promises, over real HTTP: nothing good is lost, nothing comes twice, every failure says so."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Batch, Cursor
from chalicelib.ports import Source
from tests.builders import NOON
from tests.contract.source_dialects import DIALECTS, Network
from tests.unit.sources.loopback import NEVER, Loopback, Said, answering

MISHAPS = {
    "nothing at all": Said(body=b""),
    "garbage": Said(body=b"\x00\xff\xfe\x13garbage"),
    "a web page": Said(body=b"<!doctype html><html><body>Please log in</body></html>"),
    "too late": Said(late=NEVER),
    "cut off": Said(body=b'{"data": [' + b" " * 1000, cut=10),
    "too large": Said(body=b"[" + b" " * (10 * 1024 * 1024) + b"]"),
    "not gzip": Said(body=b"plain", headers={"Content-Encoding": "gzip"}),
    "an error": Said(status=500),
    "too many requests": Said(status=429),
    "an error without end": Said(status=503, body=b"x" * (11 * 1024 * 1024)),
    "an error in garbage": Said(status=500, body=b"\xff\xff"),
}
HOSTILE = "\u202eoffer \x85 <script>alert(1)</script> {{7*7}} ${jndi:x} '; DROP TABLE -- 💀"


@dataclass(frozen=True)
class Town:
    """A network, the server it speaks through, and a source that reads it."""

    network: Network
    server: Loopback

    @property
    def source(self) -> Source:
        """A new one every time, as every run of the collector makes its own: only the cursor may remember."""
        return self.network.dialect.source(self.server)

    def fetch(self, cursor: Cursor | None = None, *, at: datetime = NOON, budget: int | None = None) -> Batch:
        """One fetch."""
        return self.source.fetch(dict(cursor or {}), at=at, budget=budget)

    def drain(self, cursor: Cursor | None = None, *, at: datetime = NOON) -> list[Batch]:
        """Fetch until the source has no more."""
        batches = [self.fetch(cursor, at=at)]
        while batches[-1].more:
            batches.append(self.fetch(batches[-1].cursor, at=at))
        return batches


@pytest.fixture(params=sorted(DIALECTS))
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    """Each network in turn."""
    network = Network(DIALECTS[request.param]())
    with answering(network.answer) as server:
        yield Town(network, server)


def mentions(*batches: Batch) -> list[Mention]:
    """All that the batches hold, in their order."""
    return [mention for batch in batches for mention in batch.mentions]


def numbers(*batches: Batch) -> list[int]:
    """Which entries the batches hold."""
    return [int(re.findall(r"\((\d+)\)$", mention.text)[0]) for mention in mentions(*batches)]


def test_everything_is_heard_once_and_oldest_first(town: Town) -> None:
    town.network.publish(3, 1, 2)

    assert numbers(*town.drain()) == [1, 2, 3]


def test_a_network_that_holds_nothing_is_no_failure(town: Town) -> None:
    batches = town.drain()

    assert mentions(*batches) == []
    assert (batches[-1].faults, batches[-1].gap) == ((), None)


def test_after_the_returned_cursor_there_is_nothing_new(town: Town) -> None:
    town.network.publish(1, 2)
    end = town.drain()[-1].cursor

    assert mentions(*town.drain(end, at=NOON + timedelta(minutes=5))) == []


def test_what_is_written_later_is_heard_from_the_returned_cursor(town: Town) -> None:
    town.network.publish(1, 2)
    end = town.drain()[-1].cursor
    town.network.publish(3, 4)

    assert numbers(*town.drain(end)) == [3, 4]


def test_the_same_cursor_gives_the_same_mentions(town: Town) -> None:
    town.network.publish(1, 2, 3)

    assert mentions(*town.drain()) == mentions(*town.drain())


def test_many_pages_hold_everything_once(town: Town) -> None:
    town.network.publish(*range(1, 751))
    batches = town.drain()

    assert len(batches) > 1
    assert sorted(numbers(*batches)) == list(range(1, 751))


def test_a_crash_after_any_page_loses_nothing_and_repeats_nothing(town: Town) -> None:
    town.network.publish(*range(1, 751))
    batches = town.drain()
    for count, batch in enumerate(batches[:-1], start=1):
        rest = town.drain(batch.cursor)

        assert sorted(numbers(*batches[:count]) + numbers(*rest)) == list(range(1, 751))


def test_what_is_written_while_we_page_is_heard_too(town: Town) -> None:
    town.network.publish(*range(1, 751))
    first = town.fetch()
    town.network.publish(800)
    rest = town.drain(first.cursor)
    after = town.drain(rest[-1].cursor)

    assert sorted(numbers(first, *rest, *after)) == [*range(1, 751), 800]


@pytest.mark.parametrize("mishap", MISHAPS.values(), ids=MISHAPS.keys())
def test_a_failure_raises_and_the_cursor_before_it_still_gives_everything(town: Town, mishap: Said) -> None:
    town.network.publish(1)
    before = town.drain()[-1].cursor
    town.network.publish(2)
    town.network.mishaps.append(mishap)

    with pytest.raises(SourceUnavailableError) as raised:
        town.fetch(before)
    assert raised.value.retryable
    assert numbers(*town.drain(before)) == [2]


def test_an_answer_damaged_anywhere_never_raises_anything_but_a_source_error(town: Town) -> None:
    before = town.drain()[-1].cursor
    town.network.publish(1, 2, 3)
    town.fetch(before)
    whole = town.network.whole(town.server.asked[-1])
    for cut in range(0, len(whole), 97):
        town.network.mishaps.append(Said(body=whole[:cut] + b"\xff" + whole[cut + 5 :]))
        try:
            heard = mentions(town.fetch(before))
        except SourceError:
            continue
        assert all(mention.source and mention.id and mention.posted_at.tzinfo is UTC for mention in heard)


def test_a_broken_entry_does_not_take_its_neighbours_with_it(town: Town) -> None:
    town.network.publish(1, 2, 3, 4)
    town.network.broken = frozenset({3})
    batches = town.drain()

    assert {1, 2, 4} <= set(numbers(*batches))
    assert mentions(*town.drain(batches[-1].cursor)) == []


def test_an_entry_that_comes_twice_in_one_answer_is_one_mention(town: Town) -> None:
    town.network.publish(1)

    assert len(mentions(*town.drain())) == 1


def test_hostile_text_arrives_as_text_without_what_cannot_be_seen(town: Town) -> None:
    town.network.publish(1, text=HOSTILE)
    [mention] = mentions(*town.drain())

    assert not set(mention.text) & {"\x85", "\u202e"}
    assert "{{7*7}} ${jndi:x} '; DROP TABLE -- 💀 (1)" in mention.text


def test_a_mention_is_known_by_its_network_and_its_own_id(town: Town) -> None:
    town.network.publish(1, 2)
    heard = mentions(*town.drain())

    assert len({mention.key for mention in heard}) == 2
    assert all(mention.key == f"{mention.network}:{mention.id}" and len(mention.key) < 1024 for mention in heard)
    assert {mention.source for mention in heard} == {town.source.name}


def test_times_are_in_utc_and_never_yet_to_come(town: Town) -> None:
    town.network.publish(1, 2)

    assert all(mention.posted_at.tzinfo is UTC and mention.posted_at <= NOON for mention in mentions(*town.drain()))


def test_a_cursor_survives_storage_and_stays_small(town: Town) -> None:
    town.network.publish(*range(1, 751))
    for batch in town.drain():
        assert json.loads(json.dumps(batch.cursor)) == batch.cursor
        assert all(isinstance(value, str) for value in batch.cursor.values())
        assert len(json.dumps(batch.cursor)) < 100_000


def test_a_fetch_does_not_change_the_cursor_that_it_was_given(town: Town) -> None:
    town.network.publish(1)
    cursor: Cursor = {}
    town.source.fetch(cursor, at=NOON, budget=None)

    assert cursor == {}


def test_nothing_that_costs_money_is_read_without_money(town: Town) -> None:
    town.network.publish(1)
    price = sum(batch.cost for batch in town.drain())
    asked = len(town.server.asked)
    poor = town.fetch(budget=0)

    assert (poor.cost, poor.more) == (0, False)
    assert (poor.mentions == () and len(town.server.asked) == asked) or price == 0


def test_a_server_that_is_gone_is_a_failure_that_may_pass(town: Town) -> None:
    with answering(town.network.answer) as other:
        pass

    with pytest.raises(SourceUnavailableError):
        town.network.dialect.source(other).fetch({}, at=NOON, budget=None)
