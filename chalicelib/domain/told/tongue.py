"""A tongue: the language in which one person is told, and every sentence of the catalogue in it."""

from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations
from string import Formatter
from typing import Protocol

from msgspec import Struct

from chalicelib.domain.said import said

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})

NESTED = 3
"""How deep a kept sentence may hold another: a route's reason in that of a theme in that of a spread."""

KEPT_WORDS = (
    said("routine"),
    said("urgent"),
    said("watching"),
    said("triggered"),
    said("acknowledged"),
    said("resolved"),
    said("rearm"),
    said("resolve"),
    said("Monday"),
    said("Tuesday"),
    said("Wednesday"),
    said("Thursday"),
    said("Friday"),
    said("Saturday"),
    said("Sunday"),
)
"""Words that events and reasons are recorded with."""


class Translations(Protocol):
    """What the standard library's gettext offers."""

    def gettext(self, message: str) -> str: ...
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...


class Tongue(Struct, frozen=True, kw_only=True):
    """`language` is its code, such as "de"; `kept` maps the forms of kept sentences to those of this language."""

    language: str
    translations: Translations
    kept: Mapping[str, str]

    @property
    def is_right_to_left(self) -> bool:
        return self.language.partition("_")[0] in RIGHT_TO_LEFT

    def say(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language, with its values."""
        return self.translations.gettext(sentence).format(**values)

    def count(self, one: str, several: str, number: int, /, **values: object) -> str:
        """The sentence in the form that this language has for `number`, which it may name."""
        return self.translations.ngettext(one, several, number).format(number=number, **values)

    def again(self, text: str) -> str:
        """A sentence that `said` made, in this language; whatever else people or tools wrote, as it is."""
        return self._again(text, NESTED) or text

    def _again(self, text: str, depth: int) -> str | None:
        if not self.kept or depth == 0:
            return None
        joined = self._joined(text, "; ", "; ", depth) or self._joined(text, " and ", self.say(" and "), depth)
        return joined or self._of_one_form(text, depth)

    def _joined(self, text: str, between: str, told_between: str, depth: int) -> str | None:
        """Several kept sentences that were put together; None unless each of them is one."""
        parts = text.split(between)
        told: list[str] = []
        for part in parts if len(parts) > 1 else ():
            again = self._again(part, depth - 1)
            if again is None:
                return None
            told.append(again)
        return told_between.join(told) or None

    def _of_one_form(self, text: str, depth: int) -> str | None:
        for form in _strictest_first(tuple(self.kept)):
            values = _values(form, text)
            if values is not None:
                told = {name: self._again(value, depth - 1) or value for name, value in values.items()}
                return self.kept[form].format(**told)
        return None


ENGLISH = Tongue(language="en", translations=NullTranslations(), kept={})
"""The language of the sources, which needs no catalogue."""


def only_english(_language: str) -> Tongue:
    """Where no catalogue is at hand, everybody is told in English."""
    return ENGLISH


@lru_cache(maxsize=8)
def _strictest_first(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The forms that leave the least to their values first: they fit the fewest texts."""
    return tuple(sorted(forms, key=lambda form: sum(len(literal) for literal, _ in _pieces(form)), reverse=True))


@lru_cache(maxsize=512)
def _pieces(form: str) -> tuple[tuple[str, str | None], ...]:
    """Each literal of a form with the name that follows it; None after the last."""
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(form))


def _values(form: str, text: str) -> dict[str, str] | None:
    """What stands for each name where `text` was made of `form`, or None; takes time in proportion to the text."""
    values: dict[str, str] = {}
    end, open_name = 0, None
    for literal, name in _pieces(form):
        found = text.find(literal, end) if literal else end
        if found < 0 or (open_name is None and found != end):
            return None
        if open_name is not None:
            is_last = name is None
            found = len(text) - len(literal) if is_last else found
            if found < end or not text.startswith(literal, found):
                return None
            values[open_name] = text[end:found]
        end, open_name = found + len(literal), name
    if open_name is not None:
        values[open_name] = text[end:]
        end = len(text)
    return values if end == len(text) else None
