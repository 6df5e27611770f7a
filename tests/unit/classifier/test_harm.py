"""The head for harm, learned from made-up vectors and from a small model. Needs requirements-training.txt."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="requirements-training.txt is not installed")

from chalicelib.classifier import Classifier, modelfile  # noqa: E402
from chalicelib.classifier.modelfile import Blend, Calibration, Contents  # noqa: E402
from chalicelib.classifier.reading import HARMS  # noqa: E402
from chalicelib.domain.heard.classification import HarmKind  # noqa: E402
from training import harm, linear  # noqa: E402
from training.encoder import Encoder  # noqa: E402
from training.export import packed  # noqa: E402
from training.posts import SETS  # noqa: E402
from training.sentences import sentences  # noqa: E402

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "soup", "made", "us", "ill", "was", "lovely", "thanks", "smoke")


def a_model(directory: Path) -> Path:
    torch.manual_seed(4)
    contents = Contents(
        vocabulary=WORDS,
        calibrations={
            head: Calibration(1.0, (0.0,) * count)
            for head, count in {"general": 3, "care": 3, "complaint": 2, "answered": 2}.items()
        },
        needs_answer=Blend(0.0, {}),
        urgent_from=1.0,
        arrays=(),
    )
    weights = packed(dict(Encoder(len(WORDS)).named_parameters()))
    modelfile.write(directory / modelfile.FILE, "1", contents, weights)
    return directory


def test_a_linear_rule_finds_what_parts_two_classes() -> None:
    vectors = torch.tensor([[value / 10, 5.0] for value in range(20)])
    labels = (vectors[:, 0] >= 1).long()

    rule = linear.learned(vectors, labels, 2, shrunk_by=1e-6)

    assert torch.equal(rule(vectors).argmax(-1), labels)


def test_what_is_said_of_a_post_was_not_learned_from_it() -> None:
    vectors = torch.eye(10)
    labels = torch.tensor([0, 1] * 5)

    said = linear.unseen(vectors, labels, [place // 2 for place in range(10)], 2, shrunk_by=1e-6)

    assert (said[:, 1] - said[:, 0]).abs().max() < 0.1  # each vector is like no other: nothing is known of it


def test_the_threshold_rather_calls_too_often_than_misses() -> None:
    least = harm.best_threshold([0.9, 0.6, 0.3, 0.2, 0.1], [True, True, False, True, False])

    assert 0.1 < least <= 0.2


def test_a_model_learns_harm_and_says_of_all_else_what_it_said(tmp_path: Path) -> None:
    ill, well = HARMS.index(HarmKind.ILLNESS), HARMS.index(HarmKind.NONE)
    lessons = [harm.Lesson(f"the soup made us ill {'the ' * n}", ill) for n in range(12)]
    lessons += [harm.Lesson(f"the soup was lovely thanks {'the ' * n}", well) for n in range(12)]
    given = a_model(tmp_path)
    texts = ["the soup made us ill", "the soup was lovely thanks"]
    before = Classifier.load(given).probabilities(texts)

    harm.teach(given, tmp_path / "out", lessons, version="2")

    after = Classifier.load(tmp_path / "out")
    said = after.probabilities(texts)
    assert said["harm"].argmax(-1).tolist() == [ill, well]
    assert after.version == "2"
    assert all(np.array_equal(rows, said[head]) for head, rows in before.items())


def test_without_public_sets_a_model_learns_from_our_sentences_alone() -> None:
    english = [one for one in sentences() if one.language == "en"]

    assert [lesson.text for lesson in harm.lessons(None)] == [one.text for one in english]


def test_judged_posts_are_learned_as_judged_and_left_out_with_their_set(tmp_path: Path) -> None:
    first = json.loads(harm.JUDGED.read_text().splitlines()[0])
    for one in SETS:
        row = {"id": first["id"], "text": f"of {one.name}"}
        (tmp_path / one.file).write_text(json.dumps(row) if one.name == first["set"] else "")

    with_it, without = harm.lessons(tmp_path), harm.lessons(tmp_path, without=[first["set"]])

    assert set(with_it) - set(without) == {
        harm.Lesson(f"of {first['set']}", HARMS.index(first["harm"] or HarmKind.NONE))
    }


def test_judgements_name_posts_and_hold_none_of_their_words() -> None:
    lines = [json.loads(line) for line in harm.JUDGED.read_text().splitlines()]

    assert {tuple(line) for line in lines} == {("set", "id", "harm")}
    assert {line["set"] for line in lines} <= {one.name for one in SETS}
    assert len(lines) > 100
