"""Measures a model on the posts held out from training, for its card: `.venv/bin/python -m training.card --data DIR`.

Confidences were fitted on these posts: their error is told of a fit on one half of the posts, measured on the other.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from msgspec.structs import replace

from chalicelib.classifier.classifier import Classifier
from training import calibrate, needs_answer
from training.evaluate import Line, Report, evaluate, said_of
from training.metrics import Figures
from training.metrics import figures as figures_of
from training.posts import CLASSES, Head, LabelledPost, held_out, read

LEAST = 1e-9

TASKS = {Head.GENERAL: "sentiment", Head.CARE: "sentiment", Head.COMPLAINT: "complaint"}
HEADING = (
    "| head, posts held out | reader | macro-recall | macro-F1 | F1 * | recall at 90 % precision * | AUC * | ECE |"
)
"""The figures with a star are of the class that must not be missed: negative, or complaint."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m training.card", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the labelled posts (JSONL)")
    parser.add_argument("--model", type=Path, default=None, help="a folder with another model than the shipped one")
    asked = parser.parse_args(arguments)
    for row in figures(Classifier.load(asked.model), asked.data):
        print(row)


def figures(classifier: Classifier, data: Path) -> Iterator[str]:
    """Yield a Markdown table of `classifier`, VADER and AFINN on held-out posts; each figure from 0 to 100."""
    yield HEADING
    yield "|---" * HEADING.count(" | ") + "|---|"
    posts = read(data)
    for head, task in TASKS.items():
        unseen = held_out(posts, head)
        lines = [Line(post.text, CLASSES[head][post.labels[head]]) for post in unseen]
        report = replace(evaluate(classifier, task, lines, head.value), ece=_error(classifier, head, unseen))
        yield from _rows(report, "negative" if task == "sentiment" else task)
    yield _answering(classifier, needs_answer.judged(data))


def _error(classifier: Classifier, head: Head, posts: Sequence[LabelledPost]) -> float:
    # Calibration only scales and shifts: fitted again on what came of it, it is as if fitted on the raw logits.
    chances = torch.from_numpy(classifier.probabilities([post.text for post in posts])[head.value])
    labels = torch.tensor([post.labels[head] for post in posts])
    with_offsets = head in calibrate.WITH_OFFSETS
    return calibrate.error_on_unseen_half(chances.clamp(min=LEAST).log(), labels, with_offsets=with_offsets)


def _answering(classifier: Classifier, posts: Sequence[needs_answer.Judged]) -> str:
    needed = [post.needs_answer for post in posts]
    chances = needs_answer.chances_unseen(needs_answer.signs_of(classifier, posts), needed)
    found = figures_of(
        [said_of(chance, "needs_answer", "no_answer") for chance in chances],
        ["needs_answer" if need else "no_answer" for need in needed],
        "needs_answer",
    )
    rule = f"needs an answer, {len(posts)} posts, each by a rule fitted on the others"
    return f"{rule}: AUC {found.auc:.1f}, ECE {found.ece:.1f}"


def _rows(report: Report, matters: str) -> Iterator[str]:
    yield _row(f"{report.head}, {report.n}", report.model, report, matters)
    for name, found in report.baselines.items():
        yield _row("", name, found, matters)


def _row(what: str, reader: str, found: Figures, matters: str) -> str:
    numbers = (
        found.macro_recall,
        found.macro_f1,
        found.per_class[matters].f1,
        found.recall_negative_at_precision_90,
        found.auc,
        found.ece,
    )
    return f"| {what} | {reader} | " + " | ".join(f"{number:.1f}" for number in numbers) + " |"


if __name__ == "__main__":
    main()
