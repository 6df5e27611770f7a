"""A classifier by a rule of words, so that a story's reader can tell from the post what will be made of it."""

from collections.abc import Mapping, Sequence

from chalicelib.domain.heard.classification import Classification, Intent, Keyword, Post, Sentiment
from tests.builders import a_classification

PRAISE = ("thank", "love", "great")
COMPLAINT = ("burned", "broken", "lost", "hours", "worst", "smoke", "still")


class WordRules:
    """A question has a question mark, a complaint one of the bad words, praise one of the good ones."""

    def classify(self, posts: Sequence[Post]) -> list[Classification]:
        return [_read(post.text.lower()) for post in posts]


class PlainKeywords:
    """Finds a theme's phrases as they are written, in any case."""

    def __init__(self, themes: Mapping[str, Sequence[str]]) -> None:
        self._themes = themes

    def find(self, text: str) -> tuple[Keyword, ...]:
        plain = text.lower()
        return tuple(
            Keyword(theme=theme, phrase=phrase, matched=phrase, start=start, end=start + len(phrase))
            for theme, phrases in self._themes.items()
            for phrase in phrases
            if (start := plain.find(phrase)) >= 0
        )


def _read(text: str) -> Classification:
    if any(word in text for word in COMPLAINT):
        return a_classification(Sentiment.NEGATIVE, Intent.COMPLAINT)
    if any(word in text for word in PRAISE):
        return a_classification(Sentiment.POSITIVE, Intent.PRAISE)
    if "?" in text:
        return a_classification(Sentiment.NEUTRAL, Intent.QUESTION)
    return a_classification(Sentiment.NEUTRAL, Intent.OTHER)
