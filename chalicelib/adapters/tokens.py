"""Tokens of personal links: short enough for an SMS, unguessable, and the same each time one is made again."""

import hashlib
import hmac
import string
from dataclasses import dataclass, field

ALPHABET = string.digits + string.ascii_letters
LENGTH = 13
"""Letters of base 62: 77 bits, of which a guess has to meet one that is stored and has not expired."""


@dataclass(frozen=True)
class LinkTokens:
    """Fulfils MakesTokens. What a token stands for lies in the table, so that a link ends and can be taken back."""

    key: bytes = field(repr=False)

    def token(self, subject: str) -> str:
        """The token of `subject`, such as a notification's id."""
        number = int.from_bytes(hmac.digest(self.key, subject.encode(), hashlib.sha256), "big")
        letters = []
        for _ in range(LENGTH):
            number, letter = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[letter])
        return "".join(letters)
