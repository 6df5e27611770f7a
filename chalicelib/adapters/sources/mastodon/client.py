"""The questions that a Mastodon server is asked, through Mastodon.py. Each answer is what it made of the JSON."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import requests
from mastodon import Mastodon

from chalicelib.adapters.sources.limits import is_nearly_refused
from chalicelib.adapters.sources.line import AGENT, Line
from chalicelib.adapters.sources.mastodon.wire import Wire, errors_of_ours
from chalicelib.domain.errors import SourceError, SourceUnavailableError

HEARD = ["mention", "quote"]
"""The kinds of notifications that say something to us or of us."""

_NEWEST_KNOWN = "4.6.0"
"""Mastodon.py asks the server for its version only where it is not told one."""


class MastodonClient:
    """Asks one server with the brand's own access token. What answers with a list takes `min_id`, `max_id`, `limit`."""

    def __init__(self, token: str, *, line: Line) -> None:
        self._token = token
        self._wire = Wire(line)
        session = requests.Session()
        session.trust_env = False
        session.max_redirects = 0  # the token stays with the server that it was given for
        session.mount("https://", self._wire)
        session.mount("http://", self._wire)
        self._api = _Api(
            access_token=token or None,
            api_base_url=line.origin,
            session=session,
            ratelimit_method="throw",
            mastodon_version=_NEWEST_KNOWN,
            version_check_mode="created",
            user_agent=AGENT,
        )

    @property
    def is_nearly_refused(self) -> bool:
        """Whether the server said that it answers only a few requests more before it refuses."""
        return is_nearly_refused(self._wire.last.headers)

    def me(self, at: datetime) -> Any:
        """The account whose token this is."""
        return self._ask(at, self._api.account_verify_credentials)

    def notifications(self, at: datetime, **bounds: Any) -> Any:
        """Who named or quoted the account. With `min_id` the next ones after it: nothing is skipped."""
        return self._ask(at, self._api.notifications, types=list(HEARD), **bounds)

    def posts_of(self, account: str, at: datetime, **bounds: Any) -> Any:
        """What the account posted, what it sent in private too."""
        return self._ask(at, self._api.account_statuses, account, exclude_reblogs=True, **bounds)

    def tagged(self, hashtag: str, at: datetime, **bounds: Any) -> Any:
        """Public posts with the hashtag that have reached the server."""
        return self._ask(at, self._api.timeline_hashtag, hashtag, **bounds)

    def search(self, query: str, at: datetime, **bounds: Any) -> Any:
        """Public posts that match, newest first, where the server searches and their authors agreed to be found."""
        found = self._ask(at, self._api.search_v2, query, resolve=False, result_type="statuses", **bounds)
        return found.get("statuses") if isinstance(found, dict) else found

    def above(self, status: str, at: datetime) -> Any:
        """The posts that this one answers, the first of the thread first."""
        found = self._ask(at, self._api.status_context, status)
        return found.get("ancestors") if isinstance(found, dict) else found

    def _ask(self, at: datetime, question: Callable[..., Any], *names: str, **params: Any) -> Any:
        if not self._token:
            raise SourceError("mastodon: no access token is configured")
        if re.search(r"\s", self._token):
            raise SourceError(
                "mastodon: the secret mastodon-token holds a line break or a space: store it again without"
            )
        with errors_of_ours(self._wire, at):
            answer = question(*names, **{name: value for name, value in params.items() if value})
        if not isinstance(answer, list | dict):
            raise SourceUnavailableError("mastodon: the answer is neither a list nor an object")
        return answer


class _Api(Mastodon):
    """Mastodon.py, without the question whether a timeline is open that it asks before it reads one."""

    def timeline_is_available(self, *_: Any, **__: Any) -> bool:
        """The answer itself says it if it is not."""
        return True
