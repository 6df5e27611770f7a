"""What people's corrections teach: `.venv/bin/python -m training.propose CORRECTIONS [--retrained DIR]`.

CORRECTIONS is JSONL of {text, field, said, label}: which field of a classification was wrong, what it said, and what
it should have said. The report counts the mistakes and, with the model in DIR, what that one would say instead. To
learn from corrections, add them to a set in training/posts.py: this command changes nothing.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from chalicelib.classifier import Classifier
from chalicelib.domain.heard.classification import Classification, Post

Field = Literal["sentiment", "intent", "complaint", "needs_answer", "language", "urgent", "department", "about_us"]
"""What a person may correct. No model says whom a text is about: rules do, and `about_us` is only counted."""


class Correction(Struct, frozen=True):
    """One field of one classification, and what a person made of it."""

    text: str
    field: Field
    said: str | bool
    label: str | bool


class Change(Struct, frozen=True):
    """Of the posts corrected from `said` to `label`: how many each model reads as the person did."""

    field: str
    said: str
    label: str
    posts: int
    shipped_right: int
    retrained_right: int | None


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _arguments(arguments)
    lines = asked.corrections.read_bytes().splitlines()
    corrections = [msgspec.json.decode(line, type=Correction) for line in lines if line.strip()]
    retrained = Classifier.load(asked.retrained) if asked.retrained else None
    print(report(propose(corrections, Classifier.load(), retrained)))


def propose(
    corrections: Sequence[Correction], shipped: Classifier, retrained: Classifier | None = None
) -> list[Change]:
    """Return the kinds of mistake, the most frequent first."""
    kinds = Counter(_kind(correction) for correction in corrections)
    right_now = _right(corrections, shipped)
    right_then = _right(corrections, retrained) if retrained else None
    return [
        Change(*kind, posts, right_now[kind], right_then[kind] if right_then is not None else None)
        for kind, posts in sorted(kinds.items(), key=lambda counted: (-counted[1], counted[0]))
    ]


def report(changes: Sequence[Change]) -> str:
    """Return a Markdown table of `changes`, without any post's text."""
    cells = [
        (one.field, one.said, one.label, one.posts, one.shipped_right, _shown(one.retrained_right)) for one in changes
    ]
    rows = [f"| {' | '.join(map(str, row))} |" for row in cells]
    heading = "| field | said | people say | posts | shipped model right | retrained model right |"
    return "\n".join([heading, "|---|---|---|---|---|---|", *rows])


def _right(corrections: Sequence[Correction], classifier: Classifier) -> Counter[tuple[str, str, str]]:
    found = classifier.classify([Post(correction.text) for correction in corrections])
    return Counter(
        _kind(correction)
        for correction, one in zip(corrections, found, strict=True)
        if _value(one, correction.field) == _plain(correction.label)
    )


def _kind(correction: Correction) -> tuple[str, str, str]:
    return correction.field, _plain(correction.said), _plain(correction.label)


def _value(found: Classification, field: Field) -> str:
    return "-" if field == "about_us" else _plain(getattr(found, field).value)


def _plain(label: object) -> str:
    return str(label).lower()


def _shown(count: int | None) -> str:
    return "-" if count is None else str(count)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m training.propose", description=__doc__)
    parser.add_argument("corrections", type=Path, help="JSONL of {text, field, said, label}")
    parser.add_argument("--retrained", type=Path, default=None, help="a folder with a newly trained model")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
