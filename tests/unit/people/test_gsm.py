"""Folding any text into the 7-bit alphabet of the SMS."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.told.gsm import BASIC, EXTENDED, fold, septets


def test_the_alphabet_has_the_size_that_the_standard_gives_it() -> None:
    assert len(BASIC) == 126, "128 places less the escape and the carriage return"
    assert len(EXTENDED) == 9


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("plain", "plain"),
        ("àéñöüß£¥€", "àéñöüß£¥€"),
        ("e\u0301", "é"),
        ("áçõ", "aco"),
        ("“it’s” – over…", '"it\'s" - over...'),
        ("`x`", "'x'"),
        ("Зло", "Zlo"),
        ("😡", ":rage:"),
        ("a\u200b\u202e\x00\x1bb", "ab"),
        ("\ud800", ""),
    ],
)
def test_a_text_keeps_its_words(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_an_extended_character_takes_two_septets() -> None:
    assert septets("a€[b]") == 8


@given(st.text())
def test_every_folded_character_is_of_the_alphabet(text: str) -> None:
    assert set(fold(text)) <= BASIC | EXTENDED


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
