"""A small model that cuts words by likelihood, reads two languages and has a head for intents."""

from pathlib import Path

import numpy as np
import pytest

from chalicelib.classifier import Classifier, Post, modelfile
from chalicelib.classifier.modelfile import Array, Blend, Calibration, Contents
from chalicelib.classifier.reading import HARMS, INTENTS
from chalicelib.domain.heard.classification import Intent, Sentiment

WIDTH = 12
PIECES = ("<pad>", "<s>", "</s>", "<unk>", "\u2581dónde", "\u2581está", "\u2581mi", "\u2581maleta", "\u2581gracias")
HEADS = {"general": 3, "care": 3, "intent": len(INTENTS), "needs_answer": 2, "harm": len(HARMS)}


@pytest.fixture
def small(tmp_path: Path) -> Classifier:
    chance = np.random.default_rng(7)
    words = chance.integers(-127, 128, (len(PIECES), WIDTH)).astype(np.int8)
    arrays: dict[str, Array] = {
        "vocabulary.chances": np.full(len(PIECES), -5.0, np.float32),
        "words.weight": words,
        "words.scales": np.full((len(PIECES), 1), 0.01, np.float32),
        "places.weight": np.zeros((96, WIDTH), np.float32),
        "embedded_norm.weight": np.ones(WIDTH, np.float32),
        "embedded_norm.bias": np.zeros(WIDTH, np.float32),
    }
    for head, classes in HEADS.items():
        arrays[f"heads.{head}.weight"] = chance.normal(size=(classes, WIDTH)).astype(np.float32)
        arrays[f"heads.{head}.bias"] = np.zeros(classes, np.float32)
    contents = Contents(
        vocabulary=PIECES,
        calibrations={head: Calibration(1.0, (0.0,) * classes) for head, classes in HEADS.items()},
        needs_answer=Blend(0.0, {"needs_answer": 4.0}),
        urgent_from=0.5,
        name="small",
        languages=("en", "es"),
        tokens="unigram",
        arrays=(),
    )
    modelfile.write(tmp_path / modelfile.FILE, "1", contents, arrays)
    return Classifier.load(tmp_path)


def test_it_reads_its_languages_and_no_other(small: Classifier) -> None:
    posts = [Post("¿dónde está mi maleta?", "es"), Post("wo ist mein Koffer?", "de")]

    spanish, german = small.classify(posts)

    assert spanish.sentiment.value is not Sentiment.UNKNOWN
    assert spanish.model == "small@1"
    assert (german.sentiment.value, german.intent.value) == (Sentiment.UNKNOWN, Intent.UNKNOWN)


def test_the_intent_is_what_its_head_says_and_a_complaint_a_part_of_it(small: Classifier) -> None:
    text = "dónde está mi maleta"
    [said] = small.said([text])

    [found] = small.classify([Post(text, "es")])

    assert found.intent.value is INTENTS[int(np.argmax(said["intent"]))]
    assert said["complaint"][1] == pytest.approx(said["intent"][INTENTS.index(Intent.COMPLAINT)])


def test_its_head_for_answers_is_weighed_by_the_file(small: Classifier) -> None:
    [said] = small.said(["gracias"])

    [found] = small.classify([Post("gracias", "es")])

    assert found.needs_answer.value is (said["needs_answer"][1] >= 0.5)
