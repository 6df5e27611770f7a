"""The numpy network against its formulas, spelled out for one small network."""

import math

import numpy as np
from msgspec.structs import replace

from chalicelib.classifier.encoder import Dense, Encoder, Layer, Norm, calibrated, sentiment_of
from chalicelib.classifier.modelfile import Calibration

WIDTH = 12


def an_encoder() -> Encoder:
    chance = np.random.default_rng(3)
    return Encoder(
        words=chance.integers(-127, 128, (9, WIDTH)).astype(np.int8),
        word_scales=np.full((9, 1), 0.01, np.float32),
        places=chance.normal(size=(5, WIDTH)).astype(np.float32),
        embedded_norm=Norm(np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)),
        layers=(),
        heads={"care": Dense(chance.normal(size=(WIDTH, 3)).astype(np.float32), np.zeros(3, np.float32))},
    )


def test_without_layers_a_post_is_the_mean_of_its_normed_words() -> None:
    encoder = an_encoder()
    rows = encoder.words[[2, 7]] * 0.01 + encoder.places[:2]
    normed = (rows - rows.mean(1, keepdims=True)) / rows.std(1, keepdims=True)

    found = encoder.logits([[2, 7]])["care"]

    assert np.allclose(found[0], normed.mean(0) @ encoder.heads["care"].weight, atol=1e-5)


def test_a_wide_head_reads_every_layers_mean_and_a_narrow_one_the_last() -> None:
    encoder = an_encoder()
    chance = np.random.default_rng(4)
    size = {"mixed": (WIDTH, 3 * WIDTH), "attended": (WIDTH, WIDTH), "inner": (WIDTH, 8), "outer": (8, WIDTH)}
    dense = {
        name: Dense(chance.normal(size=shape).astype(np.float32), np.zeros(shape[1], np.float32))
        for name, shape in size.items()
    }
    layer = Layer(attended_norm=encoder.embedded_norm, outer_norm=encoder.embedded_norm, **dense)
    wide = Dense(chance.normal(size=(2 * WIDTH, 4)).astype(np.float32), np.zeros(4, np.float32))
    whole = replace(encoder, layers=(layer,), heads=encoder.heads | {"harm": wide})

    means, found = whole.means([[2, 7]]), whole.logits([[2, 7]])

    assert np.allclose(means[:, :WIDTH], encoder.means([[2, 7]]), atol=1e-5)
    assert np.allclose(found["harm"], means @ wide.weight, atol=1e-4)
    assert np.allclose(found["care"], means[:, WIDTH:] @ encoder.heads["care"].weight, atol=1e-5)


def test_padding_changes_nothing() -> None:
    encoder = an_encoder()
    together = encoder.logits([[2, 7], [1, 2, 3, 4, 5]])["care"]
    alone = [encoder.logits([post])["care"][0] for post in ([2, 7], [1, 2, 3, 4, 5])]

    assert np.allclose(together, alone, atol=1e-5)


def test_calibration_scales_and_shifts_before_the_softmax() -> None:
    found = calibrated(np.array([[0.0, 2.0]], np.float32), Calibration(scale=0.5, offsets=(1.0, 0.0)))

    assert np.allclose(found, [[0.5, 0.5]])
    assert math.isclose(found.sum(), 1.0, rel_tol=1e-6)


def test_care_alone_says_what_is_negative_and_both_heads_how_positive_the_rest_is() -> None:
    care, general = np.array([[0.5, 0.4, 0.1], [0.2, 0.4, 0.4]]), np.array([[0.1, 0.1, 0.8], [0.6, 0.2, 0.2]])

    found = sentiment_of(care, general)

    assert np.allclose(found[:, 0], care[:, 0])
    assert np.allclose(found.sum(-1), 1)
    assert np.allclose(found[0, 2] / found[0, 1], math.sqrt(0.1 * 0.8 / (0.4 * 0.1)))
    assert np.allclose(found[1], care[1])
