"""A webhook source's map and preset, refused before they are pushed in words that say what to type."""

import pytest

from policyreader.faults import PartFaults
from policyreader.mapping import PRESETS, expressions, rules_of
from policyreader.trying import DEEPEST

LEAST = {"id": "id", "text": "body", "author.handle": "user.name"}


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_whole(preset: str) -> None:
    assert {"author.handle", "posted_at"} <= rules_of(preset, None).keys()


def test_a_map_beside_a_preset_replaces_single_expressions() -> None:
    assert rules_of("f5bot", {"title": "tags[0]"}) == rules_of("f5bot", None) | {"title": "tags[0]"}


def test_a_source_without_either_has_no_rules() -> None:
    assert rules_of(None, None) == {}


@pytest.mark.parametrize(
    ("field", "expression", "words"),
    [
        ("text", "body.", "is not JMESPath: "),
        ("text", "a |", "is not JMESPath: "),
        ("text", 7, "must be a JMESPath expression, got 7"),
        ("text", "lower(body)", "there is no function lower()"),
        ("txet", "body", "there is no such field (did you mean 'text'?)"),
        ("text", "!" * (DEEPEST + 1) + "a", f"is nested deeper than {DEEPEST} expressions"),
    ],
)
def test_an_expression_that_is_none_is_refused_by_name(field: str, expression: object, words: str) -> None:
    with pytest.raises(PartFaults) as refused:
        expressions(LEAST | {field: expression})

    [(where, said)] = refused.value.faults
    assert where == field
    assert said.startswith(words)


def test_a_map_that_can_make_no_mention_says_what_it_lacks() -> None:
    with pytest.raises(ValueError, match=r"^must say where author\.handle and id \(or url\) can be found$"):
        rules_of(None, {"html": "body"})
