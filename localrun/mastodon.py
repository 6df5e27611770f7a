"""A Mastodon server played on loopback: what was written there is told of as if the newest had come just now."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from localrun.loopback import Asked, Told, playing

Toot = dict[str, Any]

_FAR = 10**18


@dataclass(frozen=True)
class Toots:
    """`account` is the brand's, whose token every token is; `toots` are all posts, whoever wrote them."""

    account: Toot
    toots: Sequence[Toot]

    def answer(self, asked: Asked) -> Told:
        """What the server says to one request."""
        if not asked.bearer:
            return 401, {"error": "The access token is invalid"}
        for ending, endpoint in _ENDPOINTS.items():
            if asked.path.endswith(ending):
                return 200, endpoint(self, asked)
        if "/timelines/tag/" in asked.path:
            tag = f"#{asked.path.rsplit('/', 1)[-1]}".casefold()
            return 200, _page([toot for toot in self.toots if tag in toot["content"].casefold()], asked.params)
        return 404, {"error": "Record not found"}

    def notifications(self, asked: Asked) -> list[Toot]:
        """Who named the account; a notification has its post's id here."""
        told = [self._notice(toot) for toot in self.toots if self._names_us(toot)]
        return _page(told, asked.params)

    def posts(self, asked: Asked) -> list[Toot]:
        """What the account wrote."""
        return _page([toot for toot in self.toots if toot["account"]["id"] == self.account["id"]], asked.params)

    def context(self, asked: Asked) -> Toot:
        """The posts above one, the first of the thread first."""
        known = {toot["id"]: toot for toot in self.toots}
        above: list[Toot] = []
        parent = known.get(asked.path.split("/")[-2], {}).get("in_reply_to_id")
        while parent in known:
            above.insert(0, known[parent])
            parent = known[parent].get("in_reply_to_id")
        return {"ancestors": above, "descendants": []}

    def found(self, asked: Asked) -> Toot:
        """Public posts with every word of a query."""
        words = asked.params.get("q", "").casefold().split()
        newer = [toot for toot in self.toots if int(toot["id"]) > int(asked.params.get("min_id", 0))]
        found = [toot for toot in newer if all(word in toot["content"].casefold() for word in words)]
        bounds = {name: value for name, value in asked.params.items() if name != "min_id"}
        return {"accounts": [], "statuses": _page(found, bounds), "hashtags": []}

    def _names_us(self, toot: Toot) -> bool:
        return any(named["acct"] == self.account["acct"] for named in toot["mentions"])

    def _notice(self, toot: Toot) -> Toot:
        return {
            "id": toot["id"],
            "type": "mention",
            "created_at": toot["created_at"],
            "account": toot["account"],
            "status": toot,
        }


_ENDPOINTS: Mapping[str, Callable[[Toots, Asked], Any]] = {
    "/verify_credentials": lambda toots, _: toots.account,
    "/notifications": Toots.notifications,
    "/statuses": Toots.posts,
    "/context": Toots.context,
    "/search": Toots.found,
}


@contextmanager
def played(path: Path, *, newest: datetime, port: int = 0) -> Iterator[str]:
    """Play what `path` holds ({account, statuses}), its newest post moved to `newest`; yield the server's address."""
    held = json.loads(path.read_text("utf-8"))
    toots = Toots(account=held["account"], toots=_moved(held["statuses"], newest))
    with playing(toots.answer, port) as address:
        yield address


def _page(toots: Sequence[Toot], params: Mapping[str, str]) -> list[Toot]:
    """After `min_id` the next ones, else the newest; always the newest first."""
    above, below, size = (
        int(params.get(name, other)) for name, other in (("min_id", 0), ("max_id", _FAR), ("limit", 20))
    )
    within = sorted((toot for toot in toots if above < int(toot["id"]) < below), key=lambda toot: int(toot["id"]))
    return (within[:size] if "min_id" in params else within[-size:])[::-1]


def _moved(toots: Sequence[Toot], newest: datetime) -> list[Toot]:
    distance = newest - max(map(_written, toots), default=newest) - timedelta(seconds=5)
    return [toot | {"created_at": f"{_written(toot) + distance:%Y-%m-%dT%H:%M:%S.000Z}"} for toot in toots]


def _written(toot: Toot) -> datetime:
    return datetime.fromisoformat(toot["created_at"]).astimezone(UTC)
