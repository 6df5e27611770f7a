"""Learns which signs mean that a post needs an answer, from the few posts that people judged for it."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from chalicelib.classifier.classifier import Classifier
from chalicelib.classifier.modelfile import Blend
from chalicelib.classifier.reading import likelihood, signs
from training.posts import SETS

JUDGED = Path(__file__).parent / "needs_answer.jsonl"
FOLDS = 5
STEPS = 25
SHRUNK_BY = 0.001
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
    """Return the logistic rule of least log loss, found by Newton's steps."""
    names = sorted(rows[0])
    values = np.array([[*(row[name] for name in names), 1.0] for row in rows])
    shrink = 2 * SHRUNK_BY * np.diag([*[1.0] * len(names), 0.0])
    weights = np.zeros(len(names) + 1)
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (chances - np.array(needed)) / len(rows) + shrink @ weights
        curvature = (values.T * (chances * (1 - chances))) @ values / len(rows) + shrink
        weights -= np.linalg.solve(curvature, slope)
    *of_names, bias = (round(weight, 4) for weight in weights.tolist())
    return Blend(bias=bias, weights=dict(zip(names, of_names, strict=True)))
