"""One page of X's answers: the window asked for, the fields asked for, and the includes that go with them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from localrun.x_recordings import Post, Recordings, named, references, written_at

Params = Mapping[str, str]
Body = dict[str, Any]

_ALWAYS = {"tweet": {"id", "text", "edit_history_tweet_ids"}, "user": {"id", "name", "username"}}
_MOST = 100


class RefusedError(Exception):
    """A request that X would answer with status 400."""


def page(recordings: Recordings, posts: Iterable[Post], params: Params, *, fewest: int) -> Body:
    """The newest posts of the window, and a token where there are more. The token is the last id that was shown."""
    size = _number(params, "max_results", 10)
    if not fewest <= size <= _MOST:
        raise RefusedError(f"max_results: must be {fewest} to {_MOST}")
    found = list(islice(_within(posts, params), size + 1))
    shown = found[:size]
    meta: Body = {"result_count": len(shown)}
    if not shown:
        return {"meta": meta}
    meta |= {"newest_id": shown[0]["id"], "oldest_id": shown[-1]["id"]}
    if len(found) > size:
        meta["next_token"] = shown[-1]["id"]
    data = [cut(post, params, "tweet") for post in shown]
    return {"data": data, "meta": meta} | expanded(recordings, shown, params)


def cut(entry: Mapping[str, Any], params: Params, kind: str) -> Body:
    """The fields that are always given and those asked for."""
    wanted = _ALWAYS[kind] | set(params.get(f"{kind}.fields", "").split(","))
    return {name: value for name, value in entry.items() if name in wanted}


def expanded(recordings: Recordings, posts: Iterable[Post], params: Params) -> Body:
    """The accounts and posts that the answer's posts refer to, as far as `expansions` asks for them."""
    asked = set(params.get("expansions", "").split(","))
    posts = list(posts)
    parents = [parent for post in posts for one in references(post) if (parent := recordings.post(one["id"]))]
    parents = parents if asked & {"referenced_tweets.id", "referenced_tweets.id.author_id"} else []
    people = set(_people(recordings, posts, asked))
    if "referenced_tweets.id.author_id" in asked:
        people |= {parent["author_id"] for parent in parents}
    users = [cut(user, params, "user") for user_id, user in recordings.users.items() if user_id in people]
    tweets = list({parent["id"]: cut(parent, params, "tweet") for parent in parents}.values())
    includes = ({"users": users} if users else {}) | ({"tweets": tweets} if tweets else {})
    return {"includes": includes} if includes else {}


def _people(recordings: Recordings, posts: Iterable[Post], asked: set[str]) -> Iterator[str]:
    for post in posts:
        if "author_id" in asked:
            yield post["author_id"]
        if "in_reply_to_user_id" in asked:
            yield post.get("in_reply_to_user_id", "")
        if "entities.mentions.username" in asked:
            yield from (user["id"] for name in named(post) if (user := recordings.user(name)))


def _within(posts: Iterable[Post], params: Params) -> Iterator[Post]:
    """X's own tokens and `until_id` leave out the id that they name, and so does `since_id`."""
    below = [_number(params, name, 0) for name in ("until_id", "next_token", "pagination_token") if name in params]
    above = _number(params, "since_id", 0)
    start, end = _instant(params, "start_time"), _instant(params, "end_time")
    for post in posts:
        number, at = int(post["id"]), written_at(post)
        if (
            number > above
            and all(number < bound for bound in below)
            and (not start or at >= start)
            and (not end or at < end)
        ):
            yield post


def _number(params: Params, name: str, otherwise: int) -> int:
    value = params.get(name, str(otherwise))
    if not value.isdigit():
        raise RefusedError(f"{name}: {value} is not a number")
    return int(value)


def _instant(params: Params, name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(params[name]) if name in params else None
    except ValueError as error:
        raise RefusedError(f"{name}: {params[name]} is not an instant") from error
