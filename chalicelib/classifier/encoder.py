"""MiniLM in numpy: token ids in, each head's logits out. Its twin in torch is training/encoder.py."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from chalicelib.classifier.modelfile import Calibration, ModelFile

Array = np.ndarray[Any, Any]

LONGEST = 96
"""Tokens of a post that are read."""

ATTENTION_HEADS = 12
TOKENS_AT_ONCE = 256
"""Posts are read together up to this many tokens: more of them would no longer fit in a core's cache."""

EPSILON = 1e-12
_GELU = np.float32(np.sqrt(2 / np.pi))


class Dense(Struct, frozen=True):
    """A matrix as (in, out), and a bias."""

    weight: Array
    bias: Array

    def __call__(self, values: Array) -> Array:
        # One product of two matrices: numpy would make one for each post, and take half as long again.
        product: Array = values.reshape(-1, values.shape[-1]) @ self.weight
        product += self.bias
        return product.reshape(*values.shape[:-1], self.weight.shape[-1])


class Norm(Struct, frozen=True):
    """Layer normalisation over the last axis."""

    weight: Array
    bias: Array

    def __call__(self, values: Array) -> Array:
        centred: Array = values - values.mean(-1, keepdims=True)
        spread = np.sqrt(np.square(centred).mean(-1, keepdims=True) + EPSILON)
        centred /= spread
        centred *= self.weight
        centred += self.bias
        return centred


class Layer(Struct, frozen=True):
    """One transformer layer of BERT."""

    mixed: Dense
    attended: Dense
    attended_norm: Norm
    inner: Dense
    outer: Dense
    outer_norm: Norm

    def __call__(self, hidden: Array, hidden_from: Array) -> Array:
        attended = self.attended(self._attention(hidden, hidden_from))
        hidden = self.attended_norm(hidden + attended)
        return self.outer_norm(hidden + self.outer(_gelu(self.inner(hidden))))

    def _attention(self, hidden: Array, hidden_from: Array) -> Array:
        posts, length, width = hidden.shape
        parts = self.mixed(hidden).reshape(posts, length, 3, ATTENTION_HEADS, -1).transpose(2, 0, 3, 1, 4)
        query, key, value = parts
        weights = query @ key.swapaxes(-1, -2)
        weights *= np.float32((width / ATTENTION_HEADS) ** -0.5)
        weights += hidden_from
        weights -= weights.max(-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(-1, keepdims=True)
        seen: Array = (weights @ value).transpose(0, 2, 1, 3)
        return seen.reshape(posts, length, width)


class Encoder(Struct, frozen=True):
    """The whole network. Words stay in eight bits until they are looked up; the rest is unpacked once, at load."""

    words: Array
    word_scales: Array
    places: Array
    embedded_norm: Norm
    layers: tuple[Layer, ...]
    heads: dict[str, Dense]

    @classmethod
    def of(cls, model: ModelFile) -> "Encoder":
        arrays = model.arrays
        numbers = sorted({int(name.split(".")[1]) for name in arrays if name.startswith("layers.")})
        heads = {name.split(".")[1] for name in arrays if name.startswith("heads.")}
        return cls(
            words=arrays["words.weight"],
            word_scales=arrays["words.scales"],
            places=arrays["places.weight"],
            embedded_norm=_norm(model, "embedded_norm"),
            layers=tuple(_layer(model, f"layers.{number}") for number in numbers),
            heads={head: _dense(model, f"heads.{head}") for head in sorted(heads)},
        )

    def logits(self, posts: Sequence[Sequence[int]]) -> dict[str, Array]:
        """Return for each head an array (posts, classes), in the order of `posts`."""
        return self.said(self.means(posts))

    def said(self, means: Array) -> dict[str, Array]:
        """Return what each head makes of the `means` of posts."""
        return {name: head(means[:, -len(head.weight) :]) for name, head in self.heads.items()}

    def means(self, posts: Sequence[Sequence[int]]) -> Array:
        """Return (posts, (layers + 1) * width): each post's mean word before and after each layer, the last one last.

        A head whose weights take but one layer's width reads the end of it: what is said. What a text is about, lower
        layers tell better.
        """
        order = sorted(range(len(posts)), key=lambda place: len(posts[place]))
        means = np.empty((len(posts), (len(self.layers) + 1) * self.places.shape[1]), np.float32)
        for places in _batches(order, posts):
            means[places] = self._means([posts[place] for place in places])
        return means

    def _means(self, posts: Sequence[Sequence[int]]) -> Array:
        longest = max(len(post) for post in posts)
        tokens = np.array([[*post, *[0] * (longest - len(post))] for post in posts])
        own = tokens != 0
        hidden = self.words[tokens] * self.word_scales[tokens] + self.places[:longest]
        hidden = self.embedded_norm(hidden)
        hidden_from = np.where(own, np.float32(0), np.float32(-1e9))[:, None, None, :]
        shares = (own / own.sum(1, keepdims=True)).astype(np.float32)[:, None, :]
        found = [shares @ hidden]
        for layer in self.layers:
            hidden = layer(hidden, hidden_from)
            found.append(shares @ hidden)
        means: Array = np.concatenate(found, axis=-1)[:, 0]
        return means


def _batches(order: Sequence[int], posts: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    batch: list[int] = []
    for place in order:
        if batch and (len(batch) + 1) * len(posts[place]) > TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _gelu(values: Array) -> Array:
    """The tanh form, as in training."""
    curve = values * values
    curve *= np.float32(0.044715)
    curve += np.float32(1)
    curve *= values
    curve *= _GELU
    np.tanh(curve, out=curve)
    curve += np.float32(1)
    curve *= values
    curve *= np.float32(0.5)
    return curve


def _dense(model: ModelFile, name: str) -> Dense:
    unpacked = model.arrays[f"{name}.weight"].astype(np.float32)
    scales = model.arrays.get(f"{name}.scales")
    if scales is not None:
        unpacked *= scales
    return Dense(unpacked.T, model.arrays[f"{name}.bias"])


def _norm(model: ModelFile, name: str) -> Norm:
    return Norm(model.arrays[f"{name}.weight"], model.arrays[f"{name}.bias"])


def _layer(model: ModelFile, name: str) -> Layer:
    return Layer(
        mixed=_dense(model, f"{name}.mixed"),
        attended=_dense(model, f"{name}.attended"),
        attended_norm=_norm(model, f"{name}.attended_norm"),
        inner=_dense(model, f"{name}.inner"),
        outer=_dense(model, f"{name}.outer"),
        outer_norm=_norm(model, f"{name}.outer_norm"),
    )


def sentiment_of(care: Array, general: Array) -> Array:
    """Return the probabilities (posts, classes) of two heads as one; classes are in the order of SENTIMENTS.

    `care` alone says what is negative: it misses fewer complaints. How the rest is parted between neutral and positive
    both say alike: `general` knows other brands, and emoji.
    """
    rest = np.sqrt(care[:, 1:] * general[:, 1:])
    rest *= (1 - care[:, :1]) / rest.sum(-1, keepdims=True)
    return np.concatenate([care[:, :1], rest], axis=-1)


def calibrated(logits: Array, calibration: Calibration) -> Array:
    """Return probabilities (posts, classes) from one head's logits."""
    shifted = logits * calibration.scale + np.array(calibration.offsets, np.float32)
    shifted -= shifted.max(-1, keepdims=True, initial=-np.inf)
    np.exp(shifted, out=shifted)
    probabilities: Array = shifted / shifted.sum(-1, keepdims=True)
    return probabilities
