"""Measures the shipped model, and word lists beside it: `.venv/bin/python -m training.evaluate TASK FILE --json`.

FILE is JSONL of {text, label}. Labels of `sentiment`: negative, neutral, positive. Of `complaint`: complaint,
not_complaint, or true and false. Of `intent`: whether an answer is needed (true, false, needs_answer, no_answer), or
the intents themselves (complaint, question, request, praise, other). Every figure is a percentage.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from chalicelib.classifier.classifier import Classifier
from chalicelib.classifier.reading import SENTIMENT_HEAD, SENTIMENTS, intent_shares, likelihood_of_needing_answer
from chalicelib.domain.heard.classification import Post
from training import baselines
from training.metrics import Figures, Said, figures

TIMED = 300
"""Texts whose reading is timed, through the same door as in production."""

AT_ONCE = 1_000

_YES = {"complaint", "needs_answer", "needs-answer", "needs answer", "true", "yes", "1", "answered"}
_INTENTS = {"complaint", "question", "request", "praise", "other"}


class Line(Struct, frozen=True):
    """One line of FILE."""

    text: str
    label: str | bool | int


class Report(Figures, frozen=True, kw_only=True):
    """What is printed."""

    task: str
    head: str
    n: int
    model: str
    ms_per_text: float
    baselines: dict[str, Figures]


class Task(Struct, frozen=True, kw_only=True):
    """A way to ask the model, the same of a word list, and the class that matters."""

    head: str
    matters: str
    ask: Callable[[Classifier, Sequence[str]], list[Said]]
    guess: Callable[[float], Said]


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _arguments(arguments)
    if not baselines.ARE_INSTALLED:
        raise SystemExit(baselines.WHY_NOT)
    lines = [msgspec.json.decode(line, type=Line) for line in asked.file.read_bytes().splitlines() if line.strip()]
    report = evaluate(Classifier.load(asked.model), asked.task, lines, asked.head)
    encoded = msgspec.json.encode(rounded(report))
    print(encoded.decode() if asked.json else msgspec.json.format(encoded, indent=2).decode())


def evaluate(classifier: Classifier, name: str, lines: Sequence[Line], head: str = SENTIMENT_HEAD) -> Report:
    """Return the figures of `classifier` and of the word lists on `lines`."""
    true = labels(name, lines)
    task = task_for(name, set(true), head)
    texts = [line.text for line in lines]
    said = [
        one for start in range(0, len(texts), AT_ONCE) for one in task.ask(classifier, texts[start : start + AT_ONCE])
    ]
    lists = {
        list_name: figures([task.guess(polarity(text)) for text in texts], true, task.matters)
        for list_name, polarity in baselines.WORD_LISTS.items()
    }
    own = msgspec.structs.asdict(figures(said, true, task.matters))
    return Report(
        **own,
        task=name,
        head=task.head,
        n=len(lines),
        model=classifier.model,
        ms_per_text=milliseconds(classifier, texts[:TIMED]),
        baselines=lists,
    )


def labels(task: str, lines: Sequence[Line]) -> list[str]:
    """Return the labels of `lines` in the words of `task`."""
    given = [str(line.label).lower() for line in lines]
    if task == "sentiment":
        return given
    if task == "complaint":
        return ["complaint" if label in _YES else "not_complaint" for label in given]
    if _INTENTS.issuperset(given):
        return given
    return ["needs_answer" if label in _YES else "no_answer" for label in given]


def task_for(name: str, given: set[str], head: str) -> Task:
    """Return how to ask for what `name` and the labels in use mean."""
    if name == "sentiment":
        return Task(head=head, matters="negative", ask=_sentiment(head), guess=baselines.sentiment)
    if name == "complaint":
        return Task(head="complaint", matters="complaint", ask=_complaint, guess=_guess("complaint", "not_complaint"))
    if given <= _INTENTS:
        return Task(head="intent", matters="complaint", ask=_intent, guess=baselines.intent)
    return Task(
        head="needs_answer", matters="needs_answer", ask=_needs_answer, guess=_guess("needs_answer", "no_answer")
    )


def milliseconds(classifier: Classifier, texts: Sequence[str]) -> float:
    """Return how long `classify` takes for each text, in one batch."""
    started = time.perf_counter()
    classifier.classify([Post(text) for text in texts])
    return 1_000 * (time.perf_counter() - started) / max(len(texts), 1)


def _sentiment(head: str) -> Callable[[Classifier, Sequence[str]], list[Said]]:
    def ask(classifier: Classifier, texts: Sequence[str]) -> list[Said]:
        rows: list[list[float]] = classifier.probabilities(texts)[head].tolist()
        return [Said(SENTIMENTS[row.index(max(row))].value, max(row), chance=row[0]) for row in rows]

    return ask


def _complaint(classifier: Classifier, texts: Sequence[str]) -> list[Said]:
    chances: list[float] = classifier.probabilities(texts)["complaint"][:, 1].tolist()
    return [said_of(chance, "complaint", "not_complaint") for chance in chances]


def _needs_answer(classifier: Classifier, texts: Sequence[str]) -> list[Said]:
    chances = [
        likelihood_of_needing_answer(text, said, classifier.needs_answer)
        for text, said in zip(texts, classifier.said(texts), strict=True)
    ]
    return [said_of(chance, "needs_answer", "no_answer") for chance in chances]


def _intent(classifier: Classifier, texts: Sequence[str]) -> list[Said]:
    found = []
    for text, said in zip(texts, classifier.said(texts), strict=True):
        shares = intent_shares(Post(text), said)
        intent = max(shares, key=shares.__getitem__)
        found.append(Said(intent.value, shares[intent], chance=said["complaint"][1]))
    return found


def said_of(chance: float, yes: str, no: str) -> Said:
    """Return `yes` for an even chance or more, else `no`."""
    return Said(yes, chance, chance) if chance >= 0.5 else Said(no, 1 - chance, chance)


def _guess(yes: str, no: str) -> Callable[[float], Said]:
    return lambda polarity: baselines.yes_or_no(polarity, yes, no)


def rounded(report: Report) -> object:
    """Return `report` as plain values with two decimals."""
    plain: object = msgspec.to_builtins(report)
    return _rounded(plain)


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return round(value, 2) if isinstance(value, float) else value


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m training.evaluate", description=__doc__)
    parser.add_argument("task", choices=["sentiment", "complaint", "intent"])
    parser.add_argument("file", type=Path, help="JSONL of {text, label}")
    parser.add_argument("--head", choices=["general", "care", SENTIMENT_HEAD], default=SENTIMENT_HEAD)
    parser.add_argument("--model", type=Path, default=None, help="a folder with another model than the shipped one")
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of an indented one")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
