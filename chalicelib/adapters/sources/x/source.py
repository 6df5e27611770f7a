"""X as a source: one question a fetch, so that no answer that was paid for is lost to the failure of another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.adapters.sources.x import costs
from chalicelib.adapters.sources.x.answers import Answer, read_answer
from chalicelib.adapters.sources.x.client import XClient
from chalicelib.adapters.sources.x.crowding import counted, faults, is_of_today, without_crowders
from chalicelib.adapters.sources.x.older import at_the_top, moved_below, newest_rest
from chalicelib.adapters.sources.x.posts import is_id, mentions
from chalicelib.adapters.sources.x.windows import REACH, Window, bounds, is_forgotten, lost_to_age, lost_to_number
from chalicelib.domain.errors import SourceError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import OUT_OF_BUDGET, Batch, Cursor, Fault, Gap

_PAGE = 100
_NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One sequence of posts that X can be asked for; `limit` is the most it gives back, None for a search.

    `is_rest`: it is what an earlier hour left unread of such a sequence.
    """

    name: str
    ask: Callable[..., Mapping[str, Any]]
    fewest: int
    limit: int | None = None
    is_rest: bool = False


@dataclass(frozen=True, kw_only=True)
class XSource:
    """Mentions of the brand on X, the brand's own posts, and what staff say for it.

    `staff` are handles whose posts are never too many; whoever else writes too much in a day is left out of searches.
    `searches` are read by recent search; with `by_account`, so are the mentions and own posts of `handles`, account
    by account. Each handle's account is looked up once, because a thread's author is known by id only.
    `backfill` is how far back the first pass looks. `parents` also asks (and pays) for the posts replied to.
    """

    name: str
    client: XClient
    handles: tuple[str, ...]
    staff: tuple[str, ...] = ()
    searches: tuple[str, ...] = ()
    by_account: bool = False
    backfill: timedelta = REACH
    parents: bool = False

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:
        """Read the next page of the stream whose turn it is; `more` until every stream has been read to its end."""
        stranger = next((handle for handle in self.handles if _account(handle) not in cursor), None)
        if stranger is not None:
            return self._look_up(stranger, cursor, budget)
        before, cursor = cursor, cursor if budget is None else at_the_top(cursor, at)
        streams = _with_rest(self._streams(cursor, at), cursor)
        turn = int(cursor.get("turn", "0")) % len(streams)
        stream, rest = streams[turn], len(streams) - turn - 1
        window = Window.of(cursor, stream.name).begun(at)
        window = window if is_of_today(cursor, at) else replace(window, token="")
        if stream.limit is None and is_forgotten(window, at):
            moved, more = _move_on(cursor, stream, window.finished(), rest)
            return Batch(cursor=moved, more=more, gap=lost_to_age(window, at))
        size = costs.affordable(budget, at_most=_PAGE, parents=self.parents) - (stream.fewest if stream.is_rest else 0)
        if size < stream.fewest:
            return Batch(cursor=_without_turn(cursor)) if stream.is_rest else _out_of_budget(before)
        return self._read(stream, window, cursor, at=at, size=size, rest=rest)

    def _read(self, stream: Stream, window: Window, cursor: Cursor, *, at: datetime, size: int, rest: int) -> Batch:
        asked = bounds(window, at, backfill=self.backfill, is_search=stream.limit is None)
        page = stream.ask(**asked, max_results=size, parents=self.parents)
        answer = read_answer(page, where=stream.name, at=at)
        below = window.after(answer)
        moved, more = _move_on(cursor, stream, below, rest)
        fresh = [post for post in answer.posts if window.holds(post.id)]
        told = mentions(self.name, fresh, answer.includes, own=self._own(cursor))
        if stream.limit is None:
            moved = counted(moved, fresh, at=at, known=self._known(told, cursor))
        return Batch(
            mentions=told,
            cursor=moved,
            faults=(*answer.faults, *faults(cursor, moved, at=at)),
            gap=_gap(stream, window, below, answer, at),
            more=more,
            cost=answer.cost,
        )

    def _look_up(self, handle: str, cursor: Cursor, budget: int | None) -> Batch:
        if budget is not None and budget < costs.AUTHOR:
            return _out_of_budget(cursor)
        found = self.client.user(handle).get("data")
        account = found.get("id") if isinstance(found, dict) else None
        if not is_id(account) and self.by_account:
            raise SourceError(f"x: there is no account called @{handle}, or it is suspended")
        known = account if is_id(account) else _NOBODY
        return Batch(cursor=cursor | {_account(handle): known}, more=True, cost=costs.AUTHOR)

    def _own(self, cursor: Cursor) -> frozenset[str] | None:
        """The brand's account ids, None where X knows none of its handles; one unknown to X began no thread."""
        return frozenset(cursor[_account(handle)] for handle in self.handles) - {_NOBODY} or None

    def _known(self, told: Iterable[Mention], cursor: Cursor) -> frozenset[str]:
        """The ids of those among the authors who speak for the brand."""
        handles = {handle.casefold() for handle in (*self.handles, *self.staff)}
        named = frozenset(each.author.id for each in told if each.author.handle.casefold() in handles)
        return named | (self._own(cursor) or frozenset())

    def _streams(self, cursor: Cursor, at: datetime) -> list[Stream]:
        streams = []
        for handle in self.handles if self.by_account else ():
            account = cursor[_account(handle)]
            own, heard = partial(self.client.posts_of, account), partial(self.client.mentions_of, account)
            streams.append(Stream(name=f"posts of {handle}", ask=own, fewest=5, limit=3200))
            streams.append(Stream(name=f"mentions of {handle}", ask=heard, fewest=5, limit=800))
        for index, query in enumerate(self.searches):
            asked = without_crowders(query, cursor, at=at)
            streams.append(Stream(name=f"search {index}", ask=partial(self.client.search, asked), fewest=10))
        return streams


def _gap(stream: Stream, window: Window, below: Window, answer: Answer, at: datetime) -> Gap | None:
    if stream.limit is None:
        return None if window.until else lost_to_age(window, at)
    return None if below.started else lost_to_number(window, answer, stream.limit)


def _move_on(cursor: Cursor, stream: Stream, window: Window, rest: int) -> tuple[Cursor, bool]:
    """The cursor with the stream's new place, and whether to go on at once: with this stream, or the next one."""
    if stream.is_rest:
        return moved_below(cursor, stream.name, window), False
    moved = window.into(cursor, stream.name)
    if window.started:
        return moved, True
    moved = _without_turn(moved)
    return (moved | {"turn": str(int(cursor.get("turn", "0")) + 1)}, True) if rest else (moved, False)


def _without_turn(cursor: Cursor) -> Cursor:
    return {key: value for key, value in cursor.items() if key != "turn"}


def _with_rest(streams: Sequence[Stream], cursor: Cursor) -> Sequence[Stream]:
    """The streams of news, and behind them what was left unread last of one of them."""
    found = newest_rest(cursor)
    name, of = found or ("", "")
    return [*streams, *(replace(stream, name=name, is_rest=True) for stream in streams if stream.name == of)]


def _out_of_budget(cursor: Cursor) -> Batch:
    """Nothing read and nothing lost: the cursor stays, and the first fetch with money goes on from it."""
    return Batch(
        cursor=cursor, faults=(Fault(where=OUT_OF_BUDGET, reason="what may be spent now does not pay for a page"),)
    )


def _account(handle: str) -> str:
    return f"account {handle}"
