"""MiniLM with one linear head per question, in torch: the twin of chalicelib/classifier/encoder.py, which runs it."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from chalicelib.classifier.encoder import LONGEST
from training.posts import CLASSES, Head

WIDTH, LAYERS, HEADS_OF_ATTENTION, INNER = 384, 6, 12, 1_536

EPSILON = 1e-12


class Layer(nn.Module):
    """One transformer layer of BERT: attention, then a feed-forward part, each added to its input and normed."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.mixed = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attended_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.outer_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        posts, length, _ = hidden.shape
        query, key, value = (
            self.mixed(hidden).view(posts, length, 3, HEADS_OF_ATTENTION, -1).permute(2, 0, 3, 1, 4).unbind()
        )
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        attended = self.attended(seen.transpose(1, 2).reshape(posts, length, WIDTH))
        hidden = self.attended_norm(hidden + self.dropout(attended))
        inner = functional.gelu(self.inner(hidden), approximate="tanh")
        normed: Tensor = self.outer_norm(hidden + self.dropout(self.outer(inner)))
        return normed


class Encoder(nn.Module):
    """Tokens in; for each head, its classes' logits out."""

    def __init__(self, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.embedded_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({head.value: nn.Linear(WIDTH, len(CLASSES[head])) for head in Head})

    def forward(self, tokens: Tensor) -> dict[Head, Tensor]:
        """`tokens` is (posts, length), padded with 0."""
        pooled = self.dropout(self.pooled(tokens))
        return {head: self.heads[head.value](pooled) for head in Head}

    def pooled(self, tokens: Tensor) -> Tensor:
        """Return the mean of the last layer over each post's own tokens."""
        own = tokens != 0
        hidden = self.words(tokens) + self.places.weight[: tokens.shape[1]]
        hidden = self.dropout(self.embedded_norm(hidden))
        for layer in self.layers:
            hidden = layer(hidden, own[:, None, None, :])
        weights = own.unsqueeze(-1).to(hidden.dtype)
        pooled: Tensor = (hidden * weights).sum(1) / weights.sum(1)
        return pooled


def pretrained(weights: Path, kept: list[int]) -> Encoder:
    """Return the encoder with MiniLM's weights from a safetensors file, its vocabulary cut to the rows in `kept`."""
    given = load_file(weights)
    encoder = Encoder(len(kept))
    # BERT adds the embedding of "first sentence" to every token: it can as well stand in the words.
    words = given["embeddings.word_embeddings.weight"] + given["embeddings.token_type_embeddings.weight"][0]
    state = {
        "words.weight": words[kept],
        "places.weight": given["embeddings.position_embeddings.weight"][:LONGEST],
        "embedded_norm.weight": given["embeddings.LayerNorm.weight"],
        "embedded_norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        state |= _layer(given, number)
    encoder.load_state_dict(state, strict=False)
    return encoder


def _layer(given: dict[str, Tensor], number: int) -> dict[str, Tensor]:
    theirs = f"encoder.layer.{number}"
    ours = f"layers.{number}"
    state = {}
    for kind in ("weight", "bias"):
        parts = [given[f"{theirs}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
        state[f"{ours}.mixed.{kind}"] = torch.cat(parts)
        state[f"{ours}.attended.{kind}"] = given[f"{theirs}.attention.output.dense.{kind}"]
        state[f"{ours}.attended_norm.{kind}"] = given[f"{theirs}.attention.output.LayerNorm.{kind}"]
        state[f"{ours}.inner.{kind}"] = given[f"{theirs}.intermediate.dense.{kind}"]
        state[f"{ours}.outer.{kind}"] = given[f"{theirs}.output.dense.{kind}"]
        state[f"{ours}.outer_norm.{kind}"] = given[f"{theirs}.output.LayerNorm.{kind}"]
    return state
