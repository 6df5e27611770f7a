"""Our own sentences: each has every label, in words that the domain knows, and none stands there twice."""

from collections import Counter

from chalicelib.domain.heard.classification import HarmKind, Intent, Sentiment
from training.sentences import FOLDS, fold_of, sentences

TRADES = {"airline", "retail", "food", "telecom", "software", "bank", "hotel", "transport", "health", "other"}
LONGEST = 400


def test_no_sentence_stands_there_twice() -> None:
    counted = Counter(" ".join(one.text.lower().split()) for one in sentences())

    assert [text for text, times in counted.items() if times > 1] == []


def test_every_sentence_is_short_and_of_a_known_trade() -> None:
    assert {one.trade for one in sentences()} <= TRADES
    assert max(len(one.text) for one in sentences()) <= LONGEST


def test_a_trap_is_no_harm_and_nothing_is_unknown() -> None:
    for one in sentences():
        assert not (one.trap and one.harm), one
        assert one.harm is not HarmKind.NONE, one
        assert (one.sentiment, one.intent) != (Sentiment.UNKNOWN, Intent.UNKNOWN), one


def test_every_kind_of_harm_and_of_trap_is_there_often_enough_to_be_learned() -> None:
    english = [one for one in sentences() if one.language == "en"]
    harms, traps = Counter(one.harm for one in english), Counter(one.trap for one in english)

    assert min(harms[kind] for kind in HarmKind if kind is not HarmKind.NONE) >= 50
    assert min(traps.values()) >= 20


def test_a_text_is_always_in_the_same_fold() -> None:
    folds = [fold_of(f"post {number}") for number in range(1_000)]

    assert folds == [fold_of(f"post {number}") for number in range(1_000)]
    assert min(Counter(folds).values()) > 1_000 / FOLDS / 2
