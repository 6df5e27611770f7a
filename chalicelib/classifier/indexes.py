"""Indexes of keywords, kept: building one costs more than using it."""

from functools import lru_cache

from chalicelib.classifier.keywords import KeywordIndex
from chalicelib.domain.rules.compiled import Policies


def keywords_of(policies: Policies) -> KeywordIndex:
    """The index of these policies' themes; those of the newest two versions are kept."""
    return _index(tuple(policies.phrases.items()))


@lru_cache(maxsize=2)
def _index(themes: tuple[tuple[str, tuple[str, ...]], ...]) -> KeywordIndex:
    return KeywordIndex(dict(themes))
