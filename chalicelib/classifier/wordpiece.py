"""BERT's uncased WordPiece tokens, in pure Python: a shared library for this alone would outweigh the model."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

LONGEST_WORD = 60
"""Characters; a longer word is `[UNK]`, so one word of 50,000 letters costs nothing."""

START, END, UNKNOWN, PADDING = "[CLS]", "[SEP]", "[UNK]", "[PAD]"


class WordPiece(Struct, frozen=True):
    """A vocabulary and its greedy longest-match-first split."""

    ids: Mapping[str, int]

    @classmethod
    def of(cls, vocabulary: Sequence[str]) -> "WordPiece":
        return cls(ids={piece: place for place, piece in enumerate(vocabulary)})

    def encode(self, text: str, longest: int) -> list[int]:
        """Return at most `longest` ids, the first `[CLS]` and the last `[SEP]`."""
        found: list[int] = []
        for word in words(text):
            found.extend(self._pieces(word))
            if len(found) >= longest - 2:
                break
        return [self.ids[START], *found[: longest - 2], self.ids[END]]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self.ids[UNKNOWN]]
        pieces: list[int] = []
        start = 0
        while start < len(word):
            end = self._end_of_longest(word, start)
            if end == start:
                return [self.ids[UNKNOWN]]
            pieces.append(self.ids[_marked(word, start, end)])
            start = end
        return pieces

    def _end_of_longest(self, word: str, start: int) -> int:
        for end in range(len(word), start, -1):
            if _marked(word, start, end) in self.ids:
                return end
        return start


def words(text: str) -> list[str]:
    """Return lower-case words without accents, punctuation and East Asian characters each on their own."""
    return "".join(_spaced(character) for character in unaccented(text.lower())).split()


def unaccented(text: str) -> str:
    """Return `text` without its combining marks: "café" becomes "cafe"."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if unicodedata.category(part) != "Mn")


def _marked(word: str, start: int, end: int) -> str:
    return word[start:end] if start == 0 else "##" + word[start:end]


@lru_cache(maxsize=4_096)
def _spaced(character: str) -> str:
    code = ord(character)
    ascii_symbol = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    east_asian = 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x2FA1F
    if ascii_symbol or east_asian or unicodedata.category(character).startswith("P"):
        return f" {character} "
    return character
