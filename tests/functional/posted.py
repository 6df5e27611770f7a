"""Sources that tests own: one gives what the public posted, page by page; one gives the answers it was told to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Batch, Cursor
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.ports import Source
from tests.builders import policies_for
from tests.functional.world import MINUTE, World

PAGE = 3


class PostedSource:
    """Hears `posts`, oldest first, once they are posted. `is_down` makes it fail as a network does."""

    def __init__(self, name: str, posts: Sequence[Mention]) -> None:
        self.name = name
        self.posts = [replace(post, source=name) for post in posts]
        self.is_down = False
        self.asked = 0

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:
        self.asked += 1
        if self.is_down:
            raise SourceUnavailableError(f"{self.name} is down")
        read = int(cursor.get("read", "0"))
        ready = [post for post in self.posts if post.posted_at <= at]
        page = ready[read : read + PAGE]
        end = read + len(page)
        return Batch(mentions=tuple(page), cursor={"read": str(end)}, more=end < len(ready), cost=len(page))


class ScriptedSource:
    """A source that gives one answer after another."""

    def __init__(self, *answers: Batch | Exception) -> None:
        self.name = "x"
        self.budgets: list[int | None] = []
        self._answers = list(answers)

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:
        self.budgets.append(budget)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Unbuildable(PostedSource):
    """A source whose policy asks for what no source can do."""

    def __init__(self, name: str) -> None:
        super().__init__(name, [])


def listening(*sources: Source, **world: Any) -> World:
    """A world that polls `sources`, each every minute."""
    by_name = {source.name: source for source in sources}
    polled = tuple(SourcePolicy(name=name, kind="posted", every=MINUTE) for name in by_name)
    policies = policies_for()
    return World(
        replace(policies, brand=replace(policies.brand, sources=polled)),
        make_source=lambda policy, _: _made(by_name[policy.name]),
        **world,
    )


def _made(source: Source) -> Source:
    if isinstance(source, Unbuildable):
        raise SourceError(f"{source.name}: there is no handle to listen for")
    return source
