"""A BERT-like encoder with one linear head per question, in torch.

With MINILM's shape it is the twin of chalicelib/classifier/encoder.py, which runs it; with MPNET's it is the teacher.
"""

import math

import torch
from msgspec import Struct
from torch import Tensor, nn
from torch.nn import functional

from chalicelib.classifier.encoder import LONGEST
from training.posts import CLASSES, Head


class Shape(Struct, frozen=True, kw_only=True):
    """The numbers of a pretrained encoder; `buckets` are those of MPNet's relative places, 0 where it has none."""

    width: int
    layers: int
    heads_of_attention: int
    inner: int
    epsilon: float
    buckets: int = 0


MINILM = Shape(width=384, layers=6, heads_of_attention=12, inner=1_536, epsilon=1e-12)
MPNET = Shape(width=768, layers=12, heads_of_attention=12, inner=3_072, epsilon=1e-5, buckets=32)

FARTHEST = 128
"""Tokens apart; MPNet puts whatever is farther into one bucket."""


class Layer(nn.Module):
    """One transformer layer of BERT: attention, then a feed-forward part, each added to its input and normed."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads_of_attention = shape.heads_of_attention
        self.mixed = nn.Linear(shape.width, 3 * shape.width)
        self.attended = nn.Linear(shape.width, shape.width)
        self.attended_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.outer_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        posts, length, width = hidden.shape
        query, key, value = (
            self.mixed(hidden).view(posts, length, 3, self.heads_of_attention, -1).permute(2, 0, 3, 1, 4).unbind()
        )
        # torch's own fused attention takes twice as long here: on a CPU it is made for long texts.
        weights = query @ key.transpose(-1, -2) * (width / self.heads_of_attention) ** -0.5 + mask
        seen = weights.softmax(-1, dtype=torch.float32).to(value.dtype) @ value
        attended = self.attended(seen.transpose(1, 2).reshape(posts, length, width))
        hidden = self.attended_norm(hidden + self.dropout(attended))
        inner = functional.gelu(self.inner(hidden), approximate="tanh")
        normed: Tensor = self.outer_norm(hidden + self.dropout(self.outer(inner)))
        return normed


class Encoder(nn.Module):
    """Tokens in; for each head, its classes' logits out."""

    def __init__(self, vocabulary: int, shape: Shape = MINILM, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, shape.width)
        self.places = nn.Embedding(LONGEST, shape.width)
        self.embedded_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.distances = nn.Embedding(shape.buckets, shape.heads_of_attention) if shape.buckets else None
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({head.value: nn.Linear(shape.width, len(CLASSES[head])) for head in Head})

    def forward(self, tokens: Tensor) -> dict[Head, Tensor]:
        """`tokens` is (posts, length), padded with 0."""
        pooled = self.dropout(self.pooled(tokens))
        return {head: self.heads[head.value](pooled) for head in Head}

    def pooled(self, tokens: Tensor) -> Tensor:
        """Return the mean of the last layer over each post's own tokens."""
        own = tokens != 0
        length = tokens.shape[1]
        hidden = self.words(tokens) + self.places.weight[:length]
        hidden = self.dropout(self.embedded_norm(hidden))
        mask = torch.zeros(own.shape).masked_fill(~own, -math.inf)[:, None, None, :]
        if self.distances is not None:
            mask = mask + self.distances(buckets(length, self.distances.num_embeddings)).permute(2, 0, 1)
        for layer in self.layers:
            hidden = layer(hidden, mask)
        weights = own.unsqueeze(-1).to(hidden.dtype)
        pooled: Tensor = (hidden * weights).sum(1) / weights.sum(1)
        return pooled


def buckets(length: int, count: int) -> Tensor:
    """Return (length, length): in which of `count` buckets each token sees each other one (T5's rule, as MPNet's)."""
    places = torch.arange(length)
    before = places[:, None] - places[None, :]
    half, near = count // 2, count // 4
    apart = before.abs()
    far = near + (torch.log(apart.clamp(min=1) / near) / math.log(FARTHEST / near) * (half - near)).long()
    return half * (before < 0) + torch.where(apart < near, apart, far.clamp(max=half - 1))
