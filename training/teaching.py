"""What a teacher makes of posts: degrees where people gave a label, and labels where nobody did."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import torch
from torch import Tensor

from training.batches import Encoded
from training.encoder import Encoder
from training.finetune import IS_QUICK_IN_HALF, logits
from training.posts import Head

TAUGHT = (Head.GENERAL, Head.CARE, Head.COMPLAINT)
ASKED = {
    "complaints": 1.0,
    "airline": 1.0,
    "tweeteval_sentiment": 0.2,
    "asapp_airline": 0.35,
    "asapp_airline_unlabelled": 0.4,
    "spotify_answered": 0.35,
}
"""The part of each set that the teacher is asked about: reading takes it twenty times as long as the student."""

SEED = 32


def asked(posts: Sequence[Encoded]) -> list[int]:
    """Return the places of the posts that the teacher is asked about; the same posts give the same places."""
    chance = random.Random(SEED)
    return [place for place, post in enumerate(posts) if chance.random() < ASKED.get(post.source, 0.0)]


def chances(train: Callable[[], Encoder], posts: Sequence[Encoded], saved: Path) -> dict[Head, Tensor]:
    """Return (posts, classes) for each head in TAUGHT, from `saved` where they are; else `train` makes the teacher."""
    if not saved.exists():
        unfinished = saved.with_suffix(".part")
        torch.save(_ask(train(), posts), unfinished)
        unfinished.replace(saved)
    found: dict[Head, Tensor] = torch.load(saved, weights_only=True)
    return {Head(head): said for head, said in found.items()}


def taught(posts: Sequence[Encoded], places: Sequence[int], said: dict[Head, Tensor]) -> Iterator[Encoded]:
    """Yield `posts` with what was `said` of those at `places`; who has neither a label nor a teacher is left out."""
    rows = {place: {head: of_head[row].tolist() for head, of_head in said.items()} for row, place in enumerate(places)}
    for place, post in enumerate(posts):
        if post.labels or place in rows:
            yield msgspec.structs.replace(post, taught=rows.get(place, {}))


def _ask(teacher: Encoder, posts: Sequence[Encoded]) -> dict[str, Tensor]:
    with torch.autocast("cpu", torch.bfloat16, enabled=IS_QUICK_IN_HALF):
        said = logits(teacher, posts)
    return {head.value: said[head].float().softmax(-1) for head in TAUGHT}
