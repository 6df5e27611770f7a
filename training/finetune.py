"""Fine-tunes the shared encoder on every head at once: layer-wise rates, balanced classes, averaged weights."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from training.batches import UNLABELLED, Batch, Encoded, batch_of, by_length, epoch
from training.encoder import Encoder
from training.posts import CLASSES, Head
from training.recipe import WEIGHT, Recipe

IS_QUICK_IN_HALF = torch.backends.cpu.get_cpu_capability() not in ("DEFAULT", "AVX2")
"""Whether this processor reckons in bfloat16 itself; one that only feigns it takes seven times as long."""


class FineTuning:
    """One run that can stop and go on: `run` saves to `directory` and continues from what it finds there."""

    def __init__(self, encoder: Encoder, posts: Sequence[Encoded], recipe: Recipe, directory: Path) -> None:
        _freeze(encoder, recipe.frozen_layers)
        self.encoder = encoder
        self.recipe = recipe
        self.saved = directory / "state.pt"
        self.plan = plan(posts, recipe)
        labels = [post.labels for post in posts]
        self.class_weights = {head: class_weights(labels, head, recipe.balance) for head in CLASSES}
        self.optimiser = torch.optim.AdamW(_groups(encoder, recipe), weight_decay=recipe.weight_decay, fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, self._rate_at)
        self.learning = {name: weight for name, weight in encoder.named_parameters() if weight.requires_grad}
        self.averaged = {name: weight.detach().clone() for name, weight in self.learning.items()}
        self.done = 0

    def run(self) -> dict[str, Tensor]:
        """Train to the end of the plan and return the averaged weights by name, with those that were frozen."""
        self._resume()
        torch.manual_seed(self.recipe.seed + self.done)
        self.encoder.train()
        with tqdm(total=len(self.plan), initial=self.done, unit="batch", mininterval=20) as bar:
            for batch in self.plan[self.done :]:
                bar.set_postfix(loss=f"{self._step(batch_of(batch)):.3f}", refresh=False)
                bar.update()
                if self.done % self.recipe.saved_every == 0 or self.done == len(self.plan):
                    self._save()
        return dict(self.encoder.state_dict()) | self.averaged

    def _step(self, batch: Batch) -> float:
        with torch.autocast("cpu", torch.bfloat16, enabled=IS_QUICK_IN_HALF):
            logits = self.encoder(batch.tokens)
        loss = self._loss(logits, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.encoder.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad()
        self.done += 1
        self._average()
        return float(loss.detach())

    def _loss(self, logits: dict[Head, Tensor], batch: Batch) -> Tensor:
        total = torch.zeros(())
        for head, labels in batch.labels.items():
            if (labels != UNLABELLED).any():
                total = total + WEIGHT.get(head, 1.0) * functional.cross_entropy(
                    logits[head].float(),
                    labels,
                    weight=self.class_weights[head],
                    ignore_index=UNLABELLED,
                    label_smoothing=self.recipe.label_smoothing,
                    reduction="sum",
                )
        for head, chances in batch.taught.items():
            total = total + functional.cross_entropy(logits[head].float(), chances, reduction="sum")
        return total / len(batch.tokens)

    def _average(self) -> None:
        # A short memory at first: the weights that training started from must not linger in the mean.
        decay = min(self.recipe.averaged_over, (1 + self.done) / (10 + self.done))
        weights = [weight.detach() for weight in self.learning.values()]
        torch._foreach_lerp_(list(self.averaged.values()), weights, 1 - decay)

    def _rate_at(self, step: int) -> float:
        warm = self.recipe.warm_up * len(self.plan)
        return min((step + 1) / warm, (len(self.plan) - step) / (len(self.plan) - warm), 1.0)

    def _save(self) -> None:
        unfinished = self.saved.with_suffix(".part")
        torch.save(
            {
                "encoder": self.encoder.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "schedule": self.schedule.state_dict(),
                "averaged": self.averaged,
                "done": self.done,
            },
            unfinished,
        )
        unfinished.replace(self.saved)

    def _resume(self) -> None:
        if not self.saved.exists():
            return
        state: dict[str, Any] = torch.load(self.saved, weights_only=True)
        self.encoder.load_state_dict(state["encoder"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.averaged = state["averaged"]
        self.done = state["done"]


@torch.no_grad()
def logits(encoder: Encoder, posts: Sequence[Encoded]) -> dict[Head, Tensor]:
    """Return each head's logits for `posts`, in their order; what takes long shows its progress."""
    encoder.eval()
    order = sorted(range(len(posts)), key=lambda place: len(posts[place].tokens))
    batches = list(by_length([posts[place] for place in order]))
    shown = tqdm(batches, desc="reading", unit="batch", mininterval=20, delay=20)
    parts = [encoder(batch_of(batch).tokens) for batch in shown]
    back = torch.tensor(order).argsort()
    return {head: torch.cat([part[head] for part in parts])[back] for head in CLASSES}


def plan(posts: Sequence[Encoded], recipe: Recipe) -> list[list[Encoded]]:
    """Return every batch of a run, in order."""
    return [batch for number in range(recipe.epochs) for batch in epoch(posts, recipe.times, number, recipe.seed)]


def _freeze(encoder: Encoder, layers: int) -> None:
    """Keep the lowest `layers` as they were pretrained, and with them what they stand on."""
    encoder.requires_grad_(True)
    for part in (*_below(encoder), *encoder.layers[:layers]) if layers else ():
        part.requires_grad_(False)


def _groups(encoder: Encoder, recipe: Recipe) -> Iterator[dict[str, Any]]:
    rate = recipe.top_rate
    yield {"params": _learning(encoder.heads), "lr": recipe.head_rate}
    for layer in reversed(encoder.layers):
        yield {"params": _learning(layer), "lr": rate}
        rate *= recipe.rate_falls_by_layer
    yield {"params": [weight for part in _below(encoder) for weight in _learning(part)], "lr": rate}


def _learning(part: nn.Module) -> list[Tensor]:
    return [weight for weight in part.parameters() if weight.requires_grad]


def _below(encoder: Encoder) -> list[nn.Module]:
    parts = (encoder.words, encoder.places, encoder.embedded_norm, encoder.distances)
    return [part for part in parts if part is not None]


def class_weights(labels: Sequence[Mapping[Head, int]], head: Head, balance: float) -> Tensor:
    """Return weights of mean 1 over the posts: `balance` 0 leaves classes as they are, 1 makes them count alike."""
    counts = Counter(of_post[head] for of_post in labels if head in of_post)
    weights = torch.tensor([max(counts[place], 1) ** -balance for place in range(len(CLASSES[head]))])
    total = sum(counts.values())
    mean = sum(counts[place] * weights[place] for place in range(len(weights))) / max(total, 1)
    return weights / mean if total else weights
