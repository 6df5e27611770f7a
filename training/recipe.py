"""Every number by which the teacher and the student are trained."""

from msgspec import Struct

from training.posts import Head

WEIGHT = {Head.EMOTION: 0.5, Head.IRONY: 0.5, Head.REASON: 0.4, Head.ANSWERED: 0.5}
"""Of a head in the loss, where it is not 1: these only help, or their labels are weak."""


class Recipe(Struct, frozen=True, kw_only=True):
    """The numbers of one run; rates are AdamW's, and `times` says how often an epoch sees each set, if not once."""

    epochs: int = 1
    times: dict[str, float] = {}
    seed: int
    top_rate: float
    rate_falls_by_layer: float = 0.9
    head_rate: float = 1e-3
    frozen_layers: int = 0
    weight_decay: float = 0.01
    warm_up: float = 0.06
    label_smoothing: float = 0.05
    balance: float = 0.75
    averaged_over: float
    saved_every: int = 100


TEACHER = Recipe(
    times={
        "complaints": 4,
        "airline": 2,
        "tweeteval_sentiment": 0.35,
        "tweeteval_irony": 0.5,
        "asapp_airline": 0.08,
        "spotify_answered": 0.12,
        "asapp_airline_unlabelled": 0,
        "spotify_answered_unlabelled": 0,
    },
    seed=30,
    top_rate=5e-5,
    frozen_layers=4,
    averaged_over=0.99,
)
"""The large encoder learns mostly customer care: a pass over everything would take hours."""

STUDENT = Recipe(
    epochs=3,
    times={
        "complaints": 2,
        "tweeteval_sentiment": 0.75,
        "tweeteval_emotion": 0.7,
        "tweeteval_irony": 0.35,
        "asapp_airline": 0.35,
        "spotify_answered": 0.35,
        "asapp_airline_unlabelled": 0.35,
        "spotify_answered_unlabelled": 0.35,
    },
    seed=31,
    top_rate=1e-4,
    averaged_over=0.998,
)
"""Every set, the small ones more often; of weakly labelled ones a part, so that they do not outnumber the others."""
