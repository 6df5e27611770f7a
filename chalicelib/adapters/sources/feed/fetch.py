"""Fetching a stranger's address without being led anywhere private, kept waiting, or flooded."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from chalicelib.adapters.sources.line import LARGEST, connection_to, hung_up_after, port_of
from chalicelib.domain.errors import SourceError, SourceUnavailableError

_REDIRECTS = 5
_LONGEST_PAUSE = timedelta(days=1)
_MOVED = frozenset({301, 302, 303, 307, 308})
_PERSON_NEEDED = frozenset({400, 401, 403, 404, 410, 451})
_AGENT = "Earshot/0.1 (listens for mentions of a brand; feed reader)"
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
_SAFE = "/%:=&?~+!$,;'@()*[]"


@dataclass(frozen=True, kw_only=True)
class Page:
    """What an address answered. `body` is None where nothing changed (304); `moved_to` is set on a redirect.

    `url` is the address that answered, after all redirects, and `content_type` what it said that it sent.
    """

    body: bytes | None
    etag: str = ""
    modified: str = ""
    moved_to: str = ""
    url: str = field(default="", compare=False)
    content_type: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class Fetcher:
    """Reads http and https addresses. `timeout` (seconds) bounds the whole, redirects included, not each wait in it.

    `allowed_hosts` (host:port) are read although they are private: the operator's choice, never a policy's.
    """

    allowed_hosts: frozenset[str] = frozenset()
    timeout: float = 10.0

    def fetch(self, url: str, *, etag: str, modified: str, at: datetime) -> Page:
        """Read the address, following at most five redirects, each of them checked like the first address."""
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = {name: value for name, value in headers.items() if value}
        ends = time.monotonic() + self.timeout
        for _ in range(_REDIRECTS + 1):
            page = self._ask(url, asked, at, seconds=max(0.01, ends - time.monotonic()))
            if not page.moved_to:
                return replace(page, url=url)
            url = _joined(url, page.moved_to)
        raise SourceError(f"feed: more than {_REDIRECTS} redirects")

    def _ask(self, url: str, headers: Mapping[str, str], at: datetime, *, seconds: float) -> Page:
        parts = _checked(url)
        connection = connection_to(parts, of="feed", allowed_hosts=self.allowed_hosts, seconds=seconds)
        target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        own = {"Host": _netloc(parts), "User-Agent": _AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
        try:
            with hung_up_after(seconds, connection):
                connection.request("GET", target, headers={**own, **headers}, preload_content=False)
                return _page(connection.getresponse(), at)
        except (OSError, HTTPException, HTTPError, ValueError) as error:
            raise SourceUnavailableError(f"feed: no whole answer came ({type(error).__name__})") from error


def _page(answer: BaseHTTPResponse, at: datetime) -> Page:
    if answer.status in _MOVED:
        if not answer.headers.get("Location"):
            raise SourceError("feed: a redirect leads nowhere")
        return Page(body=None, moved_to=answer.headers["Location"])
    if answer.status in _PERSON_NEEDED:
        raise SourceError(f"feed: the address answered {answer.status}")
    if answer.status not in (200, 304):
        retry_at = _retry_at(answer.headers.get("Retry-After", ""), at)
        raise SourceUnavailableError(f"feed: the address answered {answer.status}", retry_at=retry_at)
    body = None if answer.status == 304 else answer.read(LARGEST + 1, decode_content=True)
    if body and len(body) > LARGEST:
        raise SourceUnavailableError(f"feed: the answer is larger than {LARGEST} bytes")
    return Page(
        body=body,
        etag=answer.headers.get("ETag", ""),
        modified=answer.headers.get("Last-Modified", ""),
        content_type=answer.headers.get("Content-Type", ""),
    )


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_readable = parts.scheme in ("http", "https") and bool(parts.hostname) and port_of(parts) > 0
    except ValueError as error:
        raise SourceError("feed: the address is malformed") from error
    if not is_readable:
        raise SourceError(f"feed: only http and https addresses are read, not {parts.scheme or 'a bare name'}")
    return parts


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise SourceError("feed: the address redirected to is malformed") from error


def _netloc(parts: SplitResult) -> str:
    name = str(parts.hostname).encode("idna").decode("ascii")
    host = f"[{name}]" if ":" in name else name
    return f"{host}:{parts.port}" if parts.port else host


def _retry_at(value: str, at: datetime) -> datetime | None:
    """When the server asked to be asked again, at most a day from now: it cannot silence itself for ever."""
    try:
        asked = (
            at + timedelta(seconds=int(value)) if value.isdecimal() else parsedate_to_datetime(value).astimezone(UTC)
        )
    except OverflowError:
        asked = at + _LONGEST_PAUSE
    except (ValueError, TypeError):
        return None
    return min(asked, at + _LONGEST_PAUSE)
