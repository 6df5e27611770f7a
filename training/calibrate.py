"""Makes confidences honest: fits each head's scale, and where it helps an offset a class, on held-out posts."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from chalicelib.classifier.modelfile import Calibration
from training.metrics import expected_calibration_error
from training.posts import Head

STEPS = 60
WITH_OFFSETS = (Head.CARE, Head.ANSWERED)
"""Of the others only the scale is fitted: general sentiment is to find each class alike, complaints are too few."""

UNWEIGHTED = (Head.COMPLAINT,)
"""The weights that its classes had in training are taken out again: its confidences are thresholds of rules."""


def fitted(
    logits: Tensor, labels: Tensor, *, with_offsets: bool, weighted: Sequence[float] | None = None
) -> Calibration:
    """Return the calibration of least log loss. `logits` is (posts, classes), `labels` (posts,).

    `weighted` are the weights that the classes had in training: they are taken out again, by arithmetic.
    """
    scale = torch.ones((), requires_grad=True)
    offsets = -torch.tensor(weighted).log() if weighted else torch.zeros(logits.shape[1])
    offsets.requires_grad_(with_offsets)
    solver = torch.optim.LBFGS([scale, offsets] if with_offsets else [scale], max_iter=STEPS)

    def loss() -> float:
        solver.zero_grad()
        missed = functional.cross_entropy(logits * scale + offsets, labels) + 1e-3 * offsets.square().sum()
        missed.backward()
        return float(missed.detach())

    solver.step(loss)
    return Calibration(scale=float(scale.detach()), offsets=tuple(offsets.detach().tolist()))


def applied(logits: Tensor, calibration: Calibration) -> Tensor:
    """Return calibrated probabilities."""
    return (logits * calibration.scale + torch.tensor(calibration.offsets)).softmax(-1)


def error_on_unseen_half(logits: Tensor, labels: Tensor, *, with_offsets: bool) -> float:
    """Return the calibration error of posts whose half was not fitted on: what the card may claim."""
    even = torch.arange(len(labels)) % 2 == 0
    probabilities = torch.empty_like(logits)
    for half in (even, ~even):
        probabilities[~half] = applied(logits[~half], fitted(logits[half], labels[half], with_offsets=with_offsets))
    confidences, places = probabilities.max(-1)
    return expected_calibration_error(confidences.tolist(), (places == labels).tolist())
