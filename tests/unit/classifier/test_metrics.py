import pytest

from training.metrics import (
    Said,
    area_under_curve,
    expected_calibration_error,
    figures,
    per_class,
    recall_at_precision,
)


def test_each_class_has_its_precision_recall_and_f1() -> None:
    found = per_class(["a", "a", "b", "b"], ["a", "b", "b", "b"])

    assert (found["a"].precision, found["a"].recall) == (50.0, 100.0)
    assert found["b"].f1 == pytest.approx(80.0)


def test_a_class_that_is_never_found_counts_as_nothing() -> None:
    assert per_class(["a", "a"], ["a", "b"])["b"].f1 == 0.0


def test_recall_is_taken_at_the_best_threshold_that_is_precise_enough() -> None:
    chances = [0.9, 0.8, 0.7, 0.6, 0.5]
    assert recall_at_precision(chances, [True, True, False, True, False], 0.75) == 100.0
    assert recall_at_precision(chances, [True, True, False, True, False], 0.9) == pytest.approx(200 / 3)
    assert recall_at_precision(chances, [False] * 5, 0.9) == 0.0


def test_texts_of_one_chance_are_taken_together() -> None:
    assert recall_at_precision([0.5, 0.5], [True, False], 0.9) == 0.0


def test_the_area_under_the_curve_counts_pairs_in_the_right_order() -> None:
    assert area_under_curve([0.9, 0.1], [True, False]) == 100.0
    assert area_under_curve([0.5, 0.5], [True, False]) == 50.0
    assert area_under_curve([0.9, 0.8, 0.3, 0.2], [True, False, True, False]) == 75.0


def test_a_model_as_right_as_it_is_sure_has_no_calibration_error() -> None:
    assert expected_calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0.0)
    assert expected_calibration_error([0.99] * 2, [True, False]) == pytest.approx(49.0)


def test_all_figures_are_of_the_same_texts() -> None:
    said = [Said("negative", 0.9, 0.9), Said("neutral", 0.8, 0.1), Said("neutral", 0.6, 0.4)]

    found = figures(said, ["negative", "neutral", "negative"], "negative")

    assert found.macro_recall == 75.0
    assert found.auc == 100.0
    assert found.recall_negative_at_precision_90 == 100.0
