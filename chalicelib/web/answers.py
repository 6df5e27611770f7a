"""Answers: JSON for tools, pages for people, each with a sentence where something cannot be done."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from chalice.app import Response

from chalicelib.domain.errors import EarshotError
from chalicelib.pipeline.respond import View

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
        from chalicelib.web import pages

        try:
            return answer(*args, **kwargs)
        except EarshotError as error:
            return Response(pages.problem_page(error), headers=pages.headers(), status_code=error.http_status)

    return answered


def page(view: View, *, problem: EarshotError | None = None) -> Response:
    """The page of a personal link, with what went wrong on top of it."""
    from chalicelib.web import pages  # templates load in the API's function alone

    body = pages.link_page(view, problem=str(problem) if problem else "")
    return Response(body, headers=pages.headers(), status_code=problem.http_status if problem else 200)


def see_other(token: str) -> Response:
    """Back to the page by GET, so that reloading it posts nothing again."""
    return Response("", headers={"Location": token, "Cache-Control": "no-store"}, status_code=303)
