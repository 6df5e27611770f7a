"""Amazon Comprehend for what the shipped classifier cannot read, or for all; within a budget, and never relied on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError
from msgspec.structs import replace

from chalicelib.adapters.aws_errors import error_code
from chalicelib.domain.heard.classification import Classification, Label, Post, Sentiment
from chalicelib.ports import Classifies

LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "pt", "zh"})
"""What DetectSentiment reads, by its documentation."""

AT_ONCE = 25
LONGEST = 5_000
"""Bytes of UTF-8: the limits of BatchDetectSentiment."""

_SENTIMENTS = {
    "POSITIVE": Sentiment.POSITIVE,
    "NEUTRAL": Sentiment.NEUTRAL,
    "NEGATIVE": Sentiment.NEGATIVE,
    # Praise and blame in one post: the blame must not be missed.
    "MIXED": Sentiment.NEGATIVE,
}

TakesFromBudget = Callable[[int], int]
"""Takes up to so many posts from today's budget and returns how many it gave."""

SaysWhy = Callable[[str], None]
"""Is told why posts stay unread."""


class ComprehendClient(Protocol):
    """The one call that is made of boto3's client."""

    def batch_detect_sentiment(self, *, TextList: Sequence[str], LanguageCode: str) -> Mapping[str, Any]: ...  # noqa: N803


class Comprehend:
    """Fulfils ports.Classifies: everything is read by `local`, and then by Comprehend what `local` does not know.

    With `reads_all` it reads what `local` knows as well, where the budget lasts: what nobody else can read goes first.
    Comprehend tells sentiment alone: the other labels stay as `local` gave them, unknown or not, and rules for them
    still apply. What it does not read, for want of budget or of an answer, stays as it was, and the classification's
    `model` says why.
    """

    def __init__(
        self, local: Classifies, client: ComprehendClient, take: TakesFromBudget, say: SaysWhy, *, reads_all: bool
    ) -> None:
        self._reads_all = reads_all
        self._local = local
        self._client = client
        self._take = take
        self._say = say

    def classify(self, posts: Sequence[Post]) -> list[Classification]:
        """Return a classification for each of `posts`, in order."""
        found = self._local.classify(posts)
        sent = [place for place, one in enumerate(found) if self._is_sent(one)]
        sent.sort(key=lambda place: _is_known(found[place]))
        given = self._take(len(sent)) if sent else 0
        for place in sent[given:]:
            found[place] = _unread(found[place], "budget spent")
        if given < len(sent):
            self._say("budget spent")
        for language, places in _by_language(found, sent[:given]):
            texts = [_cut(posts[place].text) for place in places]
            for place, read in zip(
                places, self._read(texts, language, [found[place] for place in places]), strict=True
            ):
                found[place] = read
        return found

    def _is_sent(self, found: Classification) -> bool:
        return found.language.value in LANGUAGES and (self._reads_all or not _is_known(found))

    def _read(self, texts: Sequence[str], language: str, found: Sequence[Classification]) -> list[Classification]:
        try:
            answer = self._client.batch_detect_sentiment(TextList=texts, LanguageCode=language)
        except (ClientError, BotoCoreError) as error:
            why = error_code(error) if isinstance(error, ClientError) else type(error).__name__
            self._say(why)
            return [_unread(one, why) for one in found]
        refused = {one["Index"]: one["ErrorCode"] for one in answer["ErrorList"]}
        results = {one["Index"]: one for one in answer["ResultList"]}
        return [
            _with_sentiment(one, results[place]) if place in results else _unread(one, refused.get(place, "no answer"))
            for place, one in enumerate(found)
        ]


def _is_known(found: Classification) -> bool:
    return found.sentiment.value is not Sentiment.UNKNOWN


def _by_language(found: Sequence[Classification], places: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    by_language: dict[str, list[int]] = {}
    for place in places:
        by_language.setdefault(found[place].language.value, []).append(place)
    for language, of_language in by_language.items():
        for start in range(0, len(of_language), AT_ONCE):
            yield language, of_language[start : start + AT_ONCE]


def _with_sentiment(found: Classification, result: Mapping[str, Any]) -> Classification:
    confidence = result["SentimentScore"][result["Sentiment"].capitalize()]
    sentiment = Label(_SENTIMENTS[result["Sentiment"]], round(float(confidence), 4))
    model = f"{found.model} (sentiment: comprehend)" if _is_known(found) else "comprehend"
    return replace(found, sentiment=sentiment, model=model)


def _unread(found: Classification, why: str) -> Classification:
    return replace(found, model=f"{found.model} (comprehend: {why})")


def _cut(text: str) -> str:
    return text.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore")
