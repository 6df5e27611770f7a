"""Measures models on the same posts, in one table: `.venv/bin/python -m training.compare --data DIR --model DIR...`.

As shipped: what `classify` would say, both heads for sentiment together. A language that a model does not read is told
as such. Of each set at most --most posts are read, the first in the order of a hash. No model learned from any of them.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from chalicelib.classifier.classifier import Classifier
from chalicelib.classifier.reading import SENTIMENT_HEAD
from training.evaluate import Line, labels, task_for
from training.metrics import figures
from training.posts import CLASSES, Head, held_out, number_of, read

OWN = Path(__file__).parents[1] / "bench" / "sets" / "sentiment_languages.jsonl"
UMSAB = ("es", "pt", "fr", "de", "it", "ar")
HEADING = "| posts | model | macro-recall | macro-F1 | F1 * | AUC * | ECE |"


class Trial(Struct, frozen=True, kw_only=True):
    """Some labelled posts in one language, and what is asked of them."""

    name: str
    task: str
    language: str
    lines: list[Line]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m training.compare", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the labelled posts (JSONL)")
    parser.add_argument("--model", type=Path, action="append", required=True, help="a model's folder; may be repeated")
    parser.add_argument("--most", type=int, default=400, help="posts read of each set")
    asked = parser.parse_args(arguments)
    for row in table([Classifier.load(model) for model in asked.model], trials(asked.data, asked.most)):
        print(row, flush=True)


def trials(data: Path, most: int) -> Iterator[Trial]:
    """Yield what there is to measure in `data` and of our own, at most `most` posts of each."""
    posts = read(data)
    for head, task in ((Head.GENERAL, "sentiment"), (Head.CARE, "sentiment"), (Head.COMPLAINT, "complaint")):
        lines = [Line(post.text, CLASSES[head][post.labels[head]]) for post in held_out(posts, head)]
        yield Trial(name=f"{head}, held out", task=task, language="en", lines=_drawn(lines, most))
    for language in UMSAB:
        lines = [Line(row["text"], row["label"]) for row in _rows(data / f"umsab_{language}_train.jsonl")]
        yield Trial(name=f"UMSAB {language}", task="sentiment", language=language, lines=_drawn(lines, most))
    own = list(_rows(OWN))
    for language in sorted({row["language"] for row in own}):
        of_language = [row for row in own if row["language"] == language]
        for task, field in (("sentiment", "sentiment"), ("intent", "intent"), ("intent", "needs_answer")):
            lines = [Line(row["text"], row[field]) for row in of_language]
            yield Trial(name=f"our own {language}, {field}", task=task, language=language, lines=_drawn(lines, most))


def table(classifiers: Sequence[Classifier], trials: Iterator[Trial]) -> Iterator[str]:
    """Yield a Markdown table. The figures with a star are of the class that must not be missed."""
    yield HEADING
    yield "|---" * (HEADING.count("|") - 1) + "|"
    for trial in trials:
        for classifier in classifiers:
            yield f"| {trial.name}, {len(trial.lines)} | {classifier.model} | {_figures(classifier, trial)} |"


def _figures(classifier: Classifier, trial: Trial) -> str:
    if trial.language not in classifier.languages:
        return "unknown | | | |"
    true = labels(trial.task, trial.lines)
    task = task_for(trial.task, set(true), SENTIMENT_HEAD)
    found = figures(task.ask(classifier, [line.text for line in trial.lines]), true, task.matters)
    numbers = (found.macro_recall, found.macro_f1, found.per_class[task.matters].f1, found.auc, found.ece)
    return " | ".join(f"{number:.1f}" for number in numbers)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _drawn(lines: Sequence[Line], most: int) -> list[Line]:
    return sorted(lines, key=lambda line: number_of(line.text))[:most]


if __name__ == "__main__":
    main()
