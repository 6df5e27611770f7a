"""Measures what is called urgent: `.venv/bin/python -m training.harm_figures FILE [--model DIR]`.

FILE is JSONL of {text, language, harm, trap}, such as bench/sets/harm_en.jsonl. What is measured is what `classify`
says, the language told as the post's source would tell it.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from chalicelib.classifier.classifier import Classifier
from chalicelib.domain.heard.classification import Classification, HarmKind, Post

AT_ONCE = 500


class Case(Struct, frozen=True, kw_only=True):
    """One line of FILE."""

    text: str
    language: str = "en"
    harm: HarmKind | None
    trap: str | None = None


class Share(Struct, frozen=True):
    """So many of so many."""

    found: int
    of: int

    def __str__(self) -> str:
        return f"{self.found} of {self.of}"

    @property
    def percent(self) -> float:
        return 100 * self.found / max(self.of, 1)


class HarmFigures(Struct, frozen=True, kw_only=True):
    """What was called urgent, of what is and of what is not."""

    recall: Share
    precision: Share
    right_kind: Share
    found: dict[str, Share]
    """Of each kind of harm, those that were called urgent."""
    called: dict[str, Share]
    """Of each kind of trap, and of plain posts, those that were called urgent and are not."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m training.harm_figures", description=__doc__)
    parser.add_argument("file", type=Path, help="JSONL of {text, language, harm, trap}")
    parser.add_argument("--model", type=Path, default=None, help="a folder with another model than the shipped one")
    asked = parser.parse_args(arguments)
    classifier, cases = Classifier.load(asked.model), read(asked.file)
    for language in sorted({case.language for case in cases}):
        for row in rows(language, figures(classifier, [case for case in cases if case.language == language])):
            print(row)


def read(file: Path) -> list[Case]:
    """Return the lines of `file`."""
    return [msgspec.json.decode(line, type=Case) for line in file.read_bytes().splitlines() if line.strip()]


def figures(classifier: Classifier, cases: Sequence[Case]) -> HarmFigures:
    """Return how well `classifier` finds harm in `cases`."""
    said = [one for start in range(0, len(cases), AT_ONCE) for one in _read(classifier, cases[start : start + AT_ONCE])]
    pairs = list(zip(cases, said, strict=True))
    true = [(case, one) for case, one in pairs if case.harm]
    false = [(case, one) for case, one in pairs if not case.harm]
    both = [(case, one) for case, one in true if one.urgent.value]
    return HarmFigures(
        recall=Share(len(both), len(true)),
        precision=Share(len(both), len(both) + sum(one.urgent.value for _, one in false)),
        right_kind=Share(sum(one.urgent.kind is case.harm for case, one in both), len(both)),
        found=_by({case.harm.value if case.harm else "" for case, _ in true}, [(c.harm, o) for c, o in true]),
        called=_by({case.trap or "plain" for case, _ in false}, [(c.trap or "plain", o) for c, o in false]),
    )


def rows(name: str, found: HarmFigures) -> Iterator[str]:
    """Yield the lines that are printed."""
    yield (
        f"{name}: recall {found.recall.percent:.1f} ({found.recall}), precision {found.precision.percent:.1f} "
        f"({found.precision}), right kind {found.right_kind.percent:.1f}"
    )
    yield "  harm found: " + ", ".join(f"{kind} {share}" for kind, share in found.found.items())
    yield "  harmless called urgent: " + ", ".join(f"{trap} {share}" for trap, share in found.called.items())


def _read(classifier: Classifier, cases: Sequence[Case]) -> list[Classification]:
    return classifier.classify([Post(case.text, case.language) for case in cases])


def _by(names: set[str], pairs: Sequence[tuple[str | None, Classification]]) -> dict[str, Share]:
    found = {}
    for name in sorted(names):
        of_name = [one.urgent.value for other, one in pairs if other == name]
        found[name] = Share(sum(of_name), len(of_name))
    return found


if __name__ == "__main__":
    main()
