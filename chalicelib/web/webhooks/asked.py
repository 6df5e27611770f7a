"""Who asks: a tool by its token, or whoever can sign with the stage's secret."""

from chalice.app import Request

from chalicelib.bootstrap import deps
from chalicelib.domain.errors import UnauthorizedError
from chalicelib.domain.people.tool import Scope
from chalicelib.web.shelf.answers import body_of
from chalicelib.web.webhooks.signed import Signed, signed

BEARER = "bearer "


def asked(request: Request, scope: Scope, *, path: str) -> Signed:
    """The request, once a token or a signature shows who sent it.

    A request with a token may be sent again as it is: who holds the token can make a new one anyway.
    """
    given = request.headers.get("authorization", "")
    if given[: len(BEARER)].lower() != BEARER:
        return signed(request, path=path)
    deps().tools.require(given[len(BEARER) :].strip(), scope)
    return Signed(body=body_of(request), key="", is_bound=True)


def looked(request: Request, *, path: str) -> Signed:
    """A question, which has no body: by token, or signed over the path at which it came."""
    message = asked(request, Scope.READ, path=path)
    if not message.is_bound:
        raise UnauthorizedError(f"a signed question names what it is for: webhook-path: {path}")
    return message
