"""Reading one page of X's posts: what it holds, what was wrong with it, where it lies, and what it cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.adapters.sources.x.costs import cost_of
from chalicelib.adapters.sources.x.posts import Post, is_id, read_posts
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.source import Fault


@dataclass(frozen=True, kw_only=True)
class Edge:
    """The newest or the oldest post of a page: its id, and when it was written."""

    id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One page. `newest` and `oldest` also count entries that could not be read; None where X named no post."""

    posts: tuple[Post, ...]
    includes: Mapping[str, Any]
    faults: tuple[Fault, ...]
    newest: Edge | None
    oldest: Edge | None
    token: str
    cost: int


def read_answer(body: Mapping[str, Any], *, where: str, at: datetime) -> Answer:
    """Read a page that X answered at `at`. X leaves `data` out when nothing matched, and can send only `errors`."""
    entries, complaints = body.get("data"), _complaints(body)
    if entries is None and complaints:
        raise SourceError(f"x: {where}: {complaints[0]}")
    if not isinstance(entries, list | None):
        raise SourceUnavailableError(f"x: {where}: the posts are not a list")
    posts, faults = read_posts(entries or [], where=where)
    meta, includes = _mapping(body, "meta"), _mapping(body, "includes")
    return Answer(
        posts=tuple(posts),
        includes=includes,
        faults=(*faults, *(Fault(where=where, reason=complaint) for complaint in complaints)),
        newest=_edge(meta.get("newest_id"), posts, at, newest=True),
        oldest=_edge(meta.get("oldest_id"), posts, at, newest=False),
        token=str(meta.get("next_token") or ""),
        cost=cost_of(entries or [], includes),
    )


def _complaints(body: Mapping[str, Any]) -> list[str]:
    errors = body.get("errors")
    given = errors if isinstance(errors, list) else [errors] if errors else []
    return [_complaint(one) for one in given]


def _complaint(error: object) -> str:
    if not isinstance(error, dict):
        return str(error)
    return str(error.get("detail") or error.get("message") or error.get("title") or "an error without words")


def _edge(named: object, posts: Sequence[Post], at: datetime, *, newest: bool) -> Edge | None:
    by_age = sorted(posts, key=lambda post: int(post.id), reverse=newest)
    post = by_age[0] if by_age else None
    if is_id(named):
        return Edge(id=named, at=post.created_at if post else at)
    return Edge(id=post.id, at=post.created_at) if post else None


def _mapping(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}
