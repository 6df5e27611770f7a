"""Recorded answers of X as a pool of posts and accounts, moved in time so that the newest was written just now."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from infra.errors import OperatorError

Post = dict[str, Any]
User = dict[str, Any]

_NEWEST_IS = timedelta(seconds=5)
_X_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)


@dataclass(frozen=True)
class Recordings:
    """`posts` are what searches and timelines find; `context` holds the posts that answers merely included."""

    posts: Mapping[str, Post]
    context: Mapping[str, Post]
    users: Mapping[str, User]
    errors: Mapping[str, tuple[int, Any]]

    def post(self, post_id: str) -> Post | None:
        """Any recorded post."""
        return self.posts.get(post_id) or self.context.get(post_id)

    def error(self, uri: str) -> tuple[int, Any] | None:
        """What was answered to this request where it failed; where no post was recorded, to any request."""
        anywhere = None if self.posts else next(iter(self.errors.values()), None)
        return self.errors.get(question(uri), anywhere)

    def user(self, handle: str) -> User | None:
        """The account of this handle."""
        return next((user for user in self.users.values() if same(user["username"], handle)), None)

    def handle(self, user_id: str | None) -> str:
        """The account's handle; empty where the recordings do not hold it."""
        return str(self.users.get(user_id or "", {}).get("username", ""))

    def newest_first(self) -> list[Post]:
        """The order in which X answers."""
        return sorted(self.posts.values(), key=lambda post: int(post["id"]), reverse=True)

    def concerns(self, post: Post, handle: str) -> bool:
        """Whether the post is by the account, answers it, names it, or reposts it."""
        people = (self.handle(post["author_id"]), self.handle(post.get("in_reply_to_user_id")), *named(post))
        return any(same(person, handle) for person in people)


def load(directory: Path, *, shift_to: datetime, handle: str | None = None) -> Recordings:
    """Read DIR/*.json and move all times alike.

    The newest post that concerns `handle` (without one, or where none does, the newest of all) is put five seconds
    before `shift_to`, and what would lie later than that is left out. Ids stay as they were.
    """
    recorded = list(_read(directory))
    if not recorded:
        raise OperatorError(f"{directory} holds no recorded answers of X (*.json)")
    bodies = [one["body"] for one in recorded if one["status"] == 200 and isinstance(one["body"], dict)]
    pool = Recordings(
        posts=_by_id(post for body in bodies for post in _listed(body, "data") if "author_id" in post),
        context=_by_id(post for body in bodies for post in _included(body, "tweets") if "author_id" in post),
        users=_by_id(_accounts(bodies)),
        errors={question(one["uri"]): (one["status"], one["body"]) for one in recorded if _is_error(one)},
    )
    return _moved(pool, shift_to=shift_to - _NEWEST_IS, handle=handle)


def named(post: Post) -> list[str]:
    """The handles that the post names."""
    mentions = (post.get("entities") or {}).get("mentions")
    return [one["username"] for one in mentions] if mentions else re.findall(r"@(\w{1,15})", post.get("text", ""))


def reposted(post: Post) -> str | None:
    """The id of the post that this one plainly repeats."""
    return next((one["id"] for one in references(post) if one["type"] == "retweeted"), None)


def references(post: Post) -> list[dict[str, str]]:
    """The posts that this one replies to, quotes or repeats, each with its `type` and `id`."""
    return post.get("referenced_tweets") or []


def same(one: str, other: str) -> bool:
    """Handles do not tell capitals from small letters."""
    return one.lower() == other.lower()


def written_at(post: Post) -> datetime:
    """When the post was written, after the move; an id of X holds the instant too, for recordings without it."""
    if "created_at" in post:
        return datetime.fromisoformat(post["created_at"]).astimezone(UTC)
    return _X_EPOCH + timedelta(milliseconds=int(post["id"]) >> 22)


def question(uri: str) -> str:
    """A request's path and parameters in a form that compares equal whatever their order and escaping."""
    parts = urlsplit(uri)
    return f"{parts.path}?{sorted(parse_qsl(parts.query))}"


def _read(directory: Path) -> Iterable[Mapping[str, Any]]:
    for path in sorted(directory.glob("*.json")):
        try:
            recording = json.loads(path.read_text("utf-8"))
            yield {"uri": recording["request"]["uri"], "status": recording["status"], "body": recording["body"]}
        except (ValueError, KeyError, TypeError) as error:
            raise OperatorError(f"{path} is not a recorded answer: {{request, status, headers, body}}") from error


def _moved(pool: Recordings, *, shift_to: datetime, handle: str | None) -> Recordings:
    about = [post for post in pool.posts.values() if handle is None or pool.concerns(post, handle)]
    times = [written_at(post) for post in about or pool.posts.values()]
    shift = shift_to - max(times, default=shift_to)
    posts = {key: _shifted(post, shift) for key, post in pool.posts.items() if written_at(post) + shift <= shift_to}
    return replace(pool, posts=posts, context={key: _shifted(post, shift) for key, post in pool.context.items()})


def _shifted(post: Post, shift: timedelta) -> Post:
    moved = (written_at(post) + shift).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return post | {"created_at": moved}


def _accounts(bodies: Iterable[Mapping[str, Any]]) -> Iterable[User]:
    for body in bodies:
        yield from _included(body, "users")
        yield from (one for one in _listed(body, "data") if "username" in one)


def _by_id(entries: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The fullest of several recordings of one thing."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        found[entry["id"]] = found.get(entry["id"], {}) | entry
    return found


def _included(body: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return _listed(body.get("includes") or {}, name)


def _listed(body: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = body.get(name)
    if isinstance(found, dict):
        return [found]
    return found if isinstance(found, list) else []


def _is_error(recorded: Mapping[str, Any]) -> bool:
    body = recorded["body"]
    return recorded["status"] != 200 or (isinstance(body, dict) and "errors" in body and "data" not in body)
