"""Labelled posts: which sets there are, what each may be used for, and which part of each is held out."""

import json
from collections.abc import Collection, Iterator
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

HELD_OUT_IN_100 = 10


class Head(StrEnum):
    """One question that the shared encoder is asked; its classes stand in CLASSES, in the model's order."""

    GENERAL = "general"
    CARE = "care"
    COMPLAINT = "complaint"
    ANSWERED = "answered"
    EMOTION = "emotion"
    IRONY = "irony"
    REASON = "reason"


SENTIMENTS = ("negative", "neutral", "positive")
CLASSES: dict[Head, tuple[str, ...]] = {
    Head.GENERAL: SENTIMENTS,
    Head.CARE: SENTIMENTS,
    Head.COMPLAINT: ("not_complaint", "complaint"),
    Head.ANSWERED: ("false", "true"),
    Head.EMOTION: ("anger", "joy", "optimism", "sadness"),
    Head.IRONY: ("non_irony", "irony"),
    Head.REASON: (
        "Bad Flight",
        "Can't Tell",
        "Cancelled Flight",
        "Customer Service Issue",
        "Damaged Luggage",
        "Flight Attendant Complaints",
        "Flight Booking Problems",
        "Late Flight",
        "Lost Luggage",
        "longlines",
    ),
}


class LabelledPost(Struct, frozen=True):
    """A post and the class that people gave it for each of some heads, or of none."""

    text: str
    labels: dict[Head, int]
    source: str

    @property
    def is_held_out(self) -> bool:
        """Chosen by a hash of the text, so that a repeated post is never on both sides."""
        return number_of(self.text) % 100 < HELD_OUT_IN_100


class LabelledSet(Struct, frozen=True, kw_only=True):
    """One public set: `name` is what --without takes; `heads` maps a head to the field that holds its label."""

    name: str
    file: str
    heads: dict[Head, str]
    source: str
    licence: str
    permits: str
    evaluates_only: bool = False

    @property
    def unlabelled(self) -> str:
        """What its posts without any label are counted as: a teacher may label them."""
        return f"{self.name}_unlabelled"


_SEMEVAL = "SemEval-2017 task 4 through cardiffnlp/tweeteval and cbaziotis/datastories-semeval2017-task4"
_TWEETEVAL = "SemEval-2018 tasks 1 and 3 through cardiffnlp/tweeteval"
_TWCS = "Customer Support on Twitter (Kaggle twcs)"
SETS = (
    LabelledSet(
        name="tweeteval_sentiment",
        file="tweeteval_sentiment_train.jsonl",
        heads={Head.GENERAL: "label"},
        source=_SEMEVAL,
        licence="research use",
        permits="research",
    ),
    LabelledSet(
        name="airline",
        file="airline_train.jsonl",
        heads={Head.CARE: "label", Head.REASON: "reason"},
        source="Twitter US Airline Sentiment (CrowdFlower)",
        licence="CC BY-NC-SA 4.0",
        permits="non-commercial use",
    ),
    LabelledSet(
        name="complaints",
        file="complaints_train.jsonl",
        heads={Head.COMPLAINT: "label"},
        source="danielpreotiuc/complaints-social-media (ACL 2019)",
        licence="none stated; research release",
        permits="research",
    ),
    LabelledSet(
        name="asapp_airline",
        file="asapp_airline_turns.jsonl",
        heads={Head.ANSWERED: "answered"},
        source=f"asappresearch/dialog-intent-induction, from {_TWCS}",
        licence="CC BY-NC-SA 4.0 (of its source)",
        permits="non-commercial use",
    ),
    LabelledSet(
        name="spotify_answered",
        file="spotify_answered_train.jsonl",
        heads={Head.ANSWERED: "answered"},
        source=f"{_TWCS}, the @SpotifyCares part",
        licence="CC BY-NC-SA 4.0",
        permits="non-commercial use",
    ),
    LabelledSet(
        name="tweeteval_emotion",
        file="tweeteval_emotion_train.jsonl",
        heads={Head.EMOTION: "label"},
        source=_TWEETEVAL,
        licence="research use",
        permits="research",
    ),
    LabelledSet(
        name="tweeteval_irony",
        file="tweeteval_irony_train.jsonl",
        heads={Head.IRONY: "label"},
        source=_TWEETEVAL,
        licence="research use",
        permits="research",
    ),
    LabelledSet(
        name="tweeteval_sentiment_val",
        file="tweeteval_sentiment_val.jsonl",
        heads={Head.GENERAL: "label"},
        source=_SEMEVAL,
        licence="research use",
        permits="research",
        evaluates_only=True,
    ),
)


def number_of(text: str) -> int:
    """Return a number that the text alone decides."""
    return int(sha256(text.encode()).hexdigest()[:8], 16)


def read(directory: Path, without: Collection[str] = ()) -> list[LabelledPost]:
    """Return every post that may be learned from or measured on, leaving out the sets named in `without`."""
    return [post for chosen in SETS if chosen.name not in without for post in _posts_of(chosen, directory)]


def learned(posts: Collection[LabelledPost]) -> list[LabelledPost]:
    """Return the posts to learn from."""
    only_measured = {one.name for one in SETS if one.evaluates_only}
    return [post for post in posts if not post.is_held_out and post.source not in only_measured]


def held_out(posts: Collection[LabelledPost], head: Head) -> list[LabelledPost]:
    """Return the posts to measure `head` on. TweetEval's own validation part stands for general sentiment."""
    only_measured = {one.name for one in SETS if one.evaluates_only}
    if head is Head.GENERAL:
        return [post for post in posts if post.source in only_measured]
    return [post for post in posts if head in post.labels and post.is_held_out]


def _posts_of(chosen: LabelledSet, directory: Path) -> Iterator[LabelledPost]:
    with (directory / chosen.file).open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            labels = dict(_labels(chosen, row))
            yield LabelledPost(text=row["text"], labels=labels, source=chosen.name if labels else chosen.unlabelled)


def _labels(chosen: LabelledSet, row: dict[str, Any]) -> Iterator[tuple[Head, int]]:
    # Companies answer nearly every first contact: what was answered says little about those posts.
    if row.get("first_contact"):
        return
    for head, field in chosen.heads.items():
        label = row[field]
        if label is not None:
            yield head, CLASSES[head].index(str(label).lower() if isinstance(label, bool) else label)
