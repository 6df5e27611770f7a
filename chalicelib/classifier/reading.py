"""From what the encoder says about a post to a classification, or to `unknown` where nothing can be said."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from chalicelib.classifier import asking
from chalicelib.domain.heard.classification import Classification, HarmKind, Intent, Label, Post, Sentiment, Urgency

if TYPE_CHECKING:
    from chalicelib.classifier.modelfile import Blend

T = TypeVar("T")

Probabilities = Mapping[str, Sequence[float]]
"""For each head, its classes' calibrated probabilities in the order of SENTIMENTS, INTENTS, HARMS or (no, yes)."""

SENTIMENTS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
HARMS = (HarmKind.NONE, *(kind for kind in HarmKind if kind is not HarmKind.NONE))
SENTIMENT_HEAD = "sentiment"
HARM_HEAD = "harm"
GENERAL_HEAD = "general"
COMPLAINT_HEAD = "complaint"
INTENT_HEAD = "intent"
INTENTS = tuple(intent for intent in Intent if intent is not Intent.UNKNOWN)
EVEN = 0.5
_DIGITS = 4
"""Beyond these a number depends on which other posts were read together."""


def read(
    post: Post, language: Label[str], said: Probabilities, blend: "Blend", urgent_from: float, model: str
) -> Classification:
    """Return what `said` means for a `post` in a language that the model reads."""
    sentiment = sentiment_shares(post, said)
    shares = intent_shares(post, said)
    intent = max(shares, key=shares.__getitem__)
    needs_answer = likelihood_of_needing_answer(post.text, said, blend) if post.can_be_answered else 0.0
    place = max(range(len(SENTIMENTS)), key=sentiment.__getitem__)
    return Classification(
        sentiment=_label(SENTIMENTS[place], sentiment[place]),
        intent=_label(intent, shares[intent]),
        complaint=_yes_or_no(said["complaint"][1]),
        needs_answer=_yes_or_no(needs_answer),
        language=_label(language.value, language.confidence),
        model=model,
        urgent=urgency(said[HARM_HEAD], urgent_from),
    )


def urgency(harm: Sequence[float], urgent_from: float) -> Urgency:
    """Return whether the chance of any harm is `urgent_from` or more, and the likeliest kind."""
    chance = 1 - harm[0]
    if chance < urgent_from:
        return Urgency(value=False, kind=HarmKind.NONE, confidence=round(harm[0], _DIGITS))
    kind = max(range(1, len(HARMS)), key=harm.__getitem__)
    return Urgency(value=True, kind=HARMS[kind], confidence=round(chance, _DIGITS))


def sentiment_shares(post: Post, said: Probabilities) -> Sequence[float]:
    """Return the probability of each of SENTIMENTS.

    An article is read by the general head alone. A post that is only about the brand is read by that and by what reads
    posts to a brand, alike: many of them are complaints all the same.
    """
    if not post.can_be_answered:
        return said[GENERAL_HEAD]
    if post.addressed is False:
        return [(one + other) / 2 for one, other in zip(said[GENERAL_HEAD], said[SENTIMENT_HEAD], strict=True)]
    return said[SENTIMENT_HEAD]


def unreadable(language: Label[str], model: str) -> Classification:
    """Return `unknown` for a post without words or in a language that is not read; even odds for all else."""
    return Classification(
        sentiment=Label(Sentiment.UNKNOWN, round(language.confidence, _DIGITS)),
        intent=Label(Intent.UNKNOWN, round(language.confidence, _DIGITS)),
        complaint=Label(False, EVEN),
        needs_answer=Label(False, EVEN),
        language=_label(language.value, language.confidence),
        model=model,
    )


def likelihood_of_needing_answer(text: str, said: Probabilities, blend: "Blend") -> float:
    """Return the probability that somebody ought to answer."""
    return likelihood(signs(text, said), blend)


def likelihood(values: Mapping[str, float], blend: "Blend") -> float:
    """Return the probability that `values`, weighed by the model file's rule, come to."""
    total = blend.bias + sum(blend.weights.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-total))


def signs(text: str, said: Probabilities) -> dict[str, float]:
    """Return what speaks for or against an answer: the cues from 0 to 1, what the heads say as odds."""
    asked = {head: _odds(said[head][1]) for head in ("answered", "needs_answer") if head in said}
    return asked | {
        "complaint": _odds(said["complaint"][1]),
        "negative": _odds(said["care"][0]),
        "positive": _odds(said["care"][2]),
        "question": asking.question(text),
        "request": asking.request(text),
    }


def _odds(probability: float) -> float:
    """Return the logarithm of the odds, brought to about -2 to 2: beyond one in ten thousand nothing is surer."""
    rare = 1e-4
    return math.log(max(probability, rare) / max(1 - probability, rare)) / 4


def intent_shares(post: Post, said: Probabilities) -> dict[Intent, float]:
    """Return the probability of each intent: what the model's head for it says, else what cues of English words do.

    By these a complaint is one whatever it asks, and who asks nothing praises, or not. Where nobody could answer,
    nothing is a question or a request: an article asks its readers.
    """
    if INTENT_HEAD in said:
        return _told(dict(zip(INTENTS, said[INTENT_HEAD], strict=True)), can_be_answered=post.can_be_answered)
    complaint, praise = said["complaint"][1], sentiment_shares(post, said)[2]
    question, request = (asking.question(post.text), asking.request(post.text)) if post.can_be_answered else (0.0, 0.0)
    asks = (1 - complaint) * max(question, request)
    rest = (1 - complaint) * (1 - max(question, request))
    both = max(question + request, 1.0)
    return {
        Intent.COMPLAINT: complaint,
        Intent.QUESTION: asks * question / both,
        Intent.REQUEST: asks * request / both,
        Intent.PRAISE: rest * praise,
        Intent.OTHER: rest * (1 - praise),
    }


def _told(shares: dict[Intent, float], *, can_be_answered: bool) -> dict[Intent, float]:
    if can_be_answered:
        return shares
    asks = shares[Intent.QUESTION] + shares[Intent.REQUEST]
    return shares | {Intent.QUESTION: 0.0, Intent.REQUEST: 0.0, Intent.OTHER: shares[Intent.OTHER] + asks}


def _yes_or_no(yes: float) -> Label[bool]:
    return _label(yes >= EVEN, max(yes, 1 - yes))


def _label(value: T, confidence: float) -> Label[T]:
    return Label(value, round(confidence, _DIGITS))
