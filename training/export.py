"""Packs a trained encoder into the model file: eight bits a weight, one scale for each output."""

from collections.abc import Mapping

import numpy as np
from torch import Tensor

from chalicelib.classifier.modelfile import Array
from training.posts import Head

SHIPPED_HEADS = (Head.GENERAL, Head.CARE, Head.COMPLAINT, Head.ANSWERED)


def packed(weights: Mapping[str, Tensor]) -> dict[str, Array]:
    """Return what chalicelib/classifier/encoder.py reads; heads that only helped in training are left out."""
    arrays: dict[str, Array] = {}
    for name, weight in weights.items():
        values = weight.detach().float().numpy()
        if name.startswith("heads.") and name.split(".")[1] not in SHIPPED_HEADS:
            continue
        if values.ndim == 1 or name == "places.weight":
            arrays[name] = values
        else:
            arrays[name], arrays[name.replace(".weight", ".scales")] = in_eight_bits(values)
    return arrays


def in_eight_bits(values: Array) -> tuple[Array, Array]:
    """Return `values` (out, in) as int8, and the (out, 1) scales that undo it."""
    scales = np.maximum(np.abs(values).max(axis=1, keepdims=True), 1e-8) / 127
    return np.round(values / scales).astype(np.int8), scales.astype(np.float32)
