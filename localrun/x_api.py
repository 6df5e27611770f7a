"""X's read endpoints over recordings: which posts and accounts a request asks for."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from localrun.x_pages import Body, Params, RefusedError, cut, expanded, page
from localrun.x_query import UnknownQueryError, matcher
from localrun.x_recordings import Post, Recordings, User, named, same, written_at

_REACH = timedelta(days=7)
_SLACK = timedelta(minutes=5)
_LONGEST_QUERY = 512


@dataclass(frozen=True)
class XApi:
    """Answers a path and its parameters as X would have at `now`."""

    recordings: Recordings
    now: datetime

    def answer(self, path: str, params: Params) -> Body | None:
        """The body of a 200; None where there is no such address; RefusedError for a 400."""
        for pattern, endpoint in _ENDPOINTS:
            if found := re.fullmatch(pattern, path):
                return endpoint(self, params, *found.groups())
        return None

    def search(self, params: Params) -> Body:
        """Recent search: seven days back."""
        query = params.get("query", "")
        if not 0 < len(query) <= _LONGEST_QUERY:
            raise RefusedError(f"query: must be 1 to {_LONGEST_QUERY} characters long")
        try:
            matches = matcher(query, self.recordings)
        except UnknownQueryError as error:
            raise RefusedError(f"query: {error}") from error
        self._check_reach(params)
        recent = (post for post in self.recordings.newest_first() if written_at(post) > self.now - _REACH)
        return page(self.recordings, filter(matches, recent), params, fewest=10)

    def timeline(self, params: Params, user_id: str, kind: str) -> Body:
        """The account's own posts, or the posts that name it."""
        user = self.recordings.users.get(user_id)
        if user is None:
            return _missing("user", "id", [user_id])
        found = (post for post in self.recordings.newest_first() if _BELONGS[kind](post, user))
        return page(self.recordings, found, params, fewest=5)

    def users(self, params: Params, column: str = "id") -> Body:
        """Several accounts."""
        asked = params.get("usernames" if column == "username" else "ids", "").split(",")
        found = {value: self._user(column, value) for value in asked}
        data = [cut(user, params, "user") for user in found.values() if user]
        return _found(data) | _missing("user", column, [value for value, user in found.items() if user is None])

    def user(self, params: Params, value: str, column: str = "id") -> Body:
        """One account."""
        user = self._user(column, value)
        return {"data": cut(user, params, "user")} if user else _missing("user", column, [value])

    def posts(self, params: Params, post_id: str | None = None) -> Body:
        """One post, or several, by id."""
        asked = [post_id] if post_id else params.get("ids", "").split(",")
        found = [post for one in asked if (post := self.recordings.post(one))]
        missing = [one for one in asked if self.recordings.post(one) is None]
        data = [cut(post, params, "tweet") for post in found]
        includes = expanded(self.recordings, found, params)
        return _found(data[0] if post_id and data else data) | includes | _missing("tweet", "id", missing)

    def _user(self, column: str, value: str) -> User | None:
        return self.recordings.user(value) if column == "username" else self.recordings.users.get(value)

    def _check_reach(self, params: Params) -> None:
        since = self.recordings.post(params.get("since_id", ""))
        start = datetime.fromisoformat(params["start_time"]) if "start_time" in params else None
        oldest = min(filter(None, (start, written_at(since) if since else None)), default=self.now)
        if oldest < self.now - _REACH - _SLACK:
            raise RefusedError("since_id and start_time must lie within the last 7 days")


def _found(data: Any) -> Body:
    return {"data": data} if data else {}


def _missing(kind: str, column: str, values: Iterable[str]) -> Body:
    """X's own words for what does not exist; they come with status 200."""
    errors = [
        {
            "parameter": column,
            "resource_id": value,
            "value": value,
            "detail": f"Could not find {kind} with {column}: [{value}].",
            "title": "Not Found Error",
            "resource_type": kind,
            "type": "https://api.twitter.com/2/problems/resource-not-found",
        }
        for value in values
    ]
    return {"errors": errors} if errors else {}


_BELONGS: Mapping[str, Callable[[Post, User], bool]] = {
    "tweets": lambda post, user: bool(post["author_id"] == user["id"]),
    "mentions": lambda post, user: any(same(name, user["username"]) for name in named(post)),
}

_ENDPOINTS: tuple[tuple[str, Callable[..., Body]], ...] = (
    (r"/2/tweets/search/(?:recent|all)", XApi.search),
    (r"/2/tweets", XApi.posts),
    (r"/2/tweets/(\d+)", XApi.posts),
    (r"/2/users", XApi.users),
    (r"/2/users/by", lambda api, params: api.users(params, "username")),
    (r"/2/users/by/username/(\w+)", lambda api, params, handle: api.user(params, handle, "username")),
    (r"/2/users/(\d+)", XApi.user),
    (r"/2/users/(\d+)/(tweets|mentions)", XApi.timeline),
)
