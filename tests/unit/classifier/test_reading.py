import msgspec
import pytest

from chalicelib.classifier import asking
from chalicelib.classifier.modelfile import Blend
from chalicelib.classifier.reading import HARMS, read, signs
from chalicelib.domain.heard.classification import (
    NOT_JUDGED,
    Classification,
    HarmKind,
    Intent,
    Label,
    Post,
    Sentiment,
    Urgency,
)

ENGLISH = Label("en", 0.99)
URGENT_FROM = 0.4
BLEND = Blend(bias=-1.0, weights={"complaint": 3.0, "question": 2.0})


def what_is_said(
    *, complaint: float = 0.1, positive: float = 0.1, injury: float = 0.0, danger: float = 0.0
) -> dict[str, list[float]]:
    harm = dict.fromkeys(HARMS, 0.0) | {HarmKind.INJURY: injury, HarmKind.DANGER: danger}
    return {
        "harm": [1 - injury - danger, *list(harm.values())[1:]],
        "sentiment": [0.2, 0.8 - positive, positive],
        "care": [0.2, 0.8 - positive, positive],
        "general": [0.8, 0.1, 0.1],
        "complaint": [1 - complaint, complaint],
        "answered": [0.5, 0.5],
    }


@pytest.mark.parametrize(
    ("text", "said", "intent"),
    [
        ("Why is nobody answering?", what_is_said(complaint=0.9), Intent.COMPLAINT),
        ("Do you fly to Oslo?", what_is_said(), Intent.QUESTION),
        ("please call me", what_is_said(), Intent.REQUEST),
        ("lovely crew", what_is_said(positive=0.8), Intent.PRAISE),
        ("at the airport", what_is_said(), Intent.OTHER),
    ],
)
def test_the_likeliest_intent_is_named(text: str, said: dict[str, list[float]], intent: Intent) -> None:
    assert read(Post(text), ENGLISH, said, BLEND, URGENT_FROM, "m@1").intent.value is intent


@pytest.mark.parametrize(
    ("post", "sentiment"),
    [
        pytest.param(Post("hm", addressed=True), Label(Sentiment.NEUTRAL, 0.7), id="said to us"),
        pytest.param(Post("hm"), Label(Sentiment.NEUTRAL, 0.7), id="nobody knows"),
        pytest.param(Post("hm", addressed=False), Label(Sentiment.NEGATIVE, 0.5), id="about us: both heads alike"),
        pytest.param(
            Post("hm", addressed=False, can_be_answered=False), Label(Sentiment.NEGATIVE, 0.8), id="an article"
        ),
    ],
)
def test_who_is_spoken_to_says_which_head_reads(post: Post, sentiment: Label[Sentiment]) -> None:
    assert read(post, ENGLISH, what_is_said(), BLEND, URGENT_FROM, "m@1").sentiment == sentiment


def test_what_cannot_be_answered_asks_nothing_of_us() -> None:
    article = Post("Why does nobody answer the phone? Please call", can_be_answered=False)
    found = read(article, ENGLISH, what_is_said(), BLEND, URGENT_FROM, "m@1")

    assert found.intent.value is Intent.OTHER
    assert found.needs_answer == Label(False, 1.0)


def test_an_even_chance_of_a_complaint_counts_as_one() -> None:
    assert read(Post("hm"), ENGLISH, what_is_said(complaint=0.5), BLEND, URGENT_FROM, "m@1").complaint == Label(
        True, 0.5
    )


def test_a_label_says_how_sure_it_is_of_itself() -> None:
    found = read(Post("at the airport"), ENGLISH, what_is_said(complaint=0.1), BLEND, URGENT_FROM, "m@1")

    assert found.complaint == Label(False, 0.9)
    assert found.sentiment == Label(Sentiment.NEUTRAL, 0.7)


def test_harm_of_any_kind_is_urgent_and_the_likeliest_kind_is_named() -> None:
    found = read(Post("hm"), ENGLISH, what_is_said(injury=0.25, danger=0.2), BLEND, URGENT_FROM, "m@1").urgent

    assert found == Urgency(value=True, kind=HarmKind.INJURY, confidence=0.45)


def test_a_small_chance_of_harm_is_not_urgent_and_names_no_kind() -> None:
    found = read(Post("hm"), ENGLISH, what_is_said(injury=0.2, danger=0.1), BLEND, URGENT_FROM, "m@1").urgent

    assert found == Urgency(value=False, kind=HarmKind.NONE, confidence=0.7)


def test_what_needs_an_answer_is_weighed_as_the_model_says() -> None:
    asked = read(
        Post("Do you fly to Oslo?"), ENGLISH, what_is_said(complaint=0.5), BLEND, URGENT_FROM, "m@1"
    ).needs_answer
    told = read(Post("at the airport"), ENGLISH, what_is_said(complaint=0.5), BLEND, URGENT_FROM, "m@1").needs_answer

    assert asked == Label(True, 0.7311)  # 1 / (1 + exp(-(-1 + 3 * 0 + 2 * 1))): even odds of a complaint weigh nothing
    assert told == Label(False, 0.7311)  # 1 / (1 + exp(-1))


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_a_head_that_is_quite_sure_weighs_no_more_than_it_may(probability: float) -> None:
    sure = signs("at the airport", what_is_said(complaint=probability))["complaint"]

    assert abs(sure) == pytest.approx(2.3026, abs=1e-4)  # ln(10,000) / 4


@pytest.mark.parametrize(
    "text", ["How do I rebook?", "any news on BA12", "is there a lounge", "ok, can I bring a dog?"]
)
def test_a_question_is_told_by_its_words(text: str) -> None:
    assert asking.question(text) == 1.0


@pytest.mark.parametrize("text", ["lovely flight", "I know how it ends", "see https://wayfare.example/?q=1"])
def test_a_statement_is_no_question(text: str) -> None:
    assert asking.question(text) == 0.0


def test_a_bare_question_mark_may_be_a_question() -> None:
    assert asking.question("seriously?") == 0.6


@pytest.mark.parametrize("text", ["Please help", "can you rebook me", "I’d like to change seats", "DM me", "fix this"])
def test_a_request_is_told_by_its_words(text: str) -> None:
    assert asking.request(text) == 1.0


def test_a_statement_asks_for_nothing() -> None:
    assert asking.request("lovely crew, great food") == 0.0


def test_what_was_stored_before_harm_was_judged_reads_as_not_judged() -> None:
    stored = msgspec.to_builtins(read(Post("hm"), ENGLISH, what_is_said(danger=0.9), BLEND, URGENT_FROM, "m@1"))
    del stored["urgent"]

    assert msgspec.convert(stored, Classification).urgent == NOT_JUDGED
