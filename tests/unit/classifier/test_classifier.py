import subprocess
import sys

import pytest

from chalicelib.classifier import Classifier, explain
from chalicelib.domain.heard.classification import UNDETERMINED, Intent, Post, Sentiment


@pytest.mark.parametrize(
    ("text", "sentiment", "intent"),
    [
        ("@wayfare you lost my luggage and nobody answers the phone", Sentiment.NEGATIVE, Intent.COMPLAINT),
        ("@wayfare thank you, the crew today was wonderful!", Sentiment.POSITIVE, Intent.PRAISE),
        ("@wayfare do you fly to Oslo on Sundays?", Sentiment.NEUTRAL, Intent.QUESTION),
        ("@wayfare please send me the booking form", Sentiment.NEUTRAL, Intent.REQUEST),
    ],
)
def test_a_plain_post_is_read_as_anybody_would(
    classifier: Classifier, text: str, sentiment: Sentiment, intent: Intent
) -> None:
    [found] = classifier.classify([Post(text)])

    assert found.sentiment.value is sentiment
    assert found.intent.value is intent
    assert found.language.value == "en"
    assert found.complaint.value is (intent is Intent.COMPLAINT)
    assert found.needs_answer.value is (intent is not Intent.PRAISE)


@pytest.mark.parametrize(
    "post",
    [
        Post("Mi vuelo ha sido cancelado otra vez y nadie contesta"),
        Post("my flight is late", language="fi"),
        Post("https://t.co/abc"),
        Post("ok"),
        Post(""),
    ],
)
def test_what_cannot_be_read_is_unknown_and_never_neutral(classifier: Classifier, post: Post) -> None:
    [found] = classifier.classify([post])

    assert found.sentiment.value is Sentiment.UNKNOWN
    assert found.intent.value is Intent.UNKNOWN
    assert (found.complaint.confidence, found.needs_answer.confidence) == (0.5, 0.5)


def test_a_batch_keeps_its_order(classifier: Classifier) -> None:
    texts = ["lovely flight, thanks!", "hola, ¿dónde está mi maleta?", "worst airline ever", "https://t.co/abc"]

    found = classifier.classify([Post(text) for text in texts])

    assert [one.sentiment.value for one in found] == ["positive", "unknown", "negative", "unknown"]
    assert [one.language.value for one in found] == ["en", "es", "en", UNDETERMINED]


def test_a_post_is_read_alike_alone_and_in_company(classifier: Classifier) -> None:
    post = Post("still on hold, still no bag")
    company = [Post("thanks!"), Post("word " * 90), post]

    assert classifier.classify([post]) == classifier.classify(company)[-1:]


def test_no_posts_need_no_reading(classifier: Classifier) -> None:
    assert classifier.classify([]) == []


def test_a_classification_names_its_model(classifier: Classifier) -> None:
    [found] = classifier.classify([Post("where is my bag?")])

    assert found.model == f"earshot-minilm@{classifier.version}"
    assert found.keywords == ()


def test_the_words_that_moved_the_verdict_are_named(classifier: Classifier) -> None:
    text = "the crew was lovely but you lost my luggage"

    influences = explain(classifier, Post(text))

    assert [text[one.start : one.end] for one in influences] == [one.word for one in influences]
    assert {"lovely", "but", "lost"} & {one.word for one in influences[:3]}
    assert all(-1 <= one.complaint <= 1 for one in influences)


def test_the_words_that_told_of_harm_are_named(classifier: Classifier) -> None:
    influences = explain(classifier, Post("the staff were nice but there is smoke coming out of the heater"))

    most = sorted(influences, key=lambda one: -one.harm)[:3]
    assert "smoke" in {one.word for one in most}
    assert all(one.harm > 0 for one in most)


def test_what_was_not_read_is_not_explained(classifier: Classifier) -> None:
    assert explain(classifier, Post("Wo ist mein Koffer? Seit drei Tagen keine Antwort")) == ()


def test_importing_the_package_loads_neither_numpy_nor_the_model() -> None:
    script = "import sys, chalicelib.classifier; sys.exit('numpy' in sys.modules or 'py3langid' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_loading_twice_reads_alike(classifier: Classifier) -> None:
    posts = [Post("an hour late and no word from you")]
    assert Classifier.load().classify(posts) == classifier.classify(posts)
