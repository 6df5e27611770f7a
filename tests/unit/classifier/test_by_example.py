"""What is learned from a department's examples: found again in other words, kept small, and bound to its encoder."""

from collections.abc import Sequence

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from chalicelib.classifier import Classifier
from chalicelib.classifier.by_example import Comparer, Learned, encoder_of, learn, width_of
from chalicelib.classifier.comparing import ComparingClassifier, comparer_of, head_of
from chalicelib.classifier.encoder import Array, Encoder
from chalicelib.domain.heard.classification import NOBODY, NOT_COMPARED, Post
from chalicelib.domain.rules.compiled import NOBODYS, Policies
from chalicelib.domain.rules.tiers import Department
from tests.builders import policies_for

EXAMPLES = {
    "machines": (
        "the app logs me out every time I open it",
        "your website shows an error when I try to pay",
        "the page just spins and nothing loads",
        "no verification code comes, so I am locked out",
        "the update broke the app, it crashes at once",
    ),
    "jobs": (
        "are you hiring for the summer?",
        "I applied for the job weeks ago and heard nothing",
        "do you offer internships for students?",
        "where do I send my CV?",
        "your recruiter cancelled my interview",
    ),
    "sales": (
        "how much is a ticket for a group of thirty?",
        "do you sell gift vouchers?",
        "we would like to buy fifty licences",
        "is there a discount for students?",
        "what does the premium package cost?",
    ),
}


@pytest.fixture(scope="module")
def learned(classifier: Classifier) -> Learned:
    return learn(EXAMPLES, classifier)


@pytest.fixture(scope="module")
def rules() -> Policies:
    departments = {
        name: Department(id=name, name=name, escalation="care", examples=texts) for name, texts in EXAMPLES.items()
    }
    return policies_for(departments=departments)


@pytest.mark.parametrize(
    ("text", "department", "like"),
    [
        ("I am thrown out of the app whenever I start it", "machines", "the app logs me out every time I open it"),
        ("any internship for a student like me?", "jobs", "do you offer internships for students?"),
        ("price of the premium package please", "sales", "what does the premium package cost?"),
    ],
)
def test_other_words_are_found_beside_the_nearest_example(
    text: str, department: str, like: str, classifier: Classifier, learned: Learned
) -> None:
    [found] = Comparer.of(learned.head, EXAMPLES, width_of(classifier))(classifier.means([text]))

    assert (found.value, found.like) == (department, like)
    assert 1 / len(EXAMPLES) < found.confidence <= 1


def test_the_same_examples_always_give_the_same(classifier: Classifier, learned: Learned) -> None:
    assert learn(EXAMPLES, classifier).head == learned.head


def test_an_example_is_judged_as_if_it_had_been_left_out(classifier: Classifier, learned: Learned) -> None:
    owners = [(name, text) for name, texts in EXAMPLES.items() for text in texts]
    for place, (owner, text) in enumerate(owners):
        fewer = EXAMPLES | {owner: tuple(each for each in EXAMPLES[owner] if each != text)}
        without = learn(fewer, classifier).head
        same_scale = replace(without, scale=learned.head.scale)
        [found] = Comparer.of(same_scale, fewer, width_of(classifier))(classifier.means([text]))

        odds = learned.without[place]
        assert learned.head.names[int(odds.argmax())] == found.value
        assert float(odds.max()) == pytest.approx(found.confidence, abs=0.02)


def test_what_is_kept_comes_back_from_json_and_stays_small(learned: Learned) -> None:
    packed = msgspec.json.encode(learned.head)

    assert msgspec.json.decode(packed, type=type(learned.head)) == learned.head
    assert len(packed) < 4 * 1152 * len(EXAMPLES) + 200 * sum(map(len, EXAMPLES.values())) + 4_000


def test_a_head_of_another_encoder_is_never_used(classifier: Classifier, rules: Policies, learned: Learned) -> None:
    width = len(learned.head.weights)
    stale = replace(learned.head, encoder="1:of-yesterday", weights=bytes(width), scale=1.0)

    assert head_of(classifier, replace(rules, head=stale)) == learned.head
    assert learned.head.encoder == encoder_of(classifier)


def test_a_head_of_this_encoder_is_used_as_it_was_pushed(
    classifier: Classifier, rules: Policies, learned: Learned
) -> None:
    pushed = replace(learned.head, scale=0.5)

    assert head_of(classifier, replace(rules, head=pushed)) == pushed


def test_without_examples_there_is_no_department(classifier: Classifier) -> None:
    found = ComparingClassifier(classifier, policies_for).classify([Post("your app logs me out")])

    assert comparer_of(classifier, policies_for()) is None
    assert [each.department for each in found] == [NOT_COMPARED]


def test_what_the_model_cannot_read_is_like_nobodys(classifier: Classifier, rules: Policies) -> None:
    read, unread = ComparingClassifier(classifier, lambda: rules).classify(
        [Post("your app logs me out", "en"), Post("私のアプリが動きません", "ja")]
    )

    assert read.department.value == "machines"
    assert unread.department == NOT_COMPARED


def test_changed_policies_are_compared_with_anew(classifier: Classifier, rules: Policies) -> None:
    in_force = [rules]
    comparing = ComparingClassifier(classifier, lambda: in_force[0])
    [before] = comparing.classify([Post("your app logs me out", "en")])
    in_force[0] = replace(policies_for(), version="without examples")

    [after] = comparing.classify([Post("your app logs me out", "en")])

    assert (before.department.value, after.department) == ("machines", NOT_COMPARED)


class CountedEncoder(Encoder, frozen=True):
    """An encoder that remembers how many posts it was given."""

    counted: list[int] = []  # noqa: RUF012  # msgspec makes a new one for each

    def means(self, posts: Sequence[Sequence[int]]) -> Array:
        self.counted.append(len(posts))
        return super().means(posts)


def test_the_encoder_reads_a_post_once(classifier: Classifier, rules: Policies, learned: Learned) -> None:
    encoder = CountedEncoder(**{name: getattr(classifier.encoder, name) for name in Encoder.__struct_fields__})
    pushed = replace(rules, head=learned.head)

    ComparingClassifier(replace(classifier, encoder=encoder), lambda: pushed).classify([Post("my bag is lost", "en")])

    assert encoder.counted == [1]


def test_an_empty_batch_is_no_fault(classifier: Classifier, learned: Learned) -> None:
    compare = Comparer.of(learned.head, EXAMPLES, width_of(classifier))

    assert classifier.classify([], compare) == []
    assert np.isfinite(compare(classifier.means([""]))[0].confidence)


def test_nobody_has_one_name() -> None:
    assert NOBODY == NOBODYS
