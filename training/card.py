"""Measures a model on the posts held out from training, for its card: `python -m training.card --data DIR`."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from chalicelib.classifier.classifier import Classifier
from training import needs_answer
from training.evaluate import Line, Report, evaluate
from training.metrics import Figures, area_under_curve
from training.posts import CLASSES, Head, held_out, read

TASKS = {Head.GENERAL: "sentiment", Head.CARE: "sentiment", Head.COMPLAINT: "complaint"}
HEADING = (
    "| head, posts held out | reader | macro-recall | macro-F1 | F1 * | recall at 90 % precision * | AUC * | ECE |"
)
"""The figures with a star are of the class that must not be missed: negative, or complaint."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.card", description=__doc__)
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
        lines = [Line(post.text, CLASSES[head][post.labels[head]]) for post in held_out(posts, head)]
        yield from _rows(evaluate(classifier, task, lines, head.value), "negative" if task == "sentiment" else task)
    judged = needs_answer.judged(data)
    auc = _auc(classifier, judged)
    yield f"needs an answer, {len(judged)} posts, each by a rule fitted on the others: AUC {auc:.1f}"


def _auc(classifier: Classifier, posts: Sequence[needs_answer.Judged]) -> float:
    needed = [post.needs_answer for post in posts]
    return area_under_curve(needs_answer.chances_unseen(needs_answer.signs_of(classifier, posts), needed), needed)


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
