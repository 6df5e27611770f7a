"""Whatever strangers write is read or unknown, and costs no more than a long post: counted in steps and tokens."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.classifier import Classifier
from chalicelib.classifier.encoder import LONGEST, Array, Encoder
from chalicelib.classifier.text import LONGEST_READ, normalised, readable
from chalicelib.domain.heard.classification import Post
from tests.steps import steps
from tests.unit.classifier.hostile import HOSTILE

PLAIN = ("my flight is late again, and nobody tells us anything. " * 30)[:LONGEST_READ]


class CountedEncoder(Encoder, frozen=True):
    """An encoder that remembers how many tokens each text had."""

    counted: list[int] = []  # noqa: RUF012  # msgspec makes a new one for each

    def means(self, texts: Sequence[Sequence[int]]) -> Array:
        self.counted.extend(len(text) for text in texts)
        return super().means(texts)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_input_is_read_or_unknown(classifier: Classifier, kind: str) -> None:
    [found] = classifier.classify([Post(HOSTILE[kind])])

    assert 0 <= found.sentiment.confidence <= 1


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_input_takes_at_most_twice_the_steps_of_a_long_post(classifier: Classifier, kind: str) -> None:
    plain = steps_of(classifier, PLAIN)

    assert plain > 10_000
    assert steps_of(classifier, HOSTILE[kind]) < 2 * plain


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_stands_behind_the_first_1_200_characters_costs_nothing(classifier: Classifier, kind: str) -> None:
    endless = (HOSTILE[kind] or " ") * 2_000

    assert steps_of(classifier, endless) == steps_of(classifier, endless[:LONGEST_READ])


@pytest.mark.parametrize("kind", HOSTILE)
def test_regular_expressions_see_little_more_than_1_200_characters(kind: str) -> None:
    assert len(readable(HOSTILE[kind])) <= LONGEST_READ


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_model_reads_at_most_96_tokens(classifier: Classifier, kind: str) -> None:
    fields = {name: getattr(classifier.encoder, name) for name in Encoder.__struct_fields__}
    encoder = CountedEncoder(**fields)

    replace(classifier, encoder=encoder).probabilities([HOSTILE[kind]])

    assert LONGEST == 96
    assert [count <= LONGEST for count in encoder.counted] == [True]


@given(text=st.text(st.characters(exclude_categories=()), max_size=300), tag=st.none() | st.text(max_size=12))
@settings(max_examples=200)
def test_any_text_with_any_tag_is_classified(classifier: Classifier, text: str, tag: str | None) -> None:
    [found] = classifier.classify([Post(text, tag)])

    for label in (found.sentiment, found.intent, found.complaint, found.needs_answer, found.language):
        assert 0 <= label.confidence <= 1


@given(st.text(st.characters(exclude_categories=()), max_size=300))
@settings(max_examples=300)
def test_what_is_read_holds_nothing_that_cannot_be_seen_or_sent(text: str) -> None:
    assert normalised(text).encode("utf-8").isascii() or all(character.isprintable() for character in normalised(text))


@given(st.lists(st.text(max_size=60), max_size=5))
@settings(max_examples=40)
def test_as_many_classifications_come_out_as_posts_go_in(classifier: Classifier, texts: list[str]) -> None:
    assert len(classifier.classify([Post(text) for text in texts])) == len(texts)


def steps_of(classifier: Classifier, text: str) -> int:
    """How much work reading `text` is, once what is remembered between texts has been."""
    classifier.classify([Post(text)])
    return steps(lambda: classifier.classify([Post(text)]))
