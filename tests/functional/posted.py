"""A source that gives what the test's public posted, page by page, as the real ones do."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.errors import SourceUnavailableError
from chalicelib.domain.mention import Mention
from chalicelib.domain.source import Batch, Cursor

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
