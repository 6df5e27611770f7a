"""Trains the model and writes it: `.venv/bin/python -m training.train --data DIR --out DIR [--without SET]`."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from chalicelib.classifier import modelfile
from chalicelib.classifier.classifier import Classifier
from chalicelib.classifier.encoder import LONGEST
from chalicelib.classifier.modelfile import Blend, Calibration, Contents
from chalicelib.classifier.text import normalised
from chalicelib.classifier.wordpiece import WordPiece
from training import calibrate, harm, needs_answer, pretrained, teaching
from training.batches import Encoded
from training.encoder import Encoder
from training.export import SHIPPED_HEADS, packed
from training.finetune import FineTuning, class_weights, logits
from training.posts import CLASSES, SETS, Head, LabelledPost, held_out, learned, read
from training.recipe import STUDENT, TEACHER, Recipe
from training.vocabulary import vocabulary_of

VERSION = "4"


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _arguments(arguments)
    posts = read(asked.data, asked.without)
    lessons = learned(posts)
    if not any(Head.COMPLAINT in post.labels for post in lessons):
        raise SystemExit("nothing is left to learn complaints from, and without them there is no classifier")
    encoder, vocabulary = trained(lessons, asked.out)
    calibrations = calibrated(encoder, vocabulary, posts)
    write(asked.out, encoder, vocabulary, calibrations, Blend(bias=0.0, weights={}))
    write(asked.out, encoder, vocabulary, calibrations, answering(asked.out, asked.data, asked.without))
    harm.teach(asked.out, asked.out, harm.lessons(asked.data, asked.without))
    measured = f".venv/bin/python -m training.card --data {asked.data} --model {asked.out}"
    print(f"{asked.out / modelfile.FILE}: written; {measured}")


def trained(posts: Sequence[LabelledPost], out: Path) -> tuple[Encoder, list[str]]:
    """Teach MiniLM `posts`, going on from what `out` holds; return it with the vocabulary it was given."""
    texts = [normalised(post.text) for post in posts]
    vocabulary = vocabulary_of(texts)
    lessons = encoded(texts, posts, vocabulary)
    lessons = with_a_teacher(lessons, vocabulary, out)
    encoder = tuned(pretrained.student, vocabulary, lessons, STUDENT, out / "student")
    lend_heads(encoder, posts)
    return encoder, vocabulary


def with_a_teacher(lessons: Sequence[Encoded], vocabulary: Sequence[str], out: Path) -> list[Encoded]:
    """Return `lessons` with what MPNet, which learns them first, makes of a part of them."""
    places = teaching.asked(lessons)
    said = teaching.chances(
        lambda: tuned(pretrained.teacher, vocabulary, lessons, TEACHER, out / "teacher"),
        [lessons[place] for place in places],
        out / "taught.pt",
    )
    learned_heads = heads_of(lessons)
    known = {head: of_head for head, of_head in said.items() if head in learned_heads}
    return list(teaching.taught(lessons, places, known))


def tuned(
    start: Callable[[Sequence[str]], Encoder],
    vocabulary: Sequence[str],
    lessons: Sequence[Encoded],
    recipe: Recipe,
    folder: Path,
) -> Encoder:
    """Return the encoder that `start` makes after `recipe`, going on from what `folder` holds."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    encoder = start(vocabulary)
    encoder.load_state_dict(FineTuning(encoder, lessons, recipe, folder).run())
    return encoder


def heads_of(posts: Sequence[LabelledPost | Encoded]) -> set[Head]:
    """Return the heads that there is any label for."""
    return {head for post in posts for head in post.labels}


def lend_heads(encoder: Encoder, posts: Sequence[LabelledPost]) -> None:
    """Give a head that no set was left for what its sister learned, or else even odds."""
    learned_heads = heads_of(posts)
    for head, sister in {Head.CARE: Head.GENERAL, Head.GENERAL: Head.CARE, Head.ANSWERED: None}.items():
        if head not in learned_heads:
            for ours, theirs in _weights_of(encoder, head, sister):
                ours.data = theirs.data.clone() if theirs is not None else torch.zeros_like(ours)


def encoded(texts: Sequence[str], posts: Sequence[LabelledPost], vocabulary: Sequence[str]) -> list[Encoded]:
    """Return `posts`, whose normalised texts are `texts`, as token ids."""
    tokens = WordPiece.of(vocabulary)
    return [
        Encoded(tokens.encode(text, LONGEST), post.labels, post.source) for text, post in zip(texts, posts, strict=True)
    ]


def calibrated(encoder: Encoder, vocabulary: Sequence[str], posts: Sequence[LabelledPost]) -> dict[str, Calibration]:
    """Fit each shipped head's confidences on its held-out posts; a head without any keeps its own."""
    lessons = [post.labels for post in learned(posts)]
    weights = {head: class_weights(lessons, head, STUDENT.balance).tolist() for head in calibrate.UNWEIGHTED}
    found = {}
    for head in SHIPPED_HEADS:
        unseen = held_out(posts, head)
        if not unseen:
            found[head.value] = Calibration(scale=1.0, offsets=(0.0,) * len(CLASSES[head]))
            continue
        said = logits(encoder, encoded([normalised(post.text) for post in unseen], unseen, vocabulary))[head]
        labels = torch.tensor([post.labels[head] for post in unseen])
        found[head.value] = calibrate.fitted(
            said, labels, with_offsets=head in calibrate.WITH_OFFSETS, weighted=weights.get(head)
        )
    return found


def write(
    out: Path, encoder: Encoder, vocabulary: Sequence[str], calibrations: dict[str, Calibration], blend: Blend
) -> None:
    """Write the model file into `out`."""
    contents = Contents(
        vocabulary=tuple(vocabulary), calibrations=calibrations, needs_answer=blend, urgent_from=1.0, arrays=()
    )
    modelfile.write(out / modelfile.FILE, VERSION, contents, packed(dict(encoder.named_parameters())))


def answering(model: Path, data: Path, without: Sequence[str]) -> Blend:
    """Fit what needs an answer on what the model in `model` says of the judged posts."""
    posts = needs_answer.judged(data, without)
    if not posts:
        return Blend(bias=-1.0, weights={"complaint": 2.0})
    rows = needs_answer.signs_of(Classifier.load(model), posts)
    return needs_answer.fitted(rows, [post.needs_answer for post in posts])


def _weights_of(encoder: Encoder, head: Head, sister: Head | None) -> list[tuple[Tensor, Tensor | None]]:
    ours = list(encoder.heads[head.value].parameters())
    theirs = list(encoder.heads[sister.value].parameters()) if sister else [None] * len(ours)
    return list(zip(ours, theirs, strict=True))


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m training.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the labelled posts (JSONL)")
    parser.add_argument("--out", type=Path, required=True, help="where the model and its progress are kept")
    parser.add_argument("--without", action="append", default=[], choices=[one.name for one in SETS], metavar="SET")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
