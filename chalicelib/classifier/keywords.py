"""Finds the phrases of many themes in a text: whole words, inflected, misspelt or in a hashtag, but not denied."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from chalicelib.classifier.spelling import Spelling, bases
from chalicelib.classifier.wordpiece import unaccented
from chalicelib.domain.heard.classification import Keyword

LONGEST_SEARCHED = 10_000
"""Characters; an article names its subject by then."""

LONGEST_WORD = 40

_HASHES = "#＃"
_WORD = re.compile(r"[^\W_](?:[\w'’\u200b-\u200d\u2060\ufeff]*\w)?")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
_CLAUSE_END = re.compile(r"[.!?;:,\n]")


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DENIES_NOUNS = _each("no without zero sin sem sans senza ohne zonder pas kein keine geen")
_DENIES_VERBS = _each(
    "not never isn't wasn't aren't weren't hasn't haven't hadn't didn't doesn't don't won't isnt wasnt arent werent"
)
# What may stand between: "not been delayed", "no more delays". After "haven't received my refund" the refund stays.
_FILLERS = _each("a an the any at all been be being get getting really even so that too very actually yet")
_FILLERS_OF_NOUNS = _FILLERS | _each("more further longer long major big real single other de")


class Word(Struct, frozen=True):
    """One word of the text: as written down for comparing, and where it stands."""

    plain: str
    start: int
    end: int


class _Phrase(Struct, frozen=True):
    theme: str
    phrase: str
    words: tuple[frozenset[str], ...]


class KeywordIndex:
    """Thousands of phrases, looked up by their first word: the cost grows with the text and not with the phrases."""

    def __init__(self, themes: Mapping[str, Sequence[str]]) -> None:
        """`themes` maps a theme to its phrases, as in policies/routing.yaml."""
        written = {
            (theme, phrase): tuple(word.plain for word in words_in(phrase))
            for theme, phrases in themes.items()
            for phrase in phrases
        }
        self._spelling = Spelling.of(word for words in written.values() for word in words)
        self._by_first: dict[str, list[_Phrase]] = {}
        self._by_tag: dict[str, list[_Phrase]] = {}
        for (theme, phrase), words in written.items():
            if words:
                entry = _Phrase(theme, phrase, tuple(map(bases, words)))
                _file(self._by_first, words[0], entry)
                _file(self._by_tag, "".join(words), entry)

    def find(self, text: str) -> tuple[Keyword, ...]:
        """Return every match in the order of the text; of nested matches of one theme the longest."""
        text = text[:LONGEST_SEARCHED]
        words = words_in(text)
        found = [*self._in_sequence(text, words), *self._run_together(text, words)]
        found.sort(key=lambda match: (match.start, -match.end, match.theme, match.phrase))
        return tuple(_outermost(found))

    def _in_sequence(self, text: str, words: Sequence[Word]) -> Iterator[Keyword]:
        meant = {plain: self._spelling.meant(plain) for plain in {word.plain for word in words}}
        for place, word in enumerate(words):
            for first in meant[word.plain]:
                for phrase in self._by_first.get(first, ()):
                    run = words[place : place + len(phrase.words)]
                    if _is_said(phrase, run, meant) and not is_denied(text, words, place):
                        yield _match(phrase, text, run[0].start, run[-1].end)

    def _run_together(self, text: str, words: Sequence[Word]) -> Iterator[Keyword]:
        """Find #lostluggage, whose parts no capital shows."""
        for word in words:
            if word.start and text[word.start - 1] in _HASHES:
                for tag in bases(word.plain):
                    for phrase in self._by_tag.get(tag, ()):
                        yield _match(phrase, text, word.start, word.end)


def words_in(text: str) -> tuple[Word, ...]:
    """Return the words of `text`, a hashtag's CamelCase parts one by one."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        if match.end() - match.start() > LONGEST_WORD:
            continue
        parts = list(_PART.finditer(match[0])) if match.start() and text[match.start() - 1] in _HASHES else []
        if len(parts) > 1:
            found.extend(
                Word(_plain(part[0]), match.start() + part.start(), match.start() + part.end()) for part in parts
            )
        else:
            found.append(Word(_plain(match[0]), match.start(), match.end()))
    return tuple(found)


def is_denied(text: str, words: Sequence[Word], place: int) -> bool:
    """Whether the words before `place` say that it was not so: "no delay", "never been late", but not "not only"."""
    end = words[place].start
    between: list[str] = []
    for word in reversed(words[max(place - 3, 0) : place]):
        if _CLAUSE_END.search(text[word.end : end]):
            return False
        if word.plain in _DENIES_NOUNS:
            return _FILLERS_OF_NOUNS.issuperset(between)
        if word.plain in _DENIES_VERBS:
            return _FILLERS.issuperset(between)
        between.append(word.plain)
        end = word.start
    return False


def _is_said(phrase: _Phrase, run: Sequence[Word], meant: Mapping[str, frozenset[str]]) -> bool:
    return len(run) == len(phrase.words) and not any(
        wanted.isdisjoint(meant[word.plain]) for wanted, word in zip(phrase.words, run, strict=True)
    )


def _file(drawers: dict[str, list[_Phrase]], word: str, phrase: _Phrase) -> None:
    for form in bases(word):
        drawers.setdefault(form, []).append(phrase)


def _match(phrase: _Phrase, text: str, start: int, end: int) -> Keyword:
    return Keyword(theme=phrase.theme, phrase=phrase.phrase, matched=text[start:end], start=start, end=end)


def _outermost(found: Iterable[Keyword]) -> Iterator[Keyword]:
    """Leave out each match that lies within an earlier one of its theme; `found` is sorted by start, longest first."""
    reached: dict[str, int] = {}
    for match in found:
        if match.end > reached.get(match.theme, 0):
            reached[match.theme] = match.end
            yield match


def _plain(word: str) -> str:
    return unaccented(_INVISIBLE.sub("", word).replace("’", "'").casefold())
