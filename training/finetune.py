"""Fine-tunes the shared encoder on every head at once: layer-wise rates, balanced classes, averaged weights."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from msgspec import Struct
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from training.batches import UNLABELLED, Batch, Encoded, batch_of, by_length, epoch
from training.encoder import LAYERS, Encoder
from training.posts import CLASSES, Head

WEIGHT = {Head.EMOTION: 0.5, Head.IRONY: 0.5, Head.REASON: 0.4, Head.ANSWERED: 0.5}


class Recipe(Struct, frozen=True, kw_only=True):
    """Every number of a training run; rates are AdamW's."""

    epochs: float = 1.5
    times: dict[str, float] = {}
    seed: int = 20
    top_rate: float = 1.2e-4
    rate_falls_by_layer: float = 0.9
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.06
    label_smoothing: float = 0.05
    balance: float = 0.75
    averaged_over: float = 0.998
    saved_every: int = 100


FIRST = Recipe(times={"complaints": 2, "asapp_airline": 0.35, "spotify_answered": 0.35})
"""Every set; of the weakly labelled ones a part, so that they do not outnumber the others."""

SECOND = Recipe(
    epochs=1,
    seed=21,
    top_rate=6e-5,
    head_rate=2e-4,
    times={"complaints": 3, "tweeteval_sentiment": 0.2, "tweeteval_emotion": 0.3, "tweeteval_irony": 0.3}
    | dict.fromkeys(("asapp_airline", "spotify_answered"), 0.0),
)
"""Then gently the small sets again, with enough of the large one that nothing is forgotten."""


class FineTuning:
    """One run that can stop and go on: `run` saves to `directory` and continues from what it finds there."""

    def __init__(self, encoder: Encoder, posts: Sequence[Encoded], recipe: Recipe, directory: Path) -> None:
        self.encoder = encoder
        self.recipe = recipe
        self.saved = directory / "state.pt"
        self.plan = plan(posts, recipe)
        self.class_weights = {head: _class_weights(posts, head, recipe.balance) for head in CLASSES}
        self.optimiser = torch.optim.AdamW(_groups(encoder, recipe), weight_decay=recipe.weight_decay, fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, self._rate_at)
        self.averaged = {name: weight.detach().clone() for name, weight in encoder.named_parameters()}
        self.done = 0

    def run(self) -> dict[str, Tensor]:
        """Train to the end of the plan and return the averaged weights by name."""
        self._resume()
        torch.manual_seed(self.recipe.seed + self.done)
        self.encoder.train()
        with tqdm(total=len(self.plan), initial=self.done, unit="batch", mininterval=20) as bar:
            for batch in self.plan[self.done :]:
                bar.set_postfix(loss=f"{self._step(batch_of(batch)):.3f}", refresh=False)
                bar.update()
                if self.done % self.recipe.saved_every == 0 or self.done == len(self.plan):
                    self._save()
        return self.averaged

    def _step(self, batch: Batch) -> float:
        with torch.autocast("cpu", dtype=torch.bfloat16):
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
        return total / len(batch.tokens)

    def _average(self) -> None:
        # A short memory at first: the weights that training started from must not linger in the mean.
        decay = min(self.recipe.averaged_over, (1 + self.done) / (10 + self.done))
        weights = [weight.detach() for weight in self.encoder.parameters()]
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
    """Return each head's logits for `posts`, in their order."""
    encoder.eval()
    order = sorted(range(len(posts)), key=lambda place: len(posts[place].tokens))
    parts = [encoder(batch_of(batch).tokens) for batch in by_length([posts[place] for place in order])]
    back = torch.tensor(order).argsort()
    return {head: torch.cat([part[head] for part in parts])[back] for head in CLASSES}


def plan(posts: Sequence[Encoded], recipe: Recipe) -> list[list[Encoded]]:
    """Return every batch of a run, in order; an epoch that is not whole is cut."""
    epochs = [epoch(posts, recipe.times, number, recipe.seed) for number in range(math.ceil(recipe.epochs))]
    batches = [batch for of_epoch in epochs for batch in of_epoch]
    return batches[: round(len(batches) * recipe.epochs / math.ceil(recipe.epochs))]


def _groups(encoder: Encoder, recipe: Recipe) -> Iterator[dict[str, Any]]:
    yield {"params": list(encoder.heads.parameters()), "lr": recipe.head_rate}
    rate = recipe.top_rate
    for number in reversed(range(LAYERS)):
        yield {"params": list(encoder.layers[number].parameters()), "lr": rate}
        rate *= recipe.rate_falls_by_layer
    embedded = (encoder.words, encoder.places, encoder.embedded_norm)
    yield {"params": [weight for part in embedded for weight in part.parameters()], "lr": rate}


def _class_weights(posts: Sequence[Encoded], head: Head, balance: float) -> Tensor:
    """Return weights of mean 1 over the posts: `balance` 0 leaves classes as they are, 1 makes them count alike."""
    counts = Counter(post.labels[head] for post in posts if head in post.labels)
    weights = torch.tensor([max(counts[place], 1) ** -balance for place in range(len(CLASSES[head]))])
    total = sum(counts.values())
    mean = sum(counts[place] * weights[place] for place in range(len(weights))) / max(total, 1)
    return weights / mean if total else weights
