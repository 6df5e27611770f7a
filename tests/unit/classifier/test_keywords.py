"""Which phrases are found, which are not, and that looking them up is never much work."""

import pytest

from chalicelib.classifier import KeywordIndex
from chalicelib.classifier.keywords import LONGEST_SEARCHED
from chalicelib.domain.heard.classification import Keyword
from tests.steps import steps

THEMES = {
    "baggage": ["lost luggage", "luggage", "damaged bag"],
    "delay": ["delay", "late", "cancel", "never arrived"],
    "money": ["refund", "charge", "café bill"],
}


def matched(text: str) -> list[str]:
    return [f"{found.theme}: {found.matched}" for found in KeywordIndex(THEMES).find(text)]


def test_a_match_says_what_it_found_and_where() -> None:
    assert KeywordIndex(THEMES).find("Hi, my refund?") == (
        Keyword(theme="money", phrase="refund", matched="refund", start=7, end=13),
    )


def test_a_phrase_is_never_found_inside_a_longer_word() -> None:
    assert matched("chocolate plates, recharged") == []


@pytest.mark.parametrize("inflected", ["delays", "delayed", "delaying", "delay's", "DELAY", "Delays"])
def test_inflections_are_the_same_word(inflected: str) -> None:
    assert matched(f"one {inflected} more") == [f"delay: {inflected}"]


@pytest.mark.parametrize("inflected", ["cancelled", "canceled", "cancelling", "cancels"])
def test_a_doubled_consonant_is_the_same_word(inflected: str) -> None:
    assert matched(f"they {inflected} it") == [f"delay: {inflected}"]


@pytest.mark.parametrize("hashtag", ["#LostLuggage", "#lostluggage", "#LOSTLUGGAGE", "#lost_luggage"])
def test_a_hashtag_is_read_as_its_words(hashtag: str) -> None:
    assert matched(f"again {hashtag}!") == [f"baggage: {hashtag[1:]}"]


def test_of_two_nested_matches_of_a_theme_the_longer_one_counts() -> None:
    assert matched("your lost luggage desk") == ["baggage: lost luggage"]


@pytest.mark.parametrize(
    "denied",
    [
        "no delay today",
        "not a delay",
        "we were never late",
        "it wasn't really late",
        "no more long delays",
        "without any delay",
        "hasn't been delayed",
    ],
)
def test_what_is_denied_is_not_found(denied: str) -> None:
    assert matched(denied) == []


@pytest.mark.parametrize(
    "said",
    [
        "no, delayed",
        "not only delayed but rude",
        "no answer. Delayed",
        "can't say why it is delayed",
        "not sure if delayed",
    ],
)
def test_a_negation_of_something_else_hides_nothing(said: str) -> None:
    assert len(matched(said)) == 1


def test_what_somebody_still_waits_for_is_found() -> None:
    assert matched("I haven't received my refund") == ["money: refund"]


def test_a_phrase_may_hold_its_own_negation() -> None:
    assert matched("it never arrived") == ["delay: never arrived"]


@pytest.mark.parametrize("slip", ["lugage", "luggagee", "lugagge", "luggaje", "lguggage"])
def test_a_word_of_six_letters_may_hold_one_slip(slip: str) -> None:
    assert matched(f"my {slip} is gone") == [f"baggage: {slip}"]


@pytest.mark.parametrize("other_word", ["change", "relay", "lat", "refuse", "lugaje"])
def test_another_word_or_a_second_slip_or_a_short_word_is_no_misspelling(other_word: str) -> None:
    assert matched(f"the {other_word} of it") == []


@pytest.mark.parametrize(
    ("phrase", "other_word"),
    [
        ("rebooking", "rebooted"),
        ("rebooked", "rebooting"),
        ("crashed", "cashed"),
        ("overbooking", "overcooking"),
        ("charged twice", "changed twice"),
        ("crashes", "crushes"),
    ],
)
def test_an_inflection_of_another_word_is_no_misspelling(phrase: str, other_word: str) -> None:
    assert KeywordIndex({"any": [phrase]}).find(f"it {other_word} it") == ()


@pytest.mark.parametrize("slip", ["rebokking", "rebookd", "overboking", "crahsed", "refundd", "cancelld"])
def test_a_slip_of_an_inflection_is_still_found(slip: str) -> None:
    assert KeywordIndex({"any": ["rebooking", "overbooking", "crashed", "refunded", "cancelled"]}).find(f"they {slip}")


@pytest.mark.parametrize("spelling", ["cafe bill", "CAFÉ BILL", "cafe\u0301 bill", "ca\u200bfé bill"])
def test_accents_case_and_invisible_characters_make_no_difference(spelling: str) -> None:
    assert matched(f"the {spelling}") == [f"money: {spelling}"]


def test_an_index_without_phrases_finds_nothing() -> None:
    assert KeywordIndex({"empty": [], "signs": ["!!!", ""]}).find("anything!!!") == ()


HOSTILE = ["", "a" * 50_000, "luggage " * 12_500, "\ud800 delay", "xqzvw yrtpl " * 8_000, "#a" * 50_000, "'" * 99_999]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_no_text_is_much_more_work_than_an_article(text: str) -> None:
    article = "they lost my luggage, and the crew could not say when it would come. " * 1_000

    assert steps_of(KeywordIndex(THEMES), text) < 4 * steps_of(KeywordIndex(THEMES), article)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_what_stands_behind_the_first_10_000_characters_costs_nothing(text: str) -> None:
    index, endless = KeywordIndex(THEMES), (text or " ") * 10_001

    assert steps_of(index, endless) == steps_of(index, endless[:LONGEST_SEARCHED])


def test_five_thousand_phrases_are_as_few_look_ups_as_five() -> None:
    few = KeywordIndex({"few": ["lost luggage", "refund", "delay", "rude", "lawyer"]})
    many = KeywordIndex({f"t{n}": [f"lost{n} luggage{n}", f"refund{n}"] for n in range(2_500)} | THEMES)
    text = "they lost my luggage, no refund and awfull service #LostLuggage @wayfare " * 20

    assert steps_of(many, text) < 1.5 * steps_of(few, text)


def steps_of(index: KeywordIndex, text: str) -> int:
    """How much work looking `text` through is."""
    index.find("luggaje")  # the list of spelled words is read once
    return steps(lambda: index.find(text))
