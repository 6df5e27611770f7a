"""Reads a webhook source's `map` and `preset`: which of our fields a sender has where, refused before it is pushed."""

from collections.abc import Mapping
from pathlib import Path

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions

from chalicelib.adapters.sources.mapped import EACH, FIELDS, HTML
from policyreader.amounts import shown
from policyreader.conditions import first_line
from policyreader.documents import read_document
from policyreader.faults import PartFaults, suggestion
from policyreader.trying import require_shallow

FOLDER = Path(__file__).parent / "presets"
PRESETS = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
KEYS = FIELDS | {EACH, HTML}


def rules_of(preset: str | None, written: Mapping[str, str] | None) -> dict[str, str]:
    """The preset's expressions, with what was written in place of them; nothing where there is neither.

    Raise ValueError where they cannot make a mention.
    """
    rules = (expressions(read_document(FOLDER / f"{preset}.yaml")) if preset else {}) | dict(written or {})
    if rules:
        lacking = [
            words
            for fields, words in (
                (("text", HTML), "text (or html)"),
                (("author.handle",), "author.handle"),
                (("id", "url"), "id (or url)"),
            )
            if not rules.keys() & set(fields)
        ]
        if lacking:
            raise ValueError(f"must say where {' and '.join(lacking)} can be found")
    return rules


def expressions(value: object) -> dict[str, str]:
    """A mapping of our fields to JMESPath expressions; PartFaults names each that is none."""
    if not isinstance(value, dict):
        raise ValueError(f"must be a mapping of our fields to JMESPath expressions, got {shown(value)}")
    faults = [(str(field), words) for field, expression in value.items() if (words := _fault(field, expression))]
    if faults:
        raise PartFaults(*faults)
    return dict(value)


def _fault(field: object, expression: object) -> str:
    if field not in KEYS:
        return f"there is no such field{suggestion(str(field), KEYS)}"
    if not isinstance(expression, str):
        return f"must be a JMESPath expression, got {shown(expression)}"
    try:
        compiled = jmespath.compile(expression)
        require_shallow(compiled)
    except JMESPathError as error:
        return f"is not JMESPath: {first_line(error)}"
    except RecursionError:
        return "is nested too deeply"
    except ValueError as error:
        return str(error)
    unknown = next((name for name in _functions(compiled.parsed) if name not in Functions.FUNCTION_TABLE), None)
    return f"there is no function {unknown}(){suggestion(unknown, Functions.FUNCTION_TABLE)}" if unknown else ""


def _functions(tree: Mapping[str, object]) -> list[str]:
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        found += [str(node["value"])] if node["type"] == "function_expression" else []
        children = node["children"]
        assert isinstance(children, list)
        waiting += [child for child in children if isinstance(child, dict)]
    return found
