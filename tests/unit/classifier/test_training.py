"""Training on made-up posts: what must hold before an hour of computing is spent. Needs requirements-training.txt."""

import json
import math
from pathlib import Path

import msgspec
import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="requirements-training.txt is not installed")

from chalicelib.classifier import encoder as numpy_encoder  # noqa: E402
from chalicelib.classifier import modelfile  # noqa: E402
from chalicelib.classifier.modelfile import Blend, Contents  # noqa: E402
from training import calibrate, needs_answer, teaching  # noqa: E402
from training.batches import TOKENS_IN_A_BATCH, Encoded, epoch  # noqa: E402
from training.encoder import Encoder, buckets  # noqa: E402
from training.export import in_eight_bits, packed  # noqa: E402
from training.finetune import FineTuning, logits, plan  # noqa: E402
from training.posts import SETS, Head, LabelledPost, held_out, learned, read  # noqa: E402
from training.recipe import Recipe  # noqa: E402
from training.train import lend_heads  # noqa: E402

POSTS = [
    Encoded([2, 5 + place % 20, *[4] * (place % 7), 3], {Head.CARE: place % 3, Head.COMPLAINT: place % 2}, "airline")
    for place in range(40)
]
SHORT = Recipe(seed=1, top_rate=1e-4, averaged_over=0.9, warm_up=0.5)


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

    labelled = {post.source for post in read(tmp_path) if post.labels}
    assert labelled == {"airline", "tweeteval_sentiment", "tweeteval_sentiment_val"}
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


def test_each_epoch_is_shuffled_anew() -> None:
    whole = plan(POSTS * 50, msgspec.structs.replace(SHORT, epochs=2))
    half = len(whole) // 2

    assert whole[:half] == plan(POSTS * 50, SHORT) != whole[half:]


def test_frozen_layers_stay_as_they_were_pretrained(tmp_path: Path) -> None:
    before = Encoder(30).state_dict()
    encoder = Encoder(30)
    encoder.load_state_dict(before)

    after = FineTuning(encoder, POSTS, msgspec.structs.replace(SHORT, frozen_layers=4), tmp_path).run()

    same = {name for name, weight in after.items() if torch.equal(weight, before[name])}
    assert {name for name in before if not name.startswith(("layers.4", "layers.5", "heads"))} <= same
    assert not {"layers.5.outer.weight", "heads.care.weight"} & same


def test_a_post_that_nobody_labelled_is_learned_from_its_teacher(tmp_path: Path) -> None:
    posts = [Encoded(post.tokens, {}, "unlabelled", {Head.CARE: [1.0, 0.0, 0.0]}) for post in POSTS]
    eager = msgspec.structs.replace(SHORT, head_rate=1.0, averaged_over=0.0)
    encoder = Encoder(30)

    encoder.load_state_dict(FineTuning(encoder, posts, eager, tmp_path).run())

    assert (logits(encoder, posts)[Head.CARE].argmax(-1) == 0).all()


def test_only_posts_with_a_label_or_a_teacher_are_learned() -> None:
    posts = [Encoded([2, 3], labels, "airline") for labels in ({Head.CARE: 1}, {}, {})]

    found = list(teaching.taught(posts, [1], {Head.CARE: torch.tensor([[0.5, 0.25, 0.25]])}))

    assert [one.taught for one in found] == [{}, {Head.CARE: [0.5, 0.25, 0.25]}]


def test_a_teacher_is_asked_once(tmp_path: Path) -> None:
    teacher = Encoder(30)
    first = teaching.chances(lambda: teacher, POSTS, tmp_path / "taught.pt")

    again = teaching.chances(lambda: Encoder(30), POSTS, tmp_path / "taught.pt")

    assert all(torch.equal(first[head], again[head]) for head in teaching.TAUGHT)
    assert torch.allclose(first[Head.CARE], logits(teacher, POSTS)[Head.CARE].softmax(-1), atol=0.02)


def test_mpnet_sees_each_token_in_the_bucket_of_its_distance() -> None:
    seen = buckets(40, 32)

    assert seen[0, 0] == 0
    assert seen[5, 0] == 5
    assert seen[0, 5] == 16 + 5
    assert seen[39, 0] == 8 + int(math.log(39 / 8) / math.log(128 / 8) * 8)


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
    contents = Contents(vocabulary=(), calibrations={}, needs_answer=Blend(0, {}), urgent_from=0.5, arrays=())
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


def test_the_weights_of_classes_are_taken_out_of_their_confidences() -> None:
    labels = torch.tensor([1, 0, 0, 0] * 500)
    even = torch.zeros(2_000, 2)

    found = calibrate.fitted(even, labels, with_offsets=False, weighted=[2 / 3, 2.0])

    assert calibrate.applied(even, found)[0].tolist() == pytest.approx([0.75, 0.25], abs=1e-4)


def test_what_needs_an_answer_is_learned_from_its_signs() -> None:
    rows = [{"complaint": value / 20, "positive": 1 - value / 20} for value in range(20)]

    rule = needs_answer.fitted(rows, [row["complaint"] > 0.5 for row in rows])

    assert rule.weights["complaint"] > 0 > rule.weights["positive"]


def test_judgements_name_posts_and_hold_none_of_their_words() -> None:
    lines = [json.loads(line) for line in needs_answer.JUDGED.read_text().splitlines()]

    assert {tuple(line) for line in lines} == {("set", "id", "needs_answer")}
    assert len(lines) > 100
