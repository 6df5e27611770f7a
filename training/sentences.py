"""The sentences that we wrote ourselves, with every label that a post can have: `training/sentences/*.jsonl`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from chalicelib.domain.heard.classification import HarmKind, Intent, Sentiment
from training.posts import number_of

OURS = Path(__file__).parent / "sentences"
FOLDS = 5

Trap = Literal["idiom", "not-ours", "past", "joke", "drill", "general", "quoted", "denied", "praise"]
"""Why a sentence sounds like harm and is none."""


class Sentence(Struct, frozen=True, kw_only=True):
    """One post as somebody might write it to a brand or about one, and how it should be read."""

    text: str
    language: str
    trade: str
    sentiment: Sentiment
    intent: Intent
    needs_answer: bool
    harm: HarmKind | None
    trap: Trap | None


def fold_of(text: str) -> int:
    """Return which fold `text` is in, chosen by a hash of it, so that a repeated one is never on both sides."""
    return number_of(text) % FOLDS


def sentences(directory: Path = OURS) -> list[Sentence]:
    """Return every sentence in `directory`, in the order of the files' names."""
    return [sentence for file in sorted(directory.glob("*.jsonl")) for sentence in _read(file)]


def _read(file: Path) -> Iterator[Sentence]:
    for line in file.read_bytes().splitlines():
        yield msgspec.json.decode(line, type=Sentence)
