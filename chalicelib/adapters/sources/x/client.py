"""The wire to X: tweepy with a time-out, a size limit, one host, no sleeping, and errors of our own tree."""

import io
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import requests
import tweepy
import urllib3
from requests.adapters import HTTPAdapter

from chalicelib.domain.errors import SourceError, SourceUnavailableError

API = "https://api.twitter.com"
"""The host that tweepy has built in."""

_LARGEST = 10 * 1024 * 1024
_POST_FIELDS = (
    "author_id,conversation_id,created_at,edit_history_tweet_ids,in_reply_to_user_id,lang,note_tweet,public_metrics,"
    "referenced_tweets"
)
_USER_FIELDS = "name,public_metrics,username,verified"
_CAP_MENDS = "the cap is used up; raise it in the developer console, or wait until it begins anew"
_WHAT_MENDS = {
    401: "the bearer token is wrong or was revoked",
    402: "no credit is left; buy some in the developer console",
    403: "the account may not do this; look at its access level",
    404: "there is no such account or address",
}


class XClient:
    """Four questions to X; each answer is the JSON object as it came."""

    def __init__(self, token: str, *, api_url: str | None = None, timeout: float = 10.0) -> None:
        """`timeout` is in seconds, for connecting and for each wait on the answer. `api_url` stands in for X."""
        logging.getLogger("tweepy.client").addFilter(_is_safe)
        self._token = token
        self._api = tweepy.Client(token, return_type=dict, wait_on_rate_limit=False)
        self._api.session.mount(API, _BoundedAdapter(api_url or API, timeout))
        self._api.session.trust_env = False  # a .netrc would replace the token
        self._api.session.max_redirects = 0  # the token stays with the host that it was given for

    def search(self, query: str, *, token: str | None = None, **bounds: Any) -> Mapping[str, Any]:
        """Posts of the last seven days that match."""
        return self._ask(self._api.search_recent_tweets, query, **_params(bounds, next_token=token))

    def mentions_of(self, user_id: str, *, token: str | None = None, **bounds: Any) -> Mapping[str, Any]:
        """Posts that name the account, at most the 800 newest."""
        return self._ask(self._api.get_users_mentions, user_id, **_params(bounds, pagination_token=token))

    def posts_of(self, user_id: str, *, token: str | None = None, **bounds: Any) -> Mapping[str, Any]:
        """The account's own posts, at most the 3,200 newest."""
        return self._ask(self._api.get_users_tweets, user_id, **_params(bounds, pagination_token=token))

    def user(self, handle: str) -> Mapping[str, Any]:
        """The account of this handle."""
        return self._ask(self._api.get_user, username=handle)

    def _ask(self, question: Callable[..., Any], *names: str, **params: Any) -> Mapping[str, Any]:
        if not self._token:
            raise SourceError("x: no bearer token is configured")
        if re.search(r"\s", self._token):
            raise SourceError("x: the secret x-bearer-token holds a line break or a space: store it again without")
        with _errors_of_ours():
            answer = question(*names, **params)
        if not isinstance(answer, dict):
            raise SourceUnavailableError("x: the answer is not a JSON object")
        return answer


def _params(bounds: Mapping[str, Any], **token: str | None) -> dict[str, Any]:
    asked = {name: value for name, value in {**bounds, **token}.items() if name != "parents" and value is not None}
    expansions = "author_id,referenced_tweets.id" if bounds.get("parents") else "author_id"
    return {"expansions": expansions, "tweet_fields": _POST_FIELDS, "user_fields": _USER_FIELDS} | asked


@contextmanager
def _errors_of_ours() -> Iterator[None]:
    try:
        yield
    except tweepy.TooManyRequests as error:
        if _is_used_up(error):
            raise SourceError(f"x: {_said(error)}: {_CAP_MENDS}") from error
        raise SourceUnavailableError("x: too many requests", retry_at=_instant(error.reset_time)) from error
    except tweepy.TwitterServerError as error:
        raise SourceUnavailableError(f"x: {_said(error)}") from error
    except tweepy.HTTPException as error:
        raise SourceError(f"x: {_said(error)}") from error
    except requests.RequestException as error:
        raise SourceUnavailableError(f"x: no whole answer came ({type(error).__name__})") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise SourceUnavailableError("x: the answer cannot be read") from error  # tweepy trips over odd JSON


def _said(error: tweepy.HTTPException) -> str:
    advice = _WHAT_MENDS.get(error.response.status_code, "")
    said = " ".join(str(error).split())[:300]
    return f"{said}: {advice}" if advice else said


def _is_used_up(error: tweepy.HTTPException) -> bool:
    """Whether the month's or the project's posts are used up, which no waiting of minutes mends."""
    try:
        body = error.response.json()
    except ValueError:
        return False
    named = f"{body.get('title')} {body.get('type')}" if isinstance(body, dict) else ""
    return "UsageCapExceeded" in named or "usage-capped" in named


def _instant(seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _is_safe(record: logging.LogRecord) -> bool:
    """Refuse tweepy's debug records: they hold the bearer token and people's posts."""
    return record.levelno > logging.DEBUG


class _BoundedAdapter(HTTPAdapter):
    """Sends requests for X's host to `host`, and reads no answer beyond the limits."""

    def __init__(self, host: str, timeout: float) -> None:
        super().__init__()
        self._host = host.rstrip("/")
        self._timeout = timeout

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        request.url = self._host + str(request.url).removeprefix(API)
        answer = super().send(request, **(options | {"timeout": self._timeout, "stream": True}))
        answer.raw = io.BytesIO(_read(answer.raw))
        return answer


def _read(raw: Any) -> bytes:
    try:
        body: bytes = raw.read(_LARGEST + 1, decode_content=True)
    except urllib3.exceptions.HTTPError as error:
        raise requests.ConnectionError(str(error)) from error
    if len(body) > _LARGEST:
        raw.close()
        raise requests.exceptions.ContentDecodingError(f"more than {_LARGEST} bytes")
    return body
