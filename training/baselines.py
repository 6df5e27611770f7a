"""The word lists that everybody else uses, read in the same run as the model: VADER and AFINN."""

import math
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec

from training.metrics import Said

ARE_INSTALLED = find_spec("vaderSentiment") is not None and find_spec("afinn") is not None
WHY_NOT = "the word lists to compare with are not installed: run `make setup-training`"

NEUTRAL_WITHIN = 0.05
"""VADER's authors call a text neutral if its compound score is nearer to 0 than this."""

Polarity = Callable[[str], float]
"""From -1, as bad as can be, to 1."""


def vader(text: str) -> float:
    """Return VADER's compound score."""
    score: float = _vader().polarity_scores(text)["compound"]
    return score


def afinn(text: str) -> float:
    """Return AFINN's sum, brought between -1 and 1 in the way of VADER."""
    total: float = _afinn().score(text)
    return total / math.sqrt(total * total + 15)


WORD_LISTS: dict[str, Polarity] = {"vader": vader, "afinn": afinn}


def sentiment(polarity: float) -> Said:
    """Return the sentiment that a polarity stands for."""
    if abs(polarity) < NEUTRAL_WITHIN:
        return Said("neutral", 1 - abs(polarity), chance=-polarity)
    return Said("positive" if polarity > 0 else "negative", (1 + abs(polarity)) / 2, chance=-polarity)


def yes_or_no(polarity: float, yes: str, no: str) -> Said:
    """Return `yes` for a negative text: the best that a list of feelings can say about complaints and answers."""
    is_negative = polarity <= -NEUTRAL_WITHIN
    return Said(yes if is_negative else no, (1 + abs(polarity)) / 2, chance=-polarity)


def intent(polarity: float) -> Said:
    """Return a complaint for a negative text, praise for a positive one, and other."""
    names = {"negative": "complaint", "neutral": "other", "positive": "praise"}
    found = sentiment(polarity)
    return Said(names[found.label], found.confidence, found.chance)


@cache
def _vader():  # type: ignore[no-untyped-def]
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


@cache
def _afinn():  # type: ignore[no-untyped-def]
    from afinn import Afinn

    return Afinn(emoticons=True)
