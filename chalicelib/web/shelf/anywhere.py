"""Whatever address leads nowhere: a page that says what to do. Chalice knows no wildcard, so each depth has its route.

An address cut by a mail client leads here, and so does one with a full stop behind it. Routes with a name of their own
come first, at API Gateway as in Chalice; those below a variable that others name keep that name, as API Gateway asks.
"""

from chalice.app import Blueprint, Response

from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.said import said
from chalicelib.web.shelf.answers import as_page

ADDRESSES = (
    "/",
    "/a",
    "/desk/alerts",
    "/desk/static",
    "/calendar",
    "/calendar/{person}",
    "/{first}",
    "/{first}/{second}",
    "/{first}/{second}/{third}",
    "/{first}/{second}/{third}/{fourth}",
    "/a/{token}/{rest}",
    "/desk/{rest}",
    "/desk/alerts/{alert_id}/{rest}",
)

anywhere = Blueprint(__name__)


@as_page
def nowhere(**_: str) -> Response:
    """Say that nothing is here, and what an address that was cut needs."""
    raise NotFoundError(
        said(
            "there is nothing at this address: a mail program may have cut it. Copy all of it, up to the next space, "
            "or ask for a new link"
        )
    )


for _address in ADDRESSES:
    anywhere.route(_address, methods=["GET", "HEAD"], name=f"nowhere {_address}")(nowhere)
