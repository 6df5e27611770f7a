"""The forms that values can have when a condition is asked of them, read from the domain's own types."""

from datetime import datetime
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Struct


class Anything:
    """A value of which nothing is known before it is there."""


class Scalar:
    """A text, number or truth value: it has no fields."""


class Denied:
    """The truth value that `!` gives. `!a.b` denies `a` and then asks that for `b`: JMESPath's own surprise."""


class Choice(Struct, frozen=True):
    """One of a few words."""

    words: frozenset[str]


class Fields(Struct, frozen=True):
    """A value with named parts."""

    name: str
    parts: "dict[str, Form]"


class Items(Struct, frozen=True):
    """A list, all of whose items have one form."""

    item: "Form"


Form = Anything | Scalar | Denied | Choice | Fields | Items


def fields_of(struct: type[Struct], name: str, *arguments: Any) -> Fields:
    """The form of `struct`, with `arguments` for its type variables, once it is written as JSON."""
    meant = dict(zip(getattr(struct, "__parameters__", ()), arguments, strict=False))
    hints = get_type_hints(struct)
    parts = {
        field: _form_of(meant.get(hint, hint) if isinstance(hint, TypeVar) else hint, f"{name}.{field}")
        for field, hint in hints.items()
        if field in struct.__struct_fields__
    }
    return Fields(name, parts)


def _form_of(hint: Any, name: str) -> Form:
    origin, arguments = get_origin(hint) or hint, get_args(hint)
    if origin in (Union, UnionType):
        return _form_of(next(argument for argument in arguments if argument is not type(None)), name)
    if origin is tuple:
        return Items(_form_of(arguments[0], name.removesuffix("s")))
    if isinstance(origin, type) and issubclass(origin, Struct):
        return fields_of(origin, name, *arguments)
    if isinstance(origin, type) and issubclass(origin, StrEnum):
        return Choice(frozenset(origin))
    return Scalar() if origin in (str, int, float, bool, datetime) else Anything()
