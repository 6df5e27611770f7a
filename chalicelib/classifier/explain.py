"""Which words moved a classification: each is left out in turn, and what changes is its influence."""

from collections.abc import Sequence

from msgspec import Struct

from chalicelib.classifier.classifier import Classifier
from chalicelib.classifier.keywords import Word, words_in
from chalicelib.classifier.reading import HARM_HEAD, SENTIMENT_HEAD, SENTIMENTS
from chalicelib.domain.heard.classification import Post, Sentiment

MOST_WORDS = 40
"""One reading a word: a long post is explained by its first words, in under half a second."""


class Influence(Struct, frozen=True, kw_only=True):
    """How much a word, at [start, end), raised the probability of the sentiment found, of a complaint and of harm."""

    word: str
    start: int
    end: int
    sentiment: float
    complaint: float
    harm: float


def explain(classifier: Classifier, post: Post) -> tuple[Influence, ...]:
    """Return the influence of each word, the strongest first; nothing where the post could not be read."""
    [found] = classifier.classify([post])
    words = words_in(post.text)[:MOST_WORDS]
    if found.sentiment.value is Sentiment.UNKNOWN or not words:
        return ()
    said = classifier.probabilities([post.text, *_each_left_out(post.text, words)])
    sentiment = said[SENTIMENT_HEAD][:, SENTIMENTS.index(found.sentiment.value)].tolist()
    complaint = said["complaint"][:, 1].tolist()
    harm = (1 - said[HARM_HEAD][:, 0]).tolist()
    influences = [
        Influence(
            word=post.text[word.start : word.end],
            start=word.start,
            end=word.end,
            sentiment=round(sentiment[0] - sentiment[place], 4),
            complaint=round(complaint[0] - complaint[place], 4),
            harm=round(harm[0] - harm[place], 4),
        )
        for place, word in enumerate(words, start=1)
    ]
    return tuple(sorted(influences, key=_strength, reverse=True))


def _each_left_out(text: str, words: Sequence[Word]) -> list[str]:
    return [text[: word.start] + text[word.end :] for word in words]


def _strength(influence: Influence) -> float:
    return max(abs(influence.sentiment), abs(influence.complaint), abs(influence.harm))
