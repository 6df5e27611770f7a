"""What carries Mastodon.py's requests: our own line, and errors of our own tree."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import requests
from mastodon.errors import MastodonAPIError, MastodonError, MastodonNetworkError, MastodonServerError
from requests.adapters import BaseAdapter

from chalicelib.adapters.sources.limits import retry_at
from chalicelib.adapters.sources.line import Answer, Line
from chalicelib.domain.errors import EarshotError, SourceError, SourceUnavailableError

_SILENCE = Answer(status=0, headers={}, body=b"")
_WHAT_MENDS = {
    401: "the access token is wrong or was revoked",
    403: "the access token lacks a right: it needs read:accounts, read:notifications, read:search and read:statuses",
    404: "there is no such account or post, or the server is none of Mastodon's kind",
    410: "it is gone",
    422: "the server does not take what was asked",
}


class Wire(BaseAdapter):
    """An adapter of requests that asks by `line`. `last` is the newest answer, with the limits that it told."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line
        self.last = _SILENCE

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        told = {name: str(value) for name, value in request.headers.items() if name.lower() == "authorization"}
        self.last = _SILENCE
        self.last = self._line.ask(str(request.method), request.path_url, headers=told)
        return _response(request, self.last)

    def close(self) -> None:
        """Nothing stays open between two requests."""


def _response(request: requests.PreparedRequest, answer: Answer) -> requests.Response:
    """The answer as Mastodon.py reads it. The limits stay here: it gives an answer up where it cannot read them."""
    response = requests.Response()
    response.status_code, response.request, response.url = answer.status, request, str(request.url)
    response.headers["Content-Type"] = answer.headers.get("content-type", "")
    response._content = answer.body  # the attribute that requests itself fills when it reads
    return response


@contextmanager
def errors_of_ours(wire: Wire, at: datetime) -> Iterator[None]:
    """Translate whatever goes wrong while Mastodon is asked `at` that time."""
    try:
        yield
    except MastodonNetworkError as error:
        if isinstance(error.__context__, EarshotError):
            raise error.__context__ from None
        raise SourceUnavailableError(f"mastodon: no whole answer came ({type(error).__name__})") from error
    except MastodonServerError as error:
        raise SourceUnavailableError(f"mastodon: the server answered {wire.last.status}") from error
    except (MastodonError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise _error(error, wire.last, at) from error  # Mastodon.py trips over odd JSON in many ways


def _error(error: Exception, last: Answer, at: datetime) -> SourceError:
    if last.status == 429:
        return SourceUnavailableError("mastodon: too many requests", retry_at=retry_at(last.headers, at))
    if isinstance(error, MastodonAPIError) and 400 <= last.status < 500:
        mends = _WHAT_MENDS.get(last.status, "")
        return SourceError(f"mastodon: the server answered {last.status}" + (f": {mends}" if mends else ""))
    return SourceUnavailableError("mastodon: the answer cannot be read")
