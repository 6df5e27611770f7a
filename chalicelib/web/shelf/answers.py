"""Answers: JSON for tools, pages for people, each with a sentence where something cannot be done."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from chalice.app import Request, Response

from chalicelib.adapters.sources.inbound import LARGEST
from chalicelib.domain.errors import EarshotError, TooLargeError

Arguments = ParamSpec("Arguments")


def as_json(answer: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """Answer errors with their status and {"error": sentence}."""

    @wraps(answer)
    def answered(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        try:
            return answer(*args, **kwargs)
        except EarshotError as error:
            return Response({"error": str(error)}, status_code=error.http_status)

    return answered


def as_page(answer: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """Answer errors with their status and a page that says what to do."""

    @wraps(answer)
    def answered(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        from chalicelib.web.shelf import pages  # templates load in the API's function alone

        try:
            return answer(*args, **kwargs)
        except EarshotError as error:
            return Response(pages.problem_page(error), headers=pages.headers(), status_code=error.http_status)

    return answered


def body_of(request: Request) -> bytes:
    """The raw body, unless it is larger than anything that is read."""
    raw = request.raw_body
    body = raw if isinstance(raw, bytes) else raw.encode()
    if len(body) > LARGEST:
        raise TooLargeError(f"a body may be {LARGEST} bytes long, this one is {len(body)}")
    return body
