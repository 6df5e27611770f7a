"""A terminal shows what strangers wrote, and obeys nothing of it."""

import json

import pytest

from infra.printing import escaped, plain

HOSTILE = ["\x1b[2J", "\x9b2J", "\u202egpj.exe", "\u2066", "\u200f", "\x7f", "\U000e0001", "\u2028"]


@pytest.mark.parametrize("mark", HOSTILE)
def test_what_a_terminal_obeys_becomes_a_space(mark: str) -> None:
    assert plain(f"a{mark}b").isprintable()


@pytest.mark.parametrize("mark", HOSTILE)
def test_json_says_the_same_in_its_own_escapes(mark: str) -> None:
    said = json.dumps({"text": f"a{mark}b"}, ensure_ascii=False, indent=2)

    assert all(line.isprintable() for line in escaped(said).splitlines())
    assert json.loads(escaped(said)) == {"text": f"a{mark}b"}


def test_words_of_every_language_are_shown_as_they_are() -> None:
    assert escaped('{"text": "¡el equipaje! الحقيبة 荷物"}') == '{"text": "¡el equipaje! الحقيبة 荷物"}'
