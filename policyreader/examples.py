"""Examples of departments as a whole: enough to tell something apart, each told once, and asked for by right names."""

from collections.abc import Iterator, Mapping
from typing import Any

import jmespath

from chalicelib.domain.rules.compiled import NOBODYS, Policies
from policyreader.faults import suggestion

ASKS_FOR_DEPARTMENT = ("classification", "department", "value")


def faults_of_examples(policies: Policies) -> Iterator[tuple[str, str]]:
    """The path and the words of each fault."""
    if NOBODYS in policies.departments:
        yield f"people.departments.{NOBODYS}", f"a department cannot be called {NOBODYS}: it stands for no department"
    if len(policies.examples) == 1:
        [alone] = policies.examples
        yield _place(alone), "what is alone is told apart from nothing: give a further department examples, too"
    yield from _told_twice(policies)
    yield from _unknown_departments(policies)


def _told_twice(policies: Policies) -> Iterator[tuple[str, str]]:
    owners: dict[str, str] = {}
    for name, texts in policies.examples.items():
        for number, text in enumerate(texts):
            plain = " ".join(text.casefold().split())
            if plain in owners:
                yield f"{_place(name)}[{number}]", f"'{text[:60]}' is an example of {owners[plain]} already"
            owners.setdefault(plain, name)


def _unknown_departments(policies: Policies) -> Iterator[tuple[str, str]]:
    """A route that asks for a department which has no examples never matches."""
    for number, route in enumerate(policies.routes):
        for name in _asked(jmespath.compile(route.when).parsed) if route.when else ():
            if name not in policies.examples:
                words = f"can never hold: no department with examples is called '{name}'"
                yield f"routing.routes[{number}].when", f"{words}{suggestion(name, policies.examples)}"


def _asked(tree: Mapping[str, Any]) -> Iterator[str]:
    """The words that a condition compares the department with."""
    children = [child for child in tree.get("children", ()) if isinstance(child, Mapping)]
    if tree["type"] == "comparator" and ASKS_FOR_DEPARTMENT in [tuple(_path(child)) for child in children]:
        yield from (str(child["value"]) for child in children if child["type"] == "literal")
    for child in children:
        yield from _asked(child)


def _path(tree: Mapping[str, Any]) -> Iterator[str]:
    if tree["type"] == "field":
        yield tree["value"]
    if tree["type"] == "subexpression":
        for child in tree["children"]:
            yield from _path(child)


def _place(name: str) -> str:
    return "routing.nobody" if name == NOBODYS else f"people.departments.{name}.examples"
