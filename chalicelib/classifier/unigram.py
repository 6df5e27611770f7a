"""SentencePiece's unigram tokens, in pure Python: of all ways to cut a word, the one of the likeliest pieces."""

import math
import unicodedata
from collections.abc import Mapping, Sequence

from msgspec import Struct

LONGEST_WORD = 60
"""Characters; a longer word is unknown, so one word of 50,000 letters costs nothing."""

LONGEST_PIECE = 16
"""Characters of the longest piece of XLM-RoBERTa's vocabulary."""

PADDING, START, END, UNKNOWN = "<pad>", "<s>", "</s>", "<unk>"
SPACE = "\u2581"
"""Stands for the space before a word; no piece has it but at its beginning, so each word is cut alone."""


class Unigram(Struct, frozen=True):
    """A vocabulary, and how likely each piece is (the natural logarithm of its probability)."""

    ids: Mapping[str, int]
    chances: Sequence[float]
    least: float

    @classmethod
    def of(cls, vocabulary: Sequence[str], chances: Sequence[float]) -> "Unigram":
        ids = {piece: place for place, piece in enumerate(vocabulary)}
        return cls(ids=ids, chances=chances, least=min(chances, default=0.0) - 10)

    def encode(self, text: str, longest: int) -> list[int]:
        """Return at most `longest` ids, the first `<s>` and the last `</s>`."""
        found: list[int] = []
        for word in unicodedata.normalize("NFKC", text).split():
            found.extend(self._pieces(SPACE + word))
            if len(found) >= longest - 2:
                break
        return [self.ids[START], *found[: longest - 2], self.ids[END]]

    def _pieces(self, word: str) -> list[int]:
        """Return the likeliest cut of `word` (Viterbi's way); a run of unknown characters is one `<unk>`."""
        if len(word) > LONGEST_WORD:
            return [self.ids[UNKNOWN]]
        unknown = self.ids[UNKNOWN]
        best = [0.0] + [-math.inf] * len(word)
        last = [(0, unknown)] * (len(word) + 1)
        for start in range(len(word)):
            if best[start] + self.least > best[start + 1]:
                best[start + 1], last[start + 1] = best[start] + self.least, (start, unknown)
            for end in range(start + 1, min(start + LONGEST_PIECE, len(word)) + 1):
                place = self.ids.get(word[start:end])
                if place is not None and best[start] + self.chances[place] > best[end]:
                    best[end], last[end] = best[start] + self.chances[place], (start, place)
        return _followed(last, unknown)


def _followed(last: Sequence[tuple[int, int]], unknown: int) -> list[int]:
    """Return the pieces from the first to the last, given where each begins that ends at a place."""
    found: list[int] = []
    end = len(last) - 1
    while end:
        end, place = last[end]
        if not (place == unknown and found and found[-1] == unknown):
            found.append(place)
    return found[::-1]
