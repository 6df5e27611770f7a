"""Who asks: a tool by its token, or whoever can sign with the stage's secret."""

from chalice.app import Request

from chalicelib.bootstrap import deps
from chalicelib.domain.errors import UnauthorizedError
from chalicelib.domain.people.tool import BEGINS, Scope
from chalicelib.web.shelf.answers import body_of
from chalicelib.web.webhooks.signed import Signed, signed

BEARER = "bearer "


def asked(request: Request, scope: Scope, *, path: str) -> Signed:
    """The request, once a token or a signature shows who sent it.

    A request with a token may be sent again as it is: who holds the token can make a new one anyway.
    """
    token = _bearer(request)
    if not token:
        return signed(request, path=path)
    deps().tools.require(token, scope)
    return Signed(body=body_of(request), key="", is_bound=True)


def is_of_a_tool(request: Request) -> bool:
    """Whether it shows a token that `./earshot token` made, or one that looks like it."""
    return _bearer(request).startswith(BEGINS)


def _bearer(request: Request) -> str:
    given = request.headers.get("authorization", "")
    return given[len(BEARER) :].strip() if given[: len(BEARER)].lower() == BEARER else ""


def looked(request: Request, *, path: str) -> Signed:
    """A question, which has no body: by token, or signed over the path at which it came."""
    message = asked(request, Scope.READ, path=path)
    if not message.is_bound:
        raise UnauthorizedError(f"a signed question names what it is for: webhook-path: {path}")
    return message
