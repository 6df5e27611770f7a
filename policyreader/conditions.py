"""Reads a route's `when` before any mention does: it must compile, and ask only for what there is to ask for."""

from collections.abc import Callable, Mapping
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions

from chalicelib.domain.heard.classification import Classification
from chalicelib.domain.heard.mention import Mention
from policyreader.amounts import shown
from policyreader.faults import suggestion
from policyreader.forms import Anything, Choice, Denied, Fields, Form, Items, Scalar, fields_of
from policyreader.trying import DEEPEST, require_shallow, require_tellable

Node = Mapping[str, Any]

MENTION = fields_of(Mention, "mention")
CLASSIFICATION = fields_of(Classification, "classification")
DOCUMENT = Fields(
    "a route",
    {
        "mention": MENTION,
        "classification": Fields(
            "classification", CLASSIFICATION.parts | {"themes": Items(Scalar()), "themes_of_others": Items(Scalar())}
        ),
    },
)
"""The form of what `chalicelib.domain.routing.routing_document` gives."""


def parse_condition(value: object) -> str:
    """A JMESPath expression that some mention could fulfil; raise ValueError where none can."""
    if not isinstance(value, str):
        raise ValueError(f"must be a JMESPath expression, got {shown(value)}")
    try:
        compiled = jmespath.compile(value)
    except JMESPathError as error:
        raise ValueError(f"is not JMESPath: {first_line(error)}; numbers stand between backticks, like `10`") from None
    except RecursionError:
        raise ValueError(f"is nested deeper than {DEEPEST} expressions: split it into several routes") from None
    require_shallow(compiled)
    _form(compiled.parsed, DOCUMENT)
    require_tellable(compiled)
    return value


def first_line(error: JMESPathError) -> str:
    """What is wrong with an expression, without the expression."""
    return str(error).splitlines()[0].removesuffix(", for expression:").removesuffix(":").strip()


def _form(node: Node, at: Form) -> Form:
    """What `node` gives when it is asked of a value of form `at`; raise ValueError if it never gives anything."""
    return ASKED.get(node["type"], _whatever)(node, at)


def _whatever(node: Node, at: Form) -> Form:
    for child in node["children"]:
        _form(child, at)
    return Anything()


def _field(node: Node, at: Form) -> Form:
    name = node["value"]
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


def _path(node: Node, at: Form) -> Form:
    for child in node["children"]:
        at = _form(child, at)
    return at


def _same(_: Node, at: Form) -> Form:
    return at


def _item(_: Node, at: Form) -> Form:
    return at.item if isinstance(at, Items) else Anything()


def _later(_: Node, __: Form) -> Form:
    """`&name` is asked of the items that the function around it is given, so nothing is known yet."""
    return Anything()


def _projection(node: Node, at: Form) -> Form:
    source, target, *condition = node["children"]
    item = _item(node, _form(source, at))
    for child in condition:
        _form(child, item)
    return Items(_form(target, item))


def _values(node: Node, at: Form) -> Form:
    _form(node["children"][0], at)
    return Anything()


def _comparison(node: Node, at: Form) -> Form:
    for child in node["children"]:
        if at is DOCUMENT and child["type"] == "field" and child["value"] not in DOCUMENT.parts:
            said = child["value"]
            raise ValueError(f"can never hold: a route has no '{said}'; words stand between single quotes: '{said}'")
    sides = [(_form(child, at), child) for child in node["children"]]
    for (form, _), (_, other) in (sides, sides[::-1]):
        if isinstance(form, Choice) and other["type"] == "literal" and other["value"] not in form.words:
            said = other["value"]
            raise ValueError(f"can never hold: nothing there is {said!r}{suggestion(str(said), form.words)}")
    return Scalar()


def _denial(node: Node, at: Form) -> Form:
    _whatever(node, at)
    return Denied()


def _call(node: Node, at: Form) -> Form:
    name, given = node["value"], len(node["children"])
    if name not in Functions.FUNCTION_TABLE:
        raise ValueError(f"there is no function {name}(){suggestion(name, Functions.FUNCTION_TABLE)}")
    signature = Functions.FUNCTION_TABLE[name]["signature"]
    if given < len(signature) or (given > len(signature) and not signature[-1].get("variadic")):
        raise ValueError(f"{name}() takes {len(signature)} arguments, got {given}")
    return _whatever(node, at)


ASKED: Mapping[str, Callable[[Node, Form], Form]] = {
    "field": _field,
    "subexpression": _path,
    "index_expression": _path,
    "pipe": _path,
    "flatten": _path,
    "identity": _same,
    "current": _same,
    "slice": _same,
    "index": _item,
    "expref": _later,
    "value_projection": _values,
    "projection": _projection,
    "filter_projection": _projection,
    "comparator": _comparison,
    "not_expression": _denial,
    "function_expression": _call,
}
"""How each kind of node asks; the others (`&&`, `||`, literals, new lists and mappings) only pass the question on."""
