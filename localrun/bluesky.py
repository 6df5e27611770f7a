"""A Bluesky server played on loopback: what was written there is told of as if the newest had come just now."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from localrun.loopback import Asked, Told, playing

Post = dict[str, Any]

_SESSION = "played-session"


@dataclass(frozen=True)
class Skies:
    """`account` is the brand's, which every password lets in; `posts` are all posts, whoever wrote them."""

    account: Post
    followers: Mapping[str, int]
    posts: Sequence[Post]

    def answer(self, asked: Asked) -> Told:
        """What the server says to one request."""
        method = asked.path.rpartition(".")[2]
        if method in ("createSession", "refreshSession"):
            return 200, {"accessJwt": _SESSION, "refreshJwt": _SESSION, **self.account}
        if asked.bearer != _SESSION:
            return 401, {"error": "AuthMissing", "message": "Authentication Required"}
        endpoint = _ENDPOINTS.get(method)
        if endpoint is None:
            return 501, {"error": "MethodNotImplemented", "message": "Method Not Implemented"}
        return 200, endpoint(self, asked)

    def notifications(self, asked: Asked) -> Post:
        """Who named the account, or answered it."""
        did, handle = self.account["did"], f"@{self.account['handle']}"
        told = [post for post in self.posts if handle in post["record"]["text"] and post["author"]["did"] != did]
        return _page([post | {"reason": "mention", "isRead": False} for post in told], asked.params, "notifications")

    def feed(self, asked: Asked) -> Post:
        """What one account wrote."""
        own = [post for post in self.posts if post["author"]["did"] == asked.params.get("actor")]
        page = _page(own, asked.params, "feed")
        return page | {"feed": [{"post": post} for post in page["feed"]]}

    def found(self, asked: Asked) -> Post:
        """Posts with every word of a query."""
        words = asked.params.get("q", "").casefold().split()
        found = [post for post in self.posts if all(word in post["record"]["text"].casefold() for word in words)]
        below = [post for post in found if post["indexedAt"] < asked.params.get("until", "9")]
        return _page(below, asked.params, "posts")

    def profiles(self, _: Asked) -> Post:
        """Everybody's."""
        return {"profiles": [{"did": did, "followersCount": count} for did, count in self.followers.items()]}


_ENDPOINTS: Mapping[str, Callable[[Skies, Asked], Post]] = {
    "listNotifications": Skies.notifications,
    "getAuthorFeed": Skies.feed,
    "searchPosts": Skies.found,
    "getProfiles": Skies.profiles,
}


@contextmanager
def played(path: Path, *, newest: datetime, port: int = 0) -> Iterator[str]:
    """Play what `path` holds ({account, followers, posts}), its newest post moved to `newest`; yield the address."""
    held = json.loads(path.read_text("utf-8"))
    skies = Skies(account=held["account"], followers=held["followers"], posts=_moved(held["posts"], newest))
    with playing(skies.answer, port) as address:
        yield address


def _page(posts: Sequence[Post], params: Mapping[str, str], field: str) -> Post:
    """The newest first, with a cursor where there are more."""
    ordered = sorted(posts, key=lambda post: str(post["indexedAt"]), reverse=True)
    start, size = int(params.get("cursor", 0)), int(params.get("limit", 50))
    more = {"cursor": str(start + size)} if len(ordered) > start + size else {}
    return {field: ordered[start : start + size], **more}


def _moved(posts: Sequence[Post], newest: datetime) -> list[Post]:
    distance = newest - max(map(_seen, posts), default=newest) - timedelta(seconds=5)
    return [_at(post, f"{_seen(post) + distance:%Y-%m-%dT%H:%M:%S.000Z}") for post in posts]


def _at(post: Post, instant: str) -> Post:
    return post | {"indexedAt": instant, "record": post["record"] | {"createdAt": instant}}


def _seen(post: Post) -> datetime:
    return datetime.fromisoformat(post["indexedAt"]).astimezone(UTC)
