"""Challenges: a tool tries an address before it sends anything, and wants its own word back."""

import re

from chalicelib.domain.errors import UnprocessableError

AS_TEXT: dict[str, str | list[str]] = {"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"}
"""A stranger's word is given back as text and never as a page."""

_PLAIN = re.compile(r"[\x21-\x7e]{1,512}")


def challenge_in(document: object) -> str | None:
    """The challenge of a body that asks for nothing else, as Slack sends it; None for any other."""
    if not isinstance(document, dict) or "challenge" not in document:
        return None
    asks = document.get("type") == "url_verification" or len(document) == 1
    return plain_challenge(document["challenge"]) if asks else None


def plain_challenge(challenge: object) -> str:
    """The challenge itself, if it is a word that can be given back."""
    if not isinstance(challenge, str) or not _PLAIN.fullmatch(challenge):
        raise UnprocessableError("challenge: must be one word of at most 512 plain characters")
    return challenge
