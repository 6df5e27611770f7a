"""Reads a route's `when` before any mention does: it must compile, and ask only for what there is to ask for."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions
from msgspec import Struct

from chalicelib.domain.classification import Classification
from chalicelib.domain.mention import Mention
from infra.policies.amounts import shown
from infra.policies.faults import suggestion

Node = Mapping[str, Any]


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
    parts: dict[str, Any]


class Items(Struct, frozen=True):
    """A list, all of whose items have one form."""

    item: Any


def parse_condition(value: object) -> str:
    """A JMESPath expression that some mention could fulfil; raise ValueError where none can."""
    if not isinstance(value, str):
        raise ValueError(f"must be a JMESPath expression, got {shown(value)}")
    try:
        tree = jmespath.compile(value).parsed
    except JMESPathError as error:
        raise ValueError(f"is not JMESPath: {_first_line(error)}; numbers stand between backticks, like `10`") from None
    _form(tree, DOCUMENT)
    return value


def _first_line(error: JMESPathError) -> str:
    return str(error).splitlines()[0].removesuffix(", for expression:").removesuffix(":").strip()


def _form(node: Node, at: Any) -> Any:
    """What `node` gives when it is asked of a value of form `at`; raise ValueError if it never gives anything."""
    kind, children = node["type"], node["children"]
    match kind:
        case "field":
            return _field(at, node["value"])
        case "subexpression" | "pipe" | "index_expression":
            for child in children:
                at = _form(child, at)
            return at
        case "identity" | "current":
            return at
        case "index":
            return at.item if isinstance(at, Items) else Anything()
        case "flatten" | "slice":
            return _form(children[0], at) if kind == "flatten" else at
        case "projection" | "filter_projection" | "value_projection":
            return _projected(node, at)
        case "comparator":
            return _compared(node, at)
        case "function_expression":
            return _called(node, at)
        case "not_expression":
            _form(children[0], at)
            return Denied()
    for child in children:
        if isinstance(child, Mapping):
            _form(child, at)
    return Anything()


def _field(at: Any, name: str) -> Any:
    match at:
        case Fields(parts=parts) if name in parts:
            return parts[name]
        case Fields(name=owner, parts=parts):
            raise ValueError(f"can never hold: {owner} has no '{name}'{suggestion(name, parts)}")
        case Denied():
            raise ValueError("can never hold: ! denies only the name next to it; to deny all of a.b write !(a.b)")
        case Scalar() | Choice() | Items():
            raise ValueError(f"can never hold: '{name}' is asked of something that has no fields")
    return Anything()


def _projected(node: Node, at: Any) -> Any:
    source, target, *condition = node["children"]
    outer = _form(source, at)
    item = outer.item if isinstance(outer, Items) and node["type"] != "value_projection" else Anything()
    for child in condition:
        _form(child, item)
    return Items(_form(target, item))


def _compared(node: Node, at: Any) -> Any:
    sides = [(_form(child, at), child) for child in node["children"]]
    for (form, _), (_, other) in (sides, sides[::-1]):
        if isinstance(form, Choice) and other["type"] == "literal" and other["value"] not in form.words:
            said = other["value"]
            raise ValueError(f"can never hold: nothing there is {said!r}{suggestion(str(said), form.words)}")
    return Scalar()


def _called(node: Node, at: Any) -> Any:
    known = Functions.FUNCTION_TABLE
    if node["value"] not in known:
        raise ValueError(f"there is no function {node['value']}(){suggestion(node['value'], known)}")
    signature, given = known[node["value"]]["signature"], len(node["children"])
    if given < len(signature) or (given > len(signature) and not signature[-1].get("variadic")):
        raise ValueError(f"{node['value']}() takes {len(signature)} arguments, got {given}")
    for child in node["children"]:
        _form(child, at)
    return Anything()


def _of_type(hint: Any, name: str) -> Any:
    """The form of a value of this Python type once it is written as JSON."""
    origin, arguments = get_origin(hint) or hint, get_args(hint)
    if origin in (Union, UnionType):
        return _of_type(next(argument for argument in arguments if argument is not type(None)), name)
    if origin is tuple:
        return Items(_of_type(arguments[0], name.removesuffix("s")))
    if isinstance(origin, type) and issubclass(origin, Struct):
        return _of_struct(origin, arguments, name)
    if isinstance(origin, type) and issubclass(origin, StrEnum):
        return Choice(frozenset(origin))
    return Scalar() if origin in (str, int, float, bool, datetime) else Anything()


def _of_struct(struct: type[Struct], arguments: tuple[Any, ...], name: str) -> Fields:
    meant = dict(zip(getattr(struct, "__parameters__", ()), arguments, strict=False))
    hints = get_type_hints(struct)
    parts = {
        field: _of_type(meant.get(hint, hint) if isinstance(hint, TypeVar) else hint, f"{name}.{field}")
        for field, hint in hints.items()
        if field in struct.__struct_fields__
    }
    return Fields(name, parts)


def _document() -> Fields:
    mention, read = _of_type(Mention, "mention"), _of_type(Classification, "classification")
    read = Fields(read.name, read.parts | {"themes": Items(Scalar())})
    return Fields("a route", {"mention": mention, "classification": read})


DOCUMENT = _document()
