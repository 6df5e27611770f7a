"""Bluesky's answers as the tests' stories need them. Everybody in them is invented."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.sources import make_source
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.ports import Source
from tests.builders import NOON
from tests.unit.sources.loopback import Asked, Loopback, Said, answering, as_json

WAYFARE = "did:plc:wayfare"
ANA = "did:plc:ana"
PASSWORD = "abcd-efgh-ijkl-mnop"

Body = dict[str, Any]

HANDLES = {WAYFARE: "wayfare.example", ANA: "ana.example"}


class FakeVault(dict[str, str]):
    """Keeps what it is given, unless it is `broken`."""

    broken: Exception | None = None

    def fresh(self, name: str) -> str | None:
        return self.get(name)

    def keep(self, name: str, value: str) -> None:
        if self.broken is not None:
            raise self.broken
        self[name] = value


def uri(id: int, by: str = ANA) -> str:
    """The address of post N."""
    return f"at://{by}/app.bsky.feed.post/{id}"


def a_post(id: int, text: str = "@wayfare.example you lost my bag", *, by: str = ANA, **changes: Any) -> Body:
    """A post of its own thread, as searches give it; post N was written N seconds after NOON's eve."""
    record = {"$type": "app.bsky.feed.post", "createdAt": written(id), "langs": ["en"], "text": text}
    own: Body = {
        "uri": uri(id, by),
        "cid": f"c{id}",
        "author": {"did": by, "handle": HANDLES[by], "displayName": HANDLES[by].partition(".")[0].title()},
        "record": {**record, **changes.pop("record", {})},
        "indexedAt": written(id),
        "likeCount": 3,
        "repostCount": 2,
        "replyCount": 1,
        "labels": [],
    }
    return {**own, **changes}


def an_answer(id: int, *, to: str, root: str, **changes: Any) -> Body:
    """A post that answers post `to` in the thread of `root`."""
    links = {"root": {"uri": root, "cid": "c"}, "parent": {"uri": to, "cid": "c"}}
    return a_post(id, **{"record": {"reply": links}, **changes})


def a_notice(post: Body, reason: str = "mention") -> Body:
    """The notification of a post, which knows no counts."""
    counts = ("likeCount", "repostCount", "replyCount")
    return {**{key: value for key, value in post.items() if key not in counts}, "reason": reason, "isRead": False}


def at(id: int) -> datetime:
    """When the post of this id was written."""
    return NOON - timedelta(days=1) + timedelta(seconds=id)


def written(id: int) -> str:
    return at(id).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def page(entries: Sequence[Body], params: Mapping[str, str], field: str) -> Body:
    """The newest entries below `cursor` (lists) or `until` (searches), with a cursor where there are more."""
    ordered = sorted(entries, key=lambda entry: (when(entry), entry.get("uri", "")), reverse=True)
    below = [entry for entry in ordered if when(entry) < params.get("until", "9")]
    start = int(params.get("cursor", 0))
    size = int(params.get("limit", 50))
    more = {"cursor": str(start + size)} if len(below) > start + size else {}
    return {field: below[start : start + size], **more}


def when(entry: Body) -> str:
    return str(entry.get("post", entry)["indexedAt"])


@dataclass
class Server:
    """What a server holds. `mishaps` are said in place of what is asked next."""

    notices: list[Body] = field(default_factory=list)
    own: list[Body] = field(default_factory=list)
    found: list[Body] = field(default_factory=list)
    mishaps: list[Said] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    given: int = 0
    good: str = ""
    refresh: str = ""

    def answer(self, asked: Asked) -> Said:
        """Speak, or stumble."""
        if self.mishaps:
            return self.mishaps.pop(0)
        method = asked.path.rpartition(".")[2]
        if method in ("createSession", "refreshSession"):
            return self._session(method, asked)
        if asked.headers.get("Authorization") != f"Bearer {self.good}":
            return expired()
        return as_json(self._said(method, asked.params), more=self.headers)

    def _session(self, method: str, asked: Asked) -> Said:
        if method == "createSession" and json.loads(asked.body)["password"] != PASSWORD:
            return refusal("AuthenticationRequired", 401)
        if method == "refreshSession" and asked.headers["Authorization"] != f"Bearer {self.refresh}":
            return expired()
        self.given += 1
        self.good, self.refresh = f"access-{self.given}", f"refresh-{self.given}"
        return as_json(
            {"accessJwt": self.good, "refreshJwt": self.refresh, "did": WAYFARE, "handle": "wayfare.example"}
        )

    def _said(self, method: str, params: Mapping[str, str]) -> Body:
        match method:
            case "getAuthorFeed":
                return page(self.own, params, "feed")
            case "listNotifications":
                return page(self.notices, params, "notifications")
            case "getProfiles":
                return {"profiles": [{"did": ANA, "followersCount": 120}, {"did": WAYFARE, "followersCount": 9000}]}
            case _:
                return page(self.found, params, "posts")


def refusal(error: str, status: int = 400) -> Said:
    return as_json({"error": error, "message": "no <b>way</b>"}, status=status)


def expired() -> Said:
    return refusal("ExpiredToken")


@contextmanager
def serving(server: Server) -> Iterator[Loopback]:
    """The server on loopback."""
    with answering(server.answer) as loopback:
        yield loopback


def bluesky_source(
    server: Loopback,
    vault: FakeVault | None = None,
    *,
    hashtag: str = "",
    password: str = PASSWORD,
    timeout: float = 30.0,
    **options: str,
) -> Source:
    """The source that reads `server` for Wayfare."""
    policy = SourcePolicy(name="bluesky", kind="bluesky", options={"server": server.url, **options})
    return make_source(
        policy,
        handles=("wayfare.example",),
        secrets={"bluesky-app-password": password},
        vault=FakeVault() if vault is None else vault,
        hashtag=hashtag,
        feed_hosts=frozenset({server.host}),
        timeout=timeout,
    )
