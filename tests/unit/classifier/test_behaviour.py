"""What a reader of posts must keep up with, in the manner of CheckList (Ribeiro 2020): rates over many cases.

Each test changes posts in one way and counts how often the reading stays, or turns, as it should. The rates asked
for are a little below those that docs/classifier.md shows: a model that falls below has lost an ability.
"""

from collections.abc import Callable, Sequence
from itertools import product

import pytest

from chalicelib.classifier import Classifier
from chalicelib.domain.heard.classification import Post

SUBJECTS = ("flight", "crew", "food", "app", "seat", "check-in", "lounge", "service")
BAD = ("terrible", "awful", "horrible", "a disgrace", "the worst", "disgusting")
GOOD = ("great", "wonderful", "excellent", "fantastic", "the best", "lovely")
TROUBLES = (
    "you lost my luggage",
    "my flight was cancelled and nobody told me",
    "I have been on hold for two hours",
    "your staff were so rude to my mother",
    "still no refund after six weeks",
    "the app keeps crashing at payment",
    "you charged me twice",
    "nobody answers my emails",
    "my bag arrived broken",
    "three hours late and no explanation",
)
THANKS = (
    "thank you for the wonderful crew today",
    "great flight, friendly staff",
    "you made my day, thanks",
    "best airline ever",
    "love the new lounge",
)

BLAMED = [f"@wayfare the {subject} was {word}" for subject, word in product(SUBJECTS, BAD)]
PRAISED = [f"@wayfare the {subject} was {word}" for subject, word in product(SUBJECTS, GOOD)]
COMPLAINTS = [f"@wayfare {trouble}" for trouble in TROUBLES]
PLAIN = BLAMED + PRAISED + COMPLAINTS + [f"@wayfare {thanks}" for thanks in THANKS]


def sentiments(classifier: Classifier, texts: Sequence[str]) -> list[str]:
    return [found.sentiment.value for found in classifier.classify([Post(text, "en") for text in texts])]


def rate_of(classifier: Classifier, texts: Sequence[str], sentiment: str) -> float:
    return sentiments(classifier, texts).count(sentiment) / len(texts)


def rate_unchanged(classifier: Classifier, change: Callable[[str], str]) -> float:
    before, after = sentiments(classifier, PLAIN), sentiments(classifier, [change(text) for text in PLAIN])
    return sum(one == other for one, other in zip(before, after, strict=True)) / len(PLAIN)


def swapped_letters(text: str) -> str:
    """Swap two letters inside the longest word but the handle."""
    handle, *words = text.split()
    longest = max(words, key=len)
    middle = len(longest) // 2
    slip = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return " ".join([handle, *words]).replace(longest, slip, 1)


def test_plain_blame_is_negative(classifier: Classifier) -> None:
    assert rate_of(classifier, BLAMED + COMPLAINTS, "negative") >= 0.95


def test_plain_praise_is_positive(classifier: Classifier) -> None:
    assert rate_of(classifier, PRAISED, "positive") >= 0.95


def test_plain_trouble_is_a_complaint(classifier: Classifier) -> None:
    found = classifier.classify([Post(text, "en") for text in COMPLAINTS])
    assert sum(one.complaint.value for one in found) / len(found) >= 0.8


def test_thanks_are_no_complaint(classifier: Classifier) -> None:
    found = classifier.classify([Post(f"@wayfare {thanks}", "en") for thanks in THANKS])
    assert not any(one.complaint.value for one in found)


def test_a_negated_praise_is_not_positive(classifier: Classifier) -> None:
    texts = [f"@wayfare the {subject} was not {word}" for subject, word in product(SUBJECTS, GOOD)]
    assert 1 - rate_of(classifier, texts, "positive") >= 0.9


@pytest.mark.parametrize(
    ("change", "least"),
    [
        pytest.param(str.upper, 0.99, id="capitals"),
        pytest.param(str.lower, 0.99, id="lower case"),
        pytest.param(swapped_letters, 0.6, id="a typo in the longest word"),
        pytest.param(lambda text: text + " #wayfare", 0.95, id="a hashtag"),
        pytest.param(lambda text: text + " https://t.co/Ab1", 0.95, id="a link"),
        pytest.param(lambda text: text.replace("@wayfare", "@ana_travels @wayfare"), 0.95, id="another handle"),
        pytest.param(lambda text: text.replace("@wayfare", "@zoe_air"), 0.99, id="another brand"),
        pytest.param(lambda text: text + " - Kofi", 0.9, id="a name"),
        pytest.param(lambda text: text.replace("was", "wasss"), 0.9, id="drawn-out letters"),
    ],
)
def test_what_means_nothing_changes_nothing(classifier: Classifier, change: Callable[[str], str], least: float) -> None:
    assert rate_unchanged(classifier, change) >= least


def test_an_angry_face_makes_no_post_happier(classifier: Classifier) -> None:
    neutral = [f"@wayfare my {subject} today" for subject in SUBJECTS]
    assert rate_of(classifier, [f"{text} \U0001f621\U0001f621" for text in neutral], "negative") >= 0.75


def test_a_heart_makes_half_of_the_posts_positive_and_none_negative(classifier: Classifier) -> None:
    hearts = [f"@wayfare my {subject} today \u2764\U0001f60d" for subject in SUBJECTS]
    assert rate_of(classifier, hearts, "positive") >= 0.4
    assert rate_of(classifier, hearts, "negative") == 0


@pytest.mark.xfail(reason="a denied blame is a known weakness: the bad word is believed", strict=True)
def test_a_negated_blame_is_not_negative(classifier: Classifier) -> None:
    texts = [f"@wayfare the {subject} was not {word}" for subject, word in product(SUBJECTS, BAD)]
    assert rate_of(classifier, texts, "negative") <= 0.5


@pytest.mark.xfail(reason="sarcasm is a known weakness: praise in words is read as praise", strict=True)
def test_sarcasm_is_negative(classifier: Classifier) -> None:
    texts = [
        "@wayfare wow, three hours on the tarmac, just what I dreamed of",
        "@wayfare thanks so much for sending my bag to another continent",
        "@wayfare brilliant, another cancelled flight, you really spoil us",
        "@wayfare great job losing my luggage again",
        "@wayfare love paying extra for a seat that does not recline",
        "@wayfare so glad I got up at 4 for a flight that does not exist",
        "@wayfare first class service: a cold coffee and a lecture",
        "@wayfare nothing says holiday like a night on an airport floor",
        "@wayfare amazing how you made a one hour flight last a day",
        "@wayfare sure, take your time, it is only my wedding",
    ]
    assert rate_of(classifier, texts, "negative") >= 0.95
