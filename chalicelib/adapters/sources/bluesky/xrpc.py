"""One XRPC call to a Bluesky server: a question, and its answer as JSON or as an error of our own tree."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from chalicelib.adapters.sources.limits import retry_at
from chalicelib.adapters.sources.line import Answer, Line
from chalicelib.domain.errors import SourceError, SourceUnavailableError

_OVER = frozenset({"ExpiredToken", "InvalidToken"})
_WHAT_MENDS = {
    "AuthenticationRequired": "the app password is wrong or was revoked; make one in Bluesky's settings and store it",
    "AuthFactorTokenRequired": "that is the account's own password; make an app password in Bluesky's settings",
    "AccountTakedown": "the account was taken down",
    "AccountDeactivated": "the account is deactivated",
    "InvalidRequest": "the server does not take what was asked",
}

Params = Mapping[str, str | int | list[str]]


class SessionOverError(SourceError):
    """The token has had its time, or was never good here."""


def call(
    line: Line, method: str, *, at: datetime, token: str = "", params: Params | None = None, body: object = None
) -> tuple[dict[str, Any], Answer]:
    """Ask `method`: a GET where there are `params`, else a POST. The answer, read, and as it came."""
    is_post = params is None
    query = urlencode(list(_pairs(params))) if params else ""
    told = {"Authorization": f"Bearer {token}"} if token else {}
    if body is not None:
        told["Content-Type"] = "application/json"
    answer = line.ask(
        "POST" if is_post else "GET",
        f"/xrpc/{method}?{query}" if query else f"/xrpc/{method}",
        headers=told,
        body=None if body is None else msgspec.json.encode(body),
    )
    return _read(answer, method.rpartition(".")[2], at), answer


def _pairs(params: Params) -> Iterator[tuple[str, str]]:
    for name, value in params.items():
        for each in value if isinstance(value, list) else [value]:
            if each != "":
                yield name, str(each)


def _read(answer: Answer, asked: str, at: datetime) -> dict[str, Any]:
    if answer.status == 429:
        raise SourceUnavailableError(f"bluesky: too many requests ({asked})", retry_at=retry_at(answer.headers, at))
    if answer.status >= 500:
        raise SourceUnavailableError(f"bluesky: the server answered {answer.status} ({asked})")
    try:
        said = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        said = None
    if answer.status != 200:
        raise _refused(answer.status, said, asked)
    if not isinstance(said, dict):
        raise SourceUnavailableError(f"bluesky: the answer cannot be read ({asked})")
    return said


def _refused(status: int, said: object, asked: str) -> SourceError:
    named = str(said.get("error", "")) if isinstance(said, dict) else ""
    if named in _OVER:
        return SessionOverError(f"bluesky: the session is over ({asked})")
    name = named if re.fullmatch(r"[A-Za-z]{1,60}", named) else str(status)
    mends = _WHAT_MENDS.get(name, "")
    return SourceError(f"bluesky: {name} ({asked})" + (f": {mends}" if mends else ""))
