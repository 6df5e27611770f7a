"""The optional backend, against botocore's own model of the service."""

from collections.abc import Sequence

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.adapters.comprehend import LONGEST, Comprehend
from chalicelib.domain.heard.classification import Classification, Intent, Label, Post, Sentiment


class Local:
    """Reads English as neutral, and tells each other language by the post's tag."""

    def classify(self, posts: Sequence[Post]) -> list[Classification]:
        return [self._one(post.language or "en") for post in posts]

    def _one(self, language: str) -> Classification:
        known = language == "en"
        return Classification(
            sentiment=Label(Sentiment.NEUTRAL if known else Sentiment.UNKNOWN, 0.9),
            intent=Label(Intent.OTHER if known else Intent.UNKNOWN, 0.9),
            complaint=Label(False, 0.5),
            needs_answer=Label(False, 0.5),
            language=Label(language, 0.9),
            model="local@1",
        )


class Scene:
    """Comprehend with a budget, whose answers are laid out beforehand; `said` is what it complained of."""

    def __init__(self, budget: int, *, reads_all: bool = False) -> None:
        client = boto3.client("comprehend", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")
        self.service = Stubber(client)
        self.service.activate()
        self.budget = budget
        self.said: list[str] = []
        self.comprehend = Comprehend(Local(), client, self.take, self.said.append, reads_all=reads_all)

    def take(self, posts: int) -> int:
        given = min(posts, self.budget)
        self.budget -= given
        return given

    def answers(self, language: str, texts: list[str], *sentiments: str) -> None:
        scores = {"Positive": 0.01, "Negative": 0.9, "Neutral": 0.05, "Mixed": 0.04}
        results = [
            {"Index": place, "Sentiment": sentiment, "SentimentScore": scores}
            for place, sentiment in enumerate(sentiments)
        ]
        self.service.add_response(
            "batch_detect_sentiment",
            {"ResultList": results, "ErrorList": []},
            {"TextList": texts, "LanguageCode": language},
        )


@pytest.fixture
def scene() -> Scene:
    return Scene(budget=10)


def test_only_what_the_local_classifier_cannot_read_is_sent(scene: Scene) -> None:
    scene.answers("es", ["hola", "adiós"], "NEGATIVE", "NEUTRAL")
    scene.answers("de", ["hallo"], "MIXED")

    found = scene.comprehend.classify([Post("hola", "es"), Post("hello"), Post("hallo", "de"), Post("adiós", "es")])

    assert [one.sentiment.value for one in found] == ["negative", "neutral", "negative", "neutral"]
    assert [one.model for one in found] == ["comprehend", "local@1", "comprehend", "comprehend"]
    assert found[0].sentiment.confidence == 0.9
    assert scene.budget == 7
    scene.service.assert_no_pending_responses()


def test_intent_stays_unknown_since_comprehend_tells_none(scene: Scene) -> None:
    scene.answers("es", ["hola"], "NEGATIVE")

    [found] = scene.comprehend.classify([Post("hola", "es")])

    assert found.intent.value is Intent.UNKNOWN


def test_told_to_read_all_it_gives_the_sentiment_of_english_posts_too_and_leaves_the_other_labels() -> None:
    scene = Scene(budget=10, reads_all=True)
    scene.answers("en", ["hello"], "NEGATIVE")

    [found, unsent] = scene.comprehend.classify([Post("hello"), Post("hei", "fi")])

    assert (found.sentiment.value, found.intent.value) == (Sentiment.NEGATIVE, Intent.OTHER)
    assert found.model == "local@1 (sentiment: comprehend)"
    assert unsent.model == "local@1"


def test_what_nobody_else_can_read_is_first_at_the_budget() -> None:
    scene = Scene(budget=1, reads_all=True)
    scene.answers("es", ["hola"], "NEGATIVE")

    found = scene.comprehend.classify([Post("hello"), Post("hola", "es")])

    assert [one.sentiment.value for one in found] == [Sentiment.NEUTRAL, Sentiment.NEGATIVE]
    assert found[0].model == "local@1 (comprehend: budget spent)"


def test_beyond_the_budget_a_post_stays_unknown_and_says_so() -> None:
    scene = Scene(budget=1)
    scene.answers("es", ["uno"], "POSITIVE")

    found = scene.comprehend.classify([Post("uno", "es"), Post("dos", "es")])

    assert [one.sentiment.value for one in found] == ["positive", "unknown"]
    assert found[1].model == "local@1 (comprehend: budget spent)"
    assert scene.said == ["budget spent"]


def test_without_credit_everything_stays_unknown_and_says_so(scene: Scene) -> None:
    scene.service.add_client_error("batch_detect_sentiment", "SubscriptionRequiredException", http_status_code=403)

    [found] = scene.comprehend.classify([Post("hola", "es")])

    assert found.sentiment.value is Sentiment.UNKNOWN
    assert found.model == "local@1 (comprehend: SubscriptionRequiredException)"
    assert scene.said == ["SubscriptionRequiredException"]


def test_a_language_that_comprehend_cannot_read_costs_nothing(scene: Scene) -> None:
    [found] = scene.comprehend.classify([Post("hei", "fi")])

    assert found.model == "local@1"
    assert scene.budget == 10


def test_more_posts_than_one_call_takes_are_sent_in_several(scene: Scene) -> None:
    scene = Scene(budget=100)
    texts = [f"hola {number}" for number in range(30)]
    scene.answers("es", texts[:25], *["NEUTRAL"] * 25)
    scene.answers("es", texts[25:], *["NEUTRAL"] * 5)

    found = scene.comprehend.classify([Post(text, "es") for text in texts])

    assert {one.model for one in found} == {"comprehend"}


def test_a_long_text_is_cut_to_what_comprehend_takes(scene: Scene) -> None:
    scene.answers("es", ["é" * (LONGEST // 2)], "NEUTRAL")

    [found] = scene.comprehend.classify([Post("\ud800" + "é" * 9_000, "es")])

    assert found.sentiment.value is Sentiment.NEUTRAL


def test_one_refused_text_leaves_the_others_read(scene: Scene) -> None:
    scene.service.add_response(
        "batch_detect_sentiment",
        {
            "ResultList": [
                {"Index": 1, "Sentiment": "NEUTRAL", "SentimentScore": {"Neutral": 0.7}},
            ],
            "ErrorList": [{"Index": 0, "ErrorCode": "INTERNAL_SERVER_ERROR", "ErrorMessage": "no"}],
        },
    )

    found = scene.comprehend.classify([Post("uno", "es"), Post("dos", "es")])

    assert [one.model for one in found] == ["local@1 (comprehend: INTERNAL_SERVER_ERROR)", "comprehend"]
