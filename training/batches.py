"""What the encoder sees in which order: an epoch's posts, in batches of like length."""

import random
from collections.abc import Iterator, Mapping, Sequence

import torch
from msgspec import Struct
from torch import Tensor

from training.posts import CLASSES, Head

TOKENS_IN_A_BATCH = 1_344
UNLABELLED = -100


class Encoded(Struct, frozen=True):
    """A post as token ids, with people's label by head, and the chances of its classes as a teacher sees them."""

    tokens: list[int]
    labels: dict[Head, int]
    source: str
    taught: dict[Head, list[float]] = {}


class Batch(Struct, frozen=True):
    """`tokens` is (posts, length), padded with 0; each head's labels are (posts,), UNLABELLED where nobody told.

    `taught` is (posts, classes) for each head that was taught, all zero where the teacher was not asked.
    """

    tokens: Tensor
    labels: dict[Head, Tensor]
    taught: dict[Head, Tensor]


def batch_of(posts: Sequence[Encoded]) -> Batch:
    """Pad `posts` to the longest of them."""
    longest = max(len(post.tokens) for post in posts)
    tokens = torch.tensor([post.tokens + [0] * (longest - len(post.tokens)) for post in posts])
    labels = {head: torch.tensor([post.labels.get(head, UNLABELLED) for post in posts]) for head in CLASSES}
    heads = {head for post in posts for head in post.taught}
    taught = {
        head: torch.tensor([post.taught.get(head, [0.0] * len(CLASSES[head])) for post in posts])
        for head in CLASSES
        if head in heads
    }
    return Batch(tokens=tokens, labels=labels, taught=taught)


def epoch(posts: Sequence[Encoded], times: Mapping[str, float], number: int, seed: int) -> list[list[Encoded]]:
    """Return one epoch's posts in batches, shuffled; the same `number` and `seed` give the same batches.

    `times` says how often each set's posts are seen, where that is not once; 0.35 is about a third of them.
    """
    chance = random.Random(seed * 1_000 + number)
    drawn = list(_drawn(posts, times, chance))
    drawn.sort(key=lambda post: (len(post.tokens), chance.random()))
    batches = list(by_length(drawn))
    chance.shuffle(batches)
    return batches


def by_length(posts: Sequence[Encoded]) -> Iterator[list[Encoded]]:
    """Cut `posts`, sorted by length, into batches of about TOKENS_IN_A_BATCH."""
    batch: list[Encoded] = []
    for post in posts:
        if batch and (len(batch) + 1) * len(post.tokens) > TOKENS_IN_A_BATCH:
            yield batch
            batch = []
        batch.append(post)
    if batch:
        yield batch


def _drawn(posts: Sequence[Encoded], times: Mapping[str, float], chance: random.Random) -> Iterator[Encoded]:
    for post in posts:
        often = times.get(post.source, 1.0)
        for _ in range(int(often) + (chance.random() < often % 1)):
            yield post
