"""Which backend reads is the policies' word, at the moment of reading, and its budget is a day's."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from aws_lambda_powertools import Logger
from msgspec.structs import replace

from chalicelib.adapters.backend import ChosenBackend
from chalicelib.adapters.comprehend import ComprehendClient
from chalicelib.domain.heard.classification import Classification, Label, Post, Sentiment
from chalicelib.domain.rules.compiled import Policies
from tests.builders import NOON, a_classification, policies_for
from tests.fakes import FakeStore, HandClock
from tests.unit.classifier.test_comprehend import Scene

SPANISH = Post("el vuelo fue horrible", "es")
ENGLISH = Post("the flight was something", "en")


class EnglishOnly:
    """Finds English neutral, and cannot read anything else."""

    def classify(self, posts: Sequence[Post]) -> list[Classification]:
        return [self._one(post.language or "en") for post in posts]

    def _one(self, language: str) -> Classification:
        found = a_classification(Sentiment.NEUTRAL if language == "en" else Sentiment.UNKNOWN)
        return replace(found, language=Label(language, 0.9))


class Backend:
    """A chosen backend whose policies, clock and Comprehend the test holds."""

    def __init__(self, *, posts: int) -> None:
        self.scene = Scene(budget=0)
        self.clock = HandClock(NOON)
        self.policies = policies_for()
        self.use("comprehend", posts=posts)
        logger = Logger(service="test", level="CRITICAL")
        self.chosen = ChosenBackend(
            EnglishOnly(),
            lambda: cast(ComprehendClient, self.scene.service.client),
            FakeStore(),
            self._policies,
            self.clock,
            logger,
        )

    def use(self, backend: str, *, posts: int = 0, reads_all: bool = False) -> None:
        brand = replace(
            self.policies.brand,
            language_backend=backend,
            comprehend_daily_posts=posts,
            comprehend_reads_all=reads_all,
        )
        self.policies = replace(self.policies, brand=brand)

    def reads(self, post: Post = SPANISH) -> Sentiment:
        [found] = self.chosen.classify([post])
        return found.sentiment.value

    def _policies(self) -> Policies:
        return self.policies


def test_comprehend_reads_what_the_model_cannot_once_the_policies_ask_for_it() -> None:
    backend = Backend(posts=5)
    backend.use("local")
    assert backend.reads() is Sentiment.UNKNOWN

    backend.use("comprehend", posts=5)
    backend.scene.answers("es", [SPANISH.text], "NEGATIVE")
    assert backend.reads() is Sentiment.NEGATIVE


def test_comprehend_reads_english_only_where_the_policies_send_it_everything() -> None:
    backend = Backend(posts=5)
    assert backend.reads(ENGLISH) is Sentiment.NEUTRAL

    backend.use("comprehend", posts=5, reads_all=True)
    backend.scene.answers("en", [ENGLISH.text], "NEGATIVE")
    assert backend.reads(ENGLISH) is Sentiment.NEGATIVE


def test_the_budget_is_a_days() -> None:
    backend = Backend(posts=1)
    backend.scene.answers("es", [SPANISH.text], "NEGATIVE")
    assert backend.reads() is Sentiment.NEGATIVE
    assert backend.reads() is Sentiment.UNKNOWN

    backend.clock.at += timedelta(days=1)
    backend.scene.answers("es", [SPANISH.text], "NEGATIVE")
    assert backend.reads() is Sentiment.NEGATIVE
