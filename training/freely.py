"""The texts that the free model learns from: only what permits commercial use, each set with its terms."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from chalicelib.classifier.reading import HARM_HEAD, HARMS, INTENT_HEAD, INTENTS, SENTIMENTS
from chalicelib.domain.heard.classification import HarmKind, Sentiment
from training.sentences import Sentence, sentences

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "tr")


class FreeSet(Struct, frozen=True, kw_only=True):
    """One public set, of which the first `most` lines that have a feeling are learned from."""

    name: str
    file: str
    most: int
    source: str
    licence: str


SETS = (
    FreeSet(
        name="news_mtsc",
        file="news_mtsc_train.jsonl",
        most=7_334,
        source="fhamborg/NewsMTSC",
        licence="MIT",
    ),
    FreeSet(
        name="goemotions",
        file="goemotions_train.jsonl",
        most=13_400,
        source="GoEmotions (Google Research)",
        licence="Apache-2.0",
    ),
)


class Text(Struct, frozen=True):
    """A text, and its class by head, as a place in what the head tells apart."""

    text: str
    labels: dict[str, int]
    is_ours: bool


def read(directory: Path) -> list[Text]:
    """Return our own sentences in LANGUAGES, then what is learned of the public sets in `directory`."""
    own = [_ours(one) for one in sentences() if one.language in LANGUAGES]
    return own + [text for one in SETS for text in _public(one, directory)]


def _ours(one: Sentence) -> Text:
    feeling = SENTIMENTS.index(one.sentiment)
    labels = {
        "general": feeling,
        "care": feeling,
        INTENT_HEAD: INTENTS.index(one.intent),
        "needs_answer": int(one.needs_answer),
        HARM_HEAD: HARMS.index(one.harm or HarmKind.NONE),
    }
    return Text(one.text, labels, is_ours=True)


def _public(one: FreeSet, directory: Path) -> Iterator[Text]:
    lines = (directory / one.file).read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [row for row in map(json.loads, lines) if row["label"] in set(SENTIMENTS)]
    for row in rows[: one.most]:
        yield Text(row["text"], {"general": SENTIMENTS.index(Sentiment(row["label"]))}, is_ours=False)
