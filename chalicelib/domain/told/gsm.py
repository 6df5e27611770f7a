"""The 7-bit alphabet of the SMS (3GPP TS 23.038): what fits one part, and how any text is folded into it."""

import unicodedata

from anyascii import anyascii

ONE_PART = 160
"""Septets in an SMS that is sent, and billed, as one part."""

BASIC = frozenset(
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\n"
)
EXTENDED = frozenset("^{}\\[~]|€")


def fold(text: str) -> str:
    """The same words in the 7-bit alphabet: accents that it lacks are dropped, other scripts and emoji spelled out."""
    return "".join(_folded(character) for character in unicodedata.normalize("NFC", text))


def septets(text: str) -> int:
    """How much of a part folded text takes: an extended character takes two."""
    return sum(2 if character in EXTENDED else 1 for character in text)


def _folded(character: str) -> str:
    if character in BASIC or character in EXTENDED:
        return character
    spelled = anyascii(character).replace("`", "'")
    return "".join(letter for letter in spelled if letter in BASIC or letter in EXTENDED)
