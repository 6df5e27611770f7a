"""Which written words stand for which: inflections of one word, and misspellings at distance one."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

SHORTEST_MISSPELT = 6
"""Letters of a word whose misspellings are looked for: shorter words have too many neighbours that are words."""

_VOWELS = frozenset("aeiouy")


class Spelling(Struct, frozen=True):
    """Known words by what is left of them when one letter is dropped, and the stem of each."""

    stems: frozenset[str]
    by_dropped_letter: dict[str, frozenset[str]]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Spelling":
        known = set(words)
        by_dropped_letter: dict[str, set[str]] = {}
        for word in known:
            if len(word) >= SHORTEST_MISSPELT:
                for form in (word, stem(word)):
                    for rest in (form, *_dropped(form)):
                        by_dropped_letter.setdefault(rest, set()).add(form)
        return cls(
            stems=frozenset(map(stem, known)),
            by_dropped_letter={rest: frozenset(forms) for rest, forms in by_dropped_letter.items()},
        )

    def meant(self, word: str) -> frozenset[str]:
        """Return the stems of the known words that `word` (lower case) may stand for."""
        own = stem(word)
        for form in (own, stem(own)):
            if form in self.stems:
                return frozenset((form,))
        if len(word) < SHORTEST_MISSPELT - 1 or word in spelled() or own in spelled():
            return frozenset()
        return frozenset(
            stem(form) for written in {word, own} for form in self._neighbours(written) if form[0] == word[0]
        )

    def _neighbours(self, written: str) -> Iterator[str]:
        for rest in (written, *_dropped(written)):
            for form in self.by_dropped_letter.get(rest, ()):
                if len(form) >= SHORTEST_MISSPELT - 1 and is_one_slip(written, form):
                    yield form


def is_one_slip(written: str, meant: str) -> bool:
    """One letter added, dropped or changed, or two neighbours swapped (Damerau's four slips)."""
    if abs(len(written) - len(meant)) > 1:
        return False
    start = _common_start(written, meant)
    rest, other = written[start:], meant[start:]
    swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == other
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped


@cache
def spelled() -> frozenset[str]:
    """Return common English words of five letters and more: "change" is one, and no slip for "charge"."""
    return frozenset((Path(__file__).parent / "spelled.txt").read_text(encoding="ascii").split())


def stem(word: str) -> str:
    """Return `word` (lower case) without its inflection: delays, delayed and delaying are one word; late is another."""
    word = word.removesuffix("'s").removesuffix("'")
    for ending, replacement in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and _VOWELS & set(rest) and not word.endswith(("ss", "us", "is", "eed")):
            return _bare(rest + replacement)
    return _bare(word)


def _bare(word: str) -> str:
    """Drop what inflection doubles or swallows: cancelled is cancel, and losing is lose."""
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiou":
        return word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word


def _dropped(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _common_start(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
