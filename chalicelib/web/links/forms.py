"""An act from the fields of a posted form."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from msgspec import Struct

from chalicelib.domain.alert.asked import Act
from chalicelib.domain.errors import BadRequestError
from chalicelib.domain.said import said
from chalicelib.web.shelf.bodies import act, plain_id, small

MOST_FIELDS = 3_000
"""An act on everything that one message was about; the size of a body is what bounds it."""

TYPED = ("reason", "note", "text", "ticket")
"""Fields of acts that people type."""

NEW_LINK = "new-link"
"""What the page of an expired link posts in place of an act."""


class Typed(Struct, frozen=True, kw_only=True):
    """What was posted and could not be done, so that nobody has to type it again."""

    alert: str = ""
    action: str = ""
    fields: dict[str, str] = {}

    def is_of(self, alert: str, action: str) -> bool:
        return (self.alert, self.action) == (alert, action)

    def words(self, alert: str, action: str, field: str) -> str:
        return self.fields.get(field, "") if self.is_of(alert, action) else ""


def form_fields(body: bytes) -> dict[str, list[str]]:
    """The fields of a posted form, in the order in which they came."""
    try:
        return parse_qs(small(body).decode(), max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadRequestError(said("the form cannot be read")) from error


def form_act(fields: dict[str, list[str]]) -> tuple[tuple[str, ...], Act]:
    """The alerts' ids and the act of a posted form. Fields left empty count as not filled in."""
    alerts = tuple(map(plain_id, fields.get("alert", [""])))
    given = _filled(fields)
    return alerts, act(given.pop("action", ""), given)


def words_typed(fields: Mapping[str, list[str]]) -> tuple[str, ...]:
    """What a person wrote into a form, other than what its buttons and lists hold."""
    return tuple(words for name in TYPED for words in fields.get(name, []) if words.strip())


def typed(fields: dict[str, list[str]]) -> Typed:
    """What to keep of a form that could not be done."""
    given = _filled(fields)
    return Typed(alert=fields.get("alert", [""])[0], action=given.pop("action", ""), fields=given)


def _filled(fields: dict[str, list[str]]) -> dict[str, str]:
    mine = {name: values[0] for name, values in fields.items() if name not in ("alert", "csrf")}
    return {name: value for name, value in mine.items() if value.strip()}
