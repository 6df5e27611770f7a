"""Strangers who post without end spend an hour's budget and not the day's: a customer is read all the same."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from msgspec.structs import replace

from chalicelib.adapters.sources.x.client import XClient
from chalicelib.adapters.sources.x.source import XSource
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.ports import Source
from tests.builders import policies_for
from tests.functional.world import MINUTE, World

DAWN = datetime(2026, 11, 25, tzinfo=UTC)
BUDGET = 5_000_000
HOSTILE = 335
"""Posts by as many strangers: read all at once they cost the whole day's budget."""


class X:
    """Gives the newest posts first, in pages, as X does, and charges nothing for an empty answer."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []

    def post(self, text: str, at: datetime) -> str:
        id = str(10**18 + len(self.posts))
        when = at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        author = f"7{len(self.posts)}"
        self.posts.append({"id": id, "text": text, "author_id": author, "conversation_id": id, "created_at": when})
        return id

    def user(self, _handle: str) -> dict[str, Any]:
        return {"data": {"id": "1"}}

    def search(
        self, _query: str, *, max_results: int, since_id: str = "0", until_id: str | None = None, **_: Any
    ) -> Any:
        top = int(until_id) if until_id else 10**20
        found = [post for post in reversed(self.posts) if int(since_id) < int(post["id"]) < top]
        page = found[:max_results]
        if not page:
            return {"meta": {"result_count": 0}}
        users = [{"id": post["author_id"], "username": f"u{post['author_id']}", "name": "x"} for post in page]
        meta = {"newest_id": page[0]["id"], "oldest_id": page[-1]["id"], "result_count": len(page)}
        more = {"next_token": "t"} if len(found) > len(page) else {}
        return {"data": page, "includes": {"users": users}, "meta": meta | more}


class Day:
    """A day minute by minute; `read_at` says when each post was queued."""

    def __init__(self) -> None:
        self.x = X()
        source = cast(
            Source, XSource(name="x", client=cast(XClient, self.x), handles=("wayfare",), searches=("(@wayfare)",))
        )
        rules = policies_for()
        polled = SourcePolicy(name="x", kind="x", every=MINUTE, daily_budget=BUDGET)
        rules = replace(rules, brand=replace(rules.brand, sources=(polled,)))
        self.world = World(rules, at=DAWN, make_source=lambda _, __: source)
        self.read_at: dict[str, datetime] = {}

    def minute(self, *texts: str) -> list[str]:
        """Let a minute pass in which these are posted, then read; the ids of the posts."""
        self.world.clock.at += MINUTE
        ids = [self.x.post(text, self.world.clock.at) for text in texts]
        self.world.collect.run()
        self.world.turn_belt.run()
        for mention in self.world.outside.take_mentions():
            self.read_at.setdefault(mention.id, self.world.clock.at)
        return ids


@pytest.mark.parametrize("a_minute", [1, 5, 67, HOSTILE], ids="at {} a minute".format)
def test_335_posts_by_strangers_do_not_blind_the_brand(a_minute: int) -> None:
    day, asked = Day(), dict[str, datetime]()
    left = HOSTILE
    for minute in range(1, 24 * 60 - 1):
        hostile = min(left, a_minute)
        left -= hostile
        is_over = minute > HOSTILE // a_minute and minute % 60 == 20
        ids = day.minute(*["@wayfare meh"] * hostile, *["@wayfare smoke in the cabin"] * is_over)
        if is_over:
            asked[ids[-1]] = day.world.clock.at

    waits = [day.read_at[id] - at for id, at in asked.items()]
    assert len(waits) >= 17
    assert max(waits) <= timedelta(hours=2)
    assert sum(wait <= timedelta(minutes=5) for wait in waits) > len(waits) / 2
    assert day.world.outside.store.source("x").spent <= BUDGET


def test_what_was_left_behind_is_read_with_what_is_left_of_the_budget_and_nothing_twice() -> None:
    day = Day()
    day.minute(*["@wayfare meh"] * 150)
    for _ in range(23 * 60):
        day.minute()

    assert len(day.read_at) == 150
    state = day.world.outside.store.source("x")
    assert (state.fetched, state.spent) == (150, 150 * 15_000 + 10_000)
    assert not any(key.startswith("older") for key in state.cursor)
    assert state.gaps == ()


def test_the_duty_manager_hears_once_that_strangers_spent_the_budget() -> None:
    day = Day()
    for _ in range(90):
        day.minute(*["@wayfare meh"] * 5)

    assert list(day.world.outside.take_notifications()) == ["budget/2026-11-25/x"]
    assert day.world.telemetry.unpaid
