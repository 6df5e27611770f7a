"""A linear rule over vectors that stay as they are: learned in seconds, by one method and to the end."""

from collections.abc import Sequence

import torch
from msgspec import Struct
from torch import Tensor
from torch.nn import functional

STEPS = 100
NEVER_UNSEEN = -1
"""The fold of posts that every rule learns from."""


class Rule(Struct, frozen=True):
    """A logit for each class: `vector @ weight.T + bias`. `weight` is (classes, width), `bias` (classes,)."""

    weight: Tensor
    bias: Tensor

    def __call__(self, vectors: Tensor) -> Tensor:
        return vectors @ self.weight.T + self.bias


def learned(vectors: Tensor, labels: Tensor, classes: int, *, shrunk_by: float) -> Rule:
    """Return the rule of least log loss for `vectors` (posts, width) and `labels` (posts,).

    Each of the vectors' numbers is brought to the same spread first, and the weights are shrunk alike; `shrunk_by` is
    the weight of their squares beside a post's mean loss.
    """
    mean, spread = vectors.mean(0), vectors.std(0).clamp(min=1e-6) * vectors.shape[1] ** 0.5
    even = (vectors - mean) / spread
    weight = torch.zeros(classes, vectors.shape[1], requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    solver = torch.optim.LBFGS([weight, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        solver.zero_grad()
        missed = functional.cross_entropy(even @ weight.T + bias, labels) + shrunk_by * weight.square().sum()
        missed.backward()
        return missed

    solver.step(loss)
    weight, bias = weight.detach() / spread, bias.detach()
    return Rule(weight, bias - weight @ mean)


def unseen(vectors: Tensor, labels: Tensor, folds: Sequence[int], classes: int, *, shrunk_by: float) -> Tensor:
    """Return each post's logits by a rule that was learned from the other folds; of NEVER_UNSEEN they are all zero."""
    fold = torch.tensor(folds)
    said = torch.zeros(len(labels), classes)
    for number in sorted(set(folds) - {NEVER_UNSEEN}):
        rule = learned(vectors[fold != number], labels[fold != number], classes, shrunk_by=shrunk_by)
        said[fold == number] = rule(vectors[fold == number])
    return said
