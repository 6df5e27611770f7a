"""Tokens of personal links."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.tokens import LinkTokens

TOKENS = LinkTokens(b"fictional key")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_token_is_short_and_needs_no_escaping_in_an_address(subject: str) -> None:
    token = TOKENS.token(subject)
    assert len(token) == 13
    assert token.isascii()
    assert token.isalnum()


def test_the_same_subject_always_has_the_same_token() -> None:
    assert LinkTokens(b"fictional key").token("a1/0.1/ana.sms") == TOKENS.token("a1/0.1/ana.sms")


def test_another_subject_or_another_key_has_another_token() -> None:
    subjects = [TOKENS.token(f"a1/0.{tier}/ana.sms") for tier in range(1000)]
    assert len(set(subjects)) == 1000
    assert LinkTokens(b"another key").token("a1/0.1/ana.sms") != TOKENS.token("a1/0.1/ana.sms")


def test_the_key_is_never_shown() -> None:
    assert "fictional" not in repr(TOKENS)
