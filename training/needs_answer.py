"""Learns which signs mean that a post needs an answer, from the few posts that people judged for it."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec
import torch
from msgspec import Struct
from torch.nn import functional

from chalicelib.classifier.classifier import Classifier
from chalicelib.classifier.modelfile import Blend
from chalicelib.classifier.reading import likelihood, signs
from training.posts import SETS

JUDGED = Path(__file__).parent / "needs_answer.jsonl"
FOLDS = 5
SHRUNK_BY = 0.02
"""So few posts cannot bear large weights."""


class Judged(Struct, frozen=True):
    """A post, and whether somebody ought to answer it."""

    text: str
    needs_answer: bool


class _Line(Struct, frozen=True):
    """One judgement. The post's text stays in its own set."""

    set: str
    id: str
    needs_answer: bool


def judged(directory: Path, without: Collection[str] = ()) -> list[Judged]:
    """Return the judged posts whose sets are in `directory` and not in `without`."""
    lines = [msgspec.json.decode(line, type=_Line) for line in JUDGED.read_bytes().splitlines()]
    texts = {
        (one.name, row["id"]): row["text"]
        for one in SETS
        if one.name not in without
        for row in map(json.loads, (directory / one.file).read_text(encoding="utf-8").splitlines())
    }
    return [Judged(texts[line.set, line.id], line.needs_answer) for line in lines if (line.set, line.id) in texts]


def signs_of(classifier: Classifier, posts: Sequence[Judged]) -> list[dict[str, float]]:
    """Return what `classifier` makes of each post."""
    said = classifier.said([post.text for post in posts])
    return [signs(post.text, one) for post, one in zip(posts, said, strict=True)]


def chances_unseen(rows: Sequence[dict[str, float]], needed: Sequence[bool]) -> list[float]:
    """Return each post's chance by a rule that was fitted on the other four fifths: what the card may claim."""
    chances = [0.0] * len(rows)
    for fold in range(FOLDS):
        others = [place for place in range(len(rows)) if place % FOLDS != fold]
        rule = fitted([rows[place] for place in others], [needed[place] for place in others])
        for place in range(fold, len(rows), FOLDS):
            chances[place] = likelihood(rows[place], rule)
    return chances


def fitted(rows: Sequence[dict[str, float]], needed: Sequence[bool]) -> Blend:
    """Return the logistic rule of least log loss."""
    names = sorted(rows[0])
    values = torch.tensor([[row[name] for name in names] for row in rows])
    wanted = torch.tensor(needed, dtype=torch.float32)
    weights = torch.zeros(len(names), requires_grad=True)
    bias = torch.zeros((), requires_grad=True)
    solver = torch.optim.LBFGS([weights, bias], max_iter=100)

    def loss() -> float:
        solver.zero_grad()
        missed = functional.binary_cross_entropy_with_logits(values @ weights + bias, wanted)
        missed = missed + SHRUNK_BY * weights.square().sum()
        missed.backward()
        return float(missed.detach())

    solver.step(loss)
    rounded = [round(weight, 4) for weight in weights.detach().tolist()]
    return Blend(bias=round(float(bias.detach()), 4), weights=dict(zip(names, rounded, strict=True)))
