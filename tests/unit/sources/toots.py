"""Mastodon's answers as the tests' stories need them. Everybody in them is invented."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.sources import make_source
from chalicelib.domain.heard.source import Batch, Cursor
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.ports import Source
from tests.builders import NOON
from tests.unit.sources.loopback import Asked, Loopback, Said, answering, as_json

HOME = "social.wayfare.example"
WAYFARE = "900"
ANA = "501"
TOKEN = "s3cret"

Body = dict[str, Any]

ACCOUNTS: Mapping[str, Body] = {
    WAYFARE: {
        "id": WAYFARE,
        "username": "wayfare",
        "acct": "wayfare",
        "display_name": "Wayfare",
        "followers_count": 9000,
    },
    ANA: {"id": ANA, "username": "ana", "acct": "ana@far.example", "display_name": "Ana", "followers_count": 120},
}


def a_toot(id: int, words: str = "<p>you lost my bag</p>", *, by: str = ANA, **changes: Any) -> Body:
    """A public post of its own thread; post N was written N seconds after NOON's eve."""
    own: Body = {
        "id": str(id),
        "created_at": at(id).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"https://far.example/users/ana/statuses/{id}",
        "url": f"https://far.example/@ana/{id}",
        "favourites_count": 3,
        "reblogs_count": 2,
        "replies_count": 1,
        "content": words,
        "reblog": None,
        "account": ACCOUNTS[by],
        "media_attachments": [],
        "mentions": [],
    }
    return {**own, **changes}


def an_answer(id: int, *, to: int, of: str, **changes: Any) -> Body:
    """A post that answers post `to`, which `of` wrote."""
    return a_toot(id, **{"in_reply_to_id": str(to), "in_reply_to_account_id": of, **changes})


def a_notice(toot: Body | None, id: int | None = None, kind: str = "mention") -> Body:
    """The notification of a post, under the post's own number unless it has another."""
    number = str(id if id is not None else (toot or {})["id"])
    return {
        "id": number,
        "type": kind,
        "created_at": "2026-05-04T11:00:00.000Z",
        "account": ACCOUNTS[ANA],
        "status": toot,
    }


def at(id: int) -> datetime:
    """When the post of this id was written."""
    return NOON - timedelta(days=1) + timedelta(seconds=id)


def page(entries: Sequence[Body], params: Mapping[str, str]) -> list[Body]:
    """The entries that a server gives to these bounds: after `min_id` the next ones, else the newest; newest first."""
    ordered = sorted(entries, key=lambda entry: int(entry["id"]))
    above, below = int(params.get("min_id", 0)), int(params.get("max_id", 10**18))
    within = [entry for entry in ordered if above < int(entry["id"]) < below]
    size = int(params.get("limit", 20))
    return (within[:size] if "min_id" in params else within[-size:])[::-1]


@dataclass
class Server:
    """What a server holds. `mishaps` are said in place of what is asked next."""

    notices: list[Body] = field(default_factory=list)
    own: list[Body] = field(default_factory=list)
    tagged: list[Body] = field(default_factory=list)
    found: list[Body] = field(default_factory=list)
    above: dict[str, list[Body] | Said] = field(default_factory=dict)
    mishaps: list[Said] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Said:
        """Speak, or stumble."""
        if self.mishaps:
            return self.mishaps.pop(0)
        said = self._said(asked)
        return said if isinstance(said, Said) else as_json(said, more=self.headers)

    def _said(self, asked: Asked) -> Any:
        last = asked.path.rsplit("/", 1)[-1]
        if last == "verify_credentials":
            return ACCOUNTS[WAYFARE]
        if last == "context":
            above = self.above.get(asked.path.split("/")[-2], Said(status=404))
            return above if isinstance(above, Said) else {"ancestors": above, "descendants": []}
        if last == "search":
            wanted = {name: value for name, value in asked.params.items() if name != "min_id"}
            newer = [toot for toot in self.found if int(toot["id"]) > int(asked.params.get("min_id", 0))]
            return {"accounts": [], "statuses": page(newer, wanted), "hashtags": []}
        held = {"notifications": self.notices, "statuses": self.own}.get(last, self.tagged)
        return page(held, asked.params)


@contextmanager
def serving(server: Server) -> Iterator[Loopback]:
    """The server on loopback."""
    with answering(server.answer) as loopback:
        yield loopback


def mastodon_source(
    server: Loopback, *, hashtag: str = "", token: str = TOKEN, timeout: float = 30.0, **options: str
) -> Source:
    """The source that reads `server` for Wayfare."""
    policy = SourcePolicy(name="mastodon", kind="mastodon", options={"server": server.url, **options})
    return make_source(
        policy,
        handles=(f"wayfare@{HOME}",),
        secrets={"mastodon-token": token},
        hashtag=hashtag,
        feed_hosts=frozenset({server.host}),
        timeout=timeout,
    )


def drain(source: Source, cursor: Cursor | None = None, *, when: datetime = NOON) -> list[Batch]:
    """Fetch until the source has no more."""
    batches = [source.fetch(cursor or {}, at=when, budget=None)]
    while batches[-1].more:
        batches.append(source.fetch(batches[-1].cursor, at=when, budget=None))
    return batches
