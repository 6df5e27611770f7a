"""Puts pydantic's findings into words that tell their author what to write."""

from collections.abc import Iterator
from functools import cache

from pydantic_core import ErrorDetails

from policyreader.amounts import shown
from policyreader.faults import PartFaults, suggestion
from policyreader.shapes.files import FilesShape

EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping of keys",
    "model_type": "a mapping of keys",
}


def faults_in_words(detail: ErrorDetails) -> Iterator[str]:
    """The lines that one finding comes to: `path: words` each."""
    path = _path(detail["loc"])
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, PartFaults):
        yield from (f"{path}.{part}: {words}" for part, words in cause.faults)
    else:
        yield f"{path}: {_words(detail, cause)}"


def _path(location: tuple[int | str, ...]) -> str:
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in location if step != "[key]"]
    return "".join(steps).removeprefix(".")


def _words(detail: ErrorDetails, cause: object) -> str:
    kind, value = detail["type"], detail["input"]
    if isinstance(cause, ValueError):
        return str(cause)
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return f"there is no such key{suggestion(str(detail['loc'][-1]), _keys())}"
    if kind == "literal_error":
        return f"must be {detail['ctx']['expected'].replace(chr(39), '')}, got {shown(value)}"
    if kind in EXPECTED:
        return f"must be {EXPECTED[kind]}, got {shown(value)}"
    return f"{detail['msg'][0].lower()}{detail['msg'][1:]}, got {shown(value)}"


@cache
def _keys() -> frozenset[str]:
    """Every key that is known anywhere."""
    definitions = FilesShape.model_json_schema()["$defs"].values()
    return frozenset(key for definition in definitions for key in definition.get("properties", {}))
