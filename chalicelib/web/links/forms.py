"""An act from the fields of a posted form."""

from urllib.parse import parse_qs

from chalicelib.domain.alert.asked import Act
from chalicelib.domain.errors import BadRequestError
from chalicelib.domain.said import said
from chalicelib.web.shelf.bodies import act, plain_id, small

MOST_FIELDS = 3_000
"""An act on everything that one message was about; the size of a body is what bounds it."""


def form_act(body: bytes) -> tuple[tuple[str, ...], Act]:
    """The alerts' ids and the act of a posted form. Fields left empty count as not filled in."""
    try:
        fields = parse_qs(small(body).decode(), max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadRequestError(said("the form cannot be read")) from error
    alerts = tuple(map(plain_id, fields.pop("alert", [""])))
    given = {name: values[0] for name, values in fields.items() if values[0].strip()}
    return alerts, act(given.pop("action", ""), given)
