"""X's answers as the tests' stories need them, in the shapes of API v2. Everybody in them is invented."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.sources import make_source
from chalicelib.domain.heard.source import Batch, Cursor
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.ports import Source
from tests.builders import NOON
from tests.unit.sources.loopback import Asked, Loopback, Said, answering, as_json

WAYFARE = "9000"
ANA = "501"
BEN = "502"
TOKEN = "s3cret"

Body = dict[str, Any]


def an_account(id: str, handle: str, followers: int = 10) -> Body:
    """An expanded author."""
    metrics = {"followers_count": followers}
    return {"id": id, "username": handle, "name": handle.title(), "verified": False, "public_metrics": metrics}


PEOPLE = [an_account(WAYFARE, "wayfare", 90_000), an_account(ANA, "ana"), an_account(BEN, "ben", 12_345)]


def a_post(id: int, text: str = "@wayfare you lost my bag", *, by: str = ANA, **changes: Any) -> Body:
    """A post of its own thread; post N was written N seconds after NOON's eve."""
    own = {
        "id": str(id),
        "text": text,
        "author_id": by,
        "conversation_id": str(id),
        "created_at": at(id).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "lang": "en",
        "public_metrics": {"like_count": 3, "retweet_count": 2, "reply_count": 1, "quote_count": 0},
    }
    return {**own, **changes}


def a_reply(id: int, *, to: int, of: str, thread: int, by: str = ANA, **changes: Any) -> Body:
    """A post that answers post `to`, written by `of`."""
    parent = [{"type": "replied_to", "id": str(to)}]
    told = {"conversation_id": str(thread), "in_reply_to_user_id": of, "referenced_tweets": parent}
    return a_post(id, by=by, **{**told, **changes})


def at(id: int) -> datetime:
    """When the post of this id was written."""
    return NOON - timedelta(days=1) + timedelta(seconds=id)


def a_page(*posts: Body, token: str = "", **changes: Any) -> Body:
    """A page of posts, newest first, with their authors."""
    ordered = sorted(posts, key=lambda post: int(post["id"]), reverse=True)
    if not ordered:
        return {"meta": {"result_count": 0}, **changes}
    meta = {"newest_id": ordered[0]["id"], "oldest_id": ordered[-1]["id"], "result_count": len(ordered)}
    written = {post["author_id"] for post in ordered if "author_id" in post}
    users = [person for person in PEOPLE if person["id"] in written]
    answer = {"data": ordered, "includes": {"users": users}, "meta": meta | ({"next_token": token} if token else {})}
    return {**answer, **changes}


@contextmanager
def x_saying(*pages: Body | Said) -> Iterator[Loopback]:
    """X's answers in turn, the last one repeated; the question who @wayfare is gets its own answer."""
    left = [page if isinstance(page, Said) else as_json(page) for page in pages]

    def answer(asked: Asked) -> Said:
        if asked.path.startswith("/2/users/by/username/"):
            return as_json({"data": PEOPLE[0]})
        return left.pop(0) if len(left) > 1 else left[0]

    with answering(answer) as server:
        yield server


def x_source(
    server: Loopback,
    *,
    handles: tuple[str, ...] = ("wayfare",),
    staff: tuple[str, ...] = (),
    token: str = TOKEN,
    timeout: float = 30.0,
    **options: str,
) -> Source:
    """The source that reads `server` for Wayfare; `timeout` is long, so that a busy machine fails no test."""
    policy = SourcePolicy(name="x", kind="x", options=options)
    secrets = {"x-bearer-token": token}
    return make_source(policy, handles=handles, staff=staff, secrets=secrets, x_api_url=server.url, timeout=timeout)


def known(**changes: str) -> Cursor:
    """The cursor once @wayfare has been looked up."""
    return {"account wayfare": WAYFARE, **changes}


def read(source: Source, cursor: Mapping[str, str], *, when: datetime = NOON, budget: int | None = None) -> Batch:
    """One fetch."""
    return source.fetch(dict(cursor), at=when, budget=budget)
