"""Which written words stand for which: inflections of one word, and misspellings at distance one."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

SHORTEST_MISSPELT = 6
"""Letters of a word whose misspellings are looked for: shorter words have too many neighbours that are words."""

SHORTEST_PREFIXED = 4
"""Letters of a word that stands behind such as "re" or "over"."""

_BEFORE = ("re", "over", "under", "un", "out", "mis")
_VOWELS = frozenset("aeiouy")
_ENDINGS = {"ies": ("y", "ie"), "ied": ("y",), "ing": ("", "e"), "ed": ("", "e"), "es": ("",), "s": ("",)}


class Spelling(Struct, frozen=True):
    """The base forms of the words to be found, and these by what is left of them when one letter is dropped."""

    known: frozenset[str]
    by_dropped_letter: dict[str, frozenset[str]]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Spelling":
        """Prepare to find `words` (lower case)."""
        forms = {word: bases(word) for word in words}
        by_dropped_letter: dict[str, set[str]] = {}
        for form in frozenset().union(*(found for word, found in forms.items() if len(word) >= SHORTEST_MISSPELT)):
            for rest in (form, *_dropped(form)):
                by_dropped_letter.setdefault(rest, set()).add(form)
        return cls(
            known=frozenset().union(*forms.values()),
            by_dropped_letter={rest: frozenset(found) for rest, found in by_dropped_letter.items()},
        )

    def meant(self, word: str) -> frozenset[str]:
        """Return the known base forms that `word` (lower case) may stand for."""
        own = bases(word)
        if not own.isdisjoint(self.known):
            return own & self.known
        if len(word) < SHORTEST_MISSPELT - 1 or any(map(_is_common, own)):
            return frozenset()
        return frozenset(form for written in own for form in self._neighbours(written))

    def _neighbours(self, written: str) -> Iterator[str]:
        for rest in (written, *_dropped(written)):
            for form in self.by_dropped_letter.get(rest, ()):
                if form[0] == written[0] and is_one_slip(written, form):
                    yield form


def is_one_slip(written: str, meant: str) -> bool:
    """One letter added, dropped or changed, or two neighbours swapped (Damerau's four slips)."""
    start = _common_start(written, meant)
    rest, other = written[start:], meant[start:]
    swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == other
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped


@cache
def spelled() -> frozenset[str]:
    """Return common English words of four letters and more: "change" is one, and no slip for "charge"."""
    return frozenset((Path(__file__).parent / "spelled.txt").read_text(encoding="ascii").split())


def _is_common(word: str) -> bool:
    """Whether it is a common word, or one with something before it: "rebooting" is no slip for "rebooking"."""
    return word in spelled() or any(
        word.startswith(before) and len(word) - len(before) >= SHORTEST_PREFIXED and word[len(before) :] in spelled()
        for before in _BEFORE
    )


def bases(word: str) -> frozenset[str]:
    """Return `word` (lower case) and what it may be an inflection of: for "cancelled" also "cancell" and "cancel"."""
    word = word.removesuffix("'s").removesuffix("'")
    found = {word}
    for ending, instead in _ENDINGS.items():
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and _VOWELS.intersection(rest) and _takes(rest, ending):
            found.update(rest + letters for letters in instead)
            if ending in ("ing", "ed") and rest[-1] == rest[-2]:
                found.add(rest[:-1])
    return frozenset(found)


def _takes(rest: str, ending: str) -> bool:
    """Whether English adds `ending` to `rest`: boxes but planes, bags but not loss or bus."""
    if ending == "es":
        return rest.endswith(("s", "x", "z", "ch", "sh", "o"))
    return ending != "s" or not rest.endswith(("s", "u", "i"))


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
