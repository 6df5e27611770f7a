"""Answers: JSON for tools, pages for people, each with a sentence where something cannot be done."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from chalice.app import Request, Response

from chalicelib.adapters.sources.inbound import LARGEST
from chalicelib.bootstrap import deps
from chalicelib.domain.errors import EarshotError, TooLargeError
from chalicelib.domain.said import said
from chalicelib.domain.told.tongue import ENGLISH

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
            page = pages.problem_page(error, _language(), sign_in=_sign_in())
            return Response(page, headers=pages.headers(), status_code=error.http_status)

    return answered


def _sign_in() -> str:
    """The whole address where links are asked for: a page of any depth may lead there."""
    try:
        address = deps().public_url()
    except EarshotError:
        return ""
    return f"{address}/sign-in" if address else ""


def _language() -> str:
    """The brand's: whoever meets an error may be anybody. English where the rules cannot be read either."""
    try:
        return deps().respond.policies().brand.language
    except EarshotError:
        return ENGLISH.language


def in_a_sentence(event: object, answer: Callable[[object], Response]) -> Response:
    """Chalice's own refusals (of a method, a content type, a failure) in the form of ours: {"error": sentence}."""
    answered = answer(event)
    if isinstance(answered.body, dict) and answered.body.keys() == {"Code", "Message"}:
        answered.body = {"error": answered.body["Message"]}
    return answered


def body_of(request: Request) -> bytes:
    """The raw body, unless it is larger than anything that is read."""
    raw = request.raw_body
    body = raw if isinstance(raw, bytes) else raw.encode()
    if len(body) > LARGEST:
        raise TooLargeError(
            said("a body may be {most} bytes long, this one is {length}", most=LARGEST, length=len(body))
        )
    return body


def query(request: Request) -> dict[str, str]:
    """The query of an address; of a name that is given twice, the last value."""
    asked = request.query_params
    return {name: asked[name] for name in asked} if asked else {}
