"""Which department's examples a post is most like: learned from the encoder's vectors of a few posts, without training.

Ridge regression on one department at a time: its answer is exact, the same on every machine, and says for each example
what the others alone would have made of it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import shake_256

import numpy as np
from msgspec import Struct

from chalicelib.classifier.classifier import Classifier
from chalicelib.classifier.encoder import Array
from chalicelib.domain.heard.classification import Belonging
from chalicelib.domain.rules.by_example import ExamplesHead

Examples = Mapping[str, Sequence[str]]

FORM = 1
"""Of what is kept; another form is learned anew, as another encoder is."""

RIDGE = 1.0
LOOK = 96
"""Numbers by which the nearest example is found."""

SCALES = np.geomspace(0.5, 50, 80)
_DIGITS = 4


class Learned(Struct, frozen=True):
    """A head, and for each example (rows) what it would be taken for if it were not one: (examples, names)."""

    head: ExamplesHead
    without: Array


class Comparer(Struct, frozen=True):
    """A head, unpacked, beside the examples that it was learned from."""

    width: int
    head: ExamplesHead
    owners: Array
    texts: tuple[str, ...]
    centre: Array
    weights: Array
    looks: Array

    @classmethod
    def of(cls, head: ExamplesHead, examples: Examples, width: int) -> "Comparer":
        """Unpack `head`, which was learned from `examples` by an encoder of that `width`."""
        centre = np.frombuffer(head.centre, np.float16).astype(np.float32)
        looks = np.frombuffer(head.looks, np.int8).astype(np.float32).reshape(-1, LOOK)
        return cls(
            width=width,
            head=head,
            owners=_owners(examples),
            texts=tuple(text for texts in examples.values() for text in texts),
            centre=centre,
            weights=np.frombuffer(head.weights, np.float16).astype(np.float32).reshape(-1, len(centre)),
            looks=looks / np.linalg.norm(looks, axis=1, keepdims=True),
        )

    def __call__(self, means: Array) -> list[Belonging]:
        """Say of each of the encoder's vectors whose examples it is most like."""
        seen = features(means, self.width) - self.centre
        odds = _odds(seen @ self.weights.T + np.array(self.head.biases, np.float32), self.head.scale)
        chosen = odds.argmax(1)
        nearness = np.where(chosen[:, None] == self.owners, (seen @ _directions(seen.shape[1])) @ self.looks.T, -np.inf)
        nearest = nearness.argmax(1)
        return [
            Belonging(
                value=self.head.names[name],
                confidence=round(float(odds[place, name]), _DIGITS),
                like=self.texts[nearest[place]],
            )
            for place, name in enumerate(chosen)
        ]


def encoder_of(classifier: Classifier) -> str:
    """What names the vectors that a head was learned in."""
    return f"{FORM}:{classifier.checksum}"


def width_of(classifier: Classifier) -> int:
    """How many numbers a layer of the encoder gives."""
    return int(classifier.encoder.places.shape[1])


def learn(examples: Examples, classifier: Classifier) -> Learned:
    """Learn from the examples of two departments or more; the same examples always give the same."""
    texts = [text for each in examples.values() for text in each]
    seen = features(classifier.means(texts), width_of(classifier)).astype(np.float64)
    centre = seen.mean(0)
    seen -= centre
    owners = _owners(examples)
    wanted = np.where(owners[:, None] == np.arange(len(examples)), 1.0, -1.0)
    biases = wanted.mean(0)
    alike = np.linalg.inv(seen @ seen.T + RIDGE * np.eye(len(seen)))
    weights = seen.T @ alike @ (wanted - biases)
    # What leaving each example out would give, in one step: residuals over what of itself each one is judged by.
    own = np.diag(seen @ seen.T @ alike)[:, None] + 1 / len(seen)
    without = wanted - (wanted - biases - seen @ weights) / (1 - own)
    scale = _scale(without, owners)
    head = ExamplesHead(
        encoder=encoder_of(classifier),
        names=tuple(examples),
        biases=tuple(round(float(bias), 6) for bias in biases),
        scale=scale,
        centre=centre.astype(np.float16).tobytes(),
        weights=weights.T.astype(np.float16).tobytes(),
        looks=_looks(seen).tobytes(),
    )
    return Learned(head, _odds(without, scale))


def features(means: Array, width: int) -> Array:
    """Return (posts, 3 * width): the words themselves, the middle layer and the last, each of the same length."""
    layers = means.shape[1] // width
    parts = [means[:, layer * width : (layer + 1) * width] for layer in (0, layers // 2, layers - 1)]
    return np.concatenate([part / (np.linalg.norm(part, axis=1, keepdims=True) + 1e-9) for part in parts], axis=1)


def _owners(examples: Examples) -> Array:
    return np.repeat(np.arange(len(examples)), [len(texts) for texts in examples.values()])


def _scale(scores: Array, owners: Array) -> float:
    """The factor under which what the examples are taken for is most nearly as sure as it is right."""
    likely = [-np.log(_odds(scores, scale)[np.arange(len(owners)), owners] + 1e-9).mean() for scale in SCALES]
    return round(float(SCALES[int(np.argmin(likely))]), 6)


def _odds(scores: Array, scale: float) -> Array:
    raised = scores * scale
    raised = np.exp(raised - raised.max(1, keepdims=True, initial=-np.inf))
    odds: Array = raised / raised.sum(1, keepdims=True)
    return odds


def _looks(seen: Array) -> Array:
    short = seen @ _directions(seen.shape[1])
    looks: Array = np.rint(127 * short / (np.abs(short).max(1, keepdims=True) + 1e-9)).astype(np.int8)
    return looks


@lru_cache(maxsize=2)
def _directions(width: int) -> Array:
    """Directions at random, and always the same: angles between long vectors hardly change when seen along these."""
    bits = np.frombuffer(shake_256(b"earshot").digest(width * LOOK // 8), np.uint8)
    signs: Array = np.unpackbits(bits).reshape(width, LOOK).astype(np.float32) * 2 - 1
    return signs
