"""Reads YAML as people mean it: `no` and `10:00` and `+1 212...` are text, and a key written twice is a fault."""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 1_000_000
HALF_A_CHARACTER = re.compile(r"[\ud800-\udfff]")
TAG = "tag:yaml.org,2002:"

PLAIN_WORDS = (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9]{0,17})", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}", "-0123456789"),
    ("null", r"null|~|", ("~", "n", "")),
)
"""What is not text, as YAML 1.2 has it: the type, its form, and the letters that it can begin with.

YAML 1.1 reads `no` as false, `10:30` as 630 and a phone number as a sum.
"""


def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for kind, form, letters in PLAIN_WORDS:
        for letter in letters:
            resolvers.setdefault(letter, []).append((TAG + kind, re.compile(f"^(?:{form})$")))
    return resolvers


class Reader(yaml.SafeLoader):
    """A loader that makes plain values only, and refuses a key that is written twice."""

    yaml_implicit_resolvers = _resolvers()

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        value = super().construct_scalar(node)
        if HALF_A_CHARACTER.search(str(value)):
            raise yaml.MarkedYAMLError(problem="half a character is no text", problem_mark=node.start_mark)
        return value

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key must be plain text", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key '{key.value}' is written twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


CURES = (
    (r"found character '\\t'", "write spaces instead of the tab"),
    (r"found character '(?P<sign>.)'", "a text cannot begin with {sign}: put it in quotes, or leave the {sign} out"),
    (
        r"mapping values are not allowed",
        "a colon followed by a space makes a key: put the text in quotes, or the second key on a line of its own",
    ),
)
"""What YAML finds, and what its author types instead."""

SHOWN = 80


def read_document(path: Path) -> object:
    """The content of one policy file; raise ValueError with file and line where it cannot be read."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise ValueError(f"{path.name}: the file is missing") from None
    except OSError as error:
        raise ValueError(f"{path.name}: cannot be read: {error.strerror}") from error
    if len(text) > MAX_BYTES:
        raise ValueError(f"{path.name}: must be at most {MAX_BYTES:,} bytes, got {len(text):,}")
    try:
        return yaml.load(text, Loader=Reader)  # noqa: S506 - Reader is a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ValueError(f"{path.name}, line {line}: {_in_words(error, text)}") from error
    except RecursionError:
        raise ValueError(f"{path.name}: is nested too deeply") from None
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name}: is not text: {error}".splitlines()[0]) from error


def _in_words(error: yaml.MarkedYAMLError, text: bytes) -> str:
    """What is wrong; where a usual slip explains it, what to type instead, and the line."""
    found = error.problem or "cannot be read"
    lines = text.decode("utf-8", "replace").split("\n")
    for form, cure in CURES:
        slip = re.match(form, found)
        if slip and error.problem_mark and error.problem_mark.line < len(lines):
            line = lines[error.problem_mark.line].strip()
            return f"{cure.format(**slip.groupdict())}: {line[:SHOWN]}"
    return found
