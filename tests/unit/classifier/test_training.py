"""Training on made-up posts: what must hold before an hour of computing is spent. Needs requirements-training.txt."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="requirements-training.txt is not installed")

from chalicelib.classifier import encoder as numpy_encoder  # noqa: E402
from chalicelib.classifier import modelfile  # noqa: E402
from chalicelib.classifier.modelfile import Blend, Contents  # noqa: E402
from training import calibrate, needs_answer  # noqa: E402
from training.batches import TOKENS_IN_A_BATCH, Encoded, epoch  # noqa: E402
from training.encoder import Encoder  # noqa: E402
from training.export import in_eight_bits, packed  # noqa: E402
from training.finetune import FineTuning, Recipe, logits, plan  # noqa: E402
from training.posts import SETS, Head, LabelledPost, held_out, learned, read  # noqa: E402
from training.train import lend_heads  # noqa: E402

POSTS = [
    Encoded([2, 5 + place % 20, *[4] * (place % 7), 3], {Head.CARE: place % 3, Head.COMPLAINT: place % 2}, "airline")
    for place in range(40)
]
SHORT = Recipe(epochs=1, warm_up=0.5)


def a_post(text: str, head: Head = Head.CARE, source: str = "airline") -> LabelledPost:
    return LabelledPost(text, {head: 0}, source)


def test_a_held_out_post_is_never_learned_from() -> None:
    posts = [a_post(f"post {number}") for number in range(1_000)]

    kept, unseen = learned(posts), held_out(posts, Head.CARE)

    assert len(kept) + len(unseen) == 1_000
    assert not {post.text for post in kept} & {post.text for post in unseen}
    assert 50 < len(unseen) < 150


def test_general_sentiment_is_measured_on_tweetevals_own_validation_part() -> None:
    official = a_post("x", Head.GENERAL, "tweeteval_sentiment_val")

    assert held_out([official, a_post("y", Head.GENERAL, "tweeteval_sentiment")], Head.GENERAL) == [official]
    assert learned([official]) == []


def test_any_set_can_be_left_out(tmp_path: Path) -> None:
    for one in SETS:
        row = {"id": "1", "text": one.name, "first_contact": False} | dict.fromkeys(one.heads.values())
        row |= {"label": "neutral"} if {Head.CARE, Head.GENERAL} & set(one.heads) else {}
        (tmp_path / one.file).write_text(json.dumps(row))

    assert {post.source for post in read(tmp_path)} == {"airline", "tweeteval_sentiment", "tweeteval_sentiment_val"}
    assert "airline" not in {post.source for post in read(tmp_path, without=["airline"])}


def test_the_same_seed_gives_the_same_batches() -> None:
    assert epoch(POSTS, {}, 0, seed=1) == epoch(POSTS, {}, 0, seed=1)
    assert epoch(POSTS * 50, {}, 0, seed=1) != epoch(POSTS * 50, {}, 1, seed=1)


def test_a_batch_holds_no_more_tokens_than_it_may() -> None:
    for batch in epoch(POSTS * 50, {}, 0, seed=1):
        assert len(batch) * max(len(post.tokens) for post in batch) <= TOKENS_IN_A_BATCH


def test_a_set_is_seen_as_often_as_the_recipe_says() -> None:
    thrice = [post for batch in epoch(POSTS, {"airline": 3}, 0, seed=1) for post in batch]
    some = [post for batch in epoch(POSTS * 50, {"airline": 0.25}, 0, seed=1) for post in batch]

    assert len(thrice) == 3 * len(POSTS)
    assert 0.2 < len(some) / (50 * len(POSTS)) < 0.3


def test_a_head_without_a_set_borrows_from_its_sister() -> None:
    encoder = Encoder(30)

    lend_heads(encoder, [a_post("x", Head.GENERAL), a_post("y", Head.COMPLAINT)])

    assert torch.equal(encoder.heads["care"].weight, encoder.heads["general"].weight)
    assert not encoder.heads["answered"].weight.any()


def test_half_an_epoch_is_half_its_batches() -> None:
    whole = plan(POSTS * 50, Recipe(epochs=2))

    assert plan(POSTS * 50, Recipe(epochs=1.5)) == whole[: round(len(whole) * 0.75)]


def test_training_goes_on_where_it_stopped(tmp_path: Path) -> None:
    FineTuning(Encoder(30), POSTS, SHORT, tmp_path).run()
    again = FineTuning(Encoder(30), POSTS, SHORT, tmp_path)

    weights = again.run()

    assert again.done == len(again.plan)
    assert torch.equal(weights["words.weight"], FineTuning(Encoder(30), POSTS, SHORT, tmp_path).run()["words.weight"])


def test_eight_bits_are_off_by_at_most_half_a_step() -> None:
    values = np.random.default_rng(1).normal(size=(20, 30)).astype(np.float32)

    small, scales = in_eight_bits(values)

    assert np.abs(small * scales - values).max() <= scales.max() / 2 + 1e-6


def test_numpy_and_torch_say_the_same_of_the_same_weights(tmp_path: Path) -> None:
    torch.manual_seed(2)
    twin = Encoder(30).eval()
    with torch.no_grad():
        for name, weight in twin.named_parameters():
            if weight.ndim == 2 and name != "places.weight":
                small, scales = in_eight_bits(weight.numpy())
                weight.copy_(torch.from_numpy(small * scales))
    path = tmp_path / modelfile.FILE
    contents = Contents(vocabulary=(), calibrations={}, needs_answer=Blend(0, {}), arrays=())
    modelfile.write(path, "1", contents, packed(dict(twin.named_parameters())))

    shipped = numpy_encoder.Encoder.of(modelfile.read(path)).logits([post.tokens for post in POSTS])

    for head, said in logits(twin, POSTS).items():
        if head.value in shipped:
            assert np.allclose(shipped[head.value], said.numpy(), atol=1e-3)


def test_calibration_makes_an_overconfident_head_honest() -> None:
    torch.manual_seed(3)
    labels = torch.randint(0, 2, (2_000,))
    is_right = torch.rand(2_000) < 0.8
    sure = torch.where(is_right, labels, 1 - labels)
    overconfident = 6.0 * torch.nn.functional.one_hot(sure, 2).float()

    found = calibrate.fitted(overconfident, labels, with_offsets=False)

    assert calibrate.applied(overconfident, found).max(-1).values.mean().item() == pytest.approx(0.8, abs=0.03)
    assert calibrate.error_on_unseen_half(overconfident, labels, with_offsets=False) < 4


def test_what_needs_an_answer_is_learned_from_its_signs() -> None:
    rows = [{"complaint": value / 20, "positive": 1 - value / 20} for value in range(20)]

    rule = needs_answer.fitted(rows, [row["complaint"] > 0.5 for row in rows])

    assert rule.weights["complaint"] > 0 > rule.weights["positive"]


def test_judgements_name_posts_and_hold_none_of_their_words() -> None:
    lines = [json.loads(line) for line in needs_answer.JUDGED.read_text().splitlines()]

    assert {tuple(line) for line in lines} == {("set", "id", "needs_answer")}
    assert len(lines) > 100
