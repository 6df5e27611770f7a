"""The figures by which a classifier is judged, from what it said and what people said."""

from collections.abc import Sequence

from msgspec import Struct

BINS = 15


class OfClass(Struct, frozen=True):
    """How well one class is found; each from 0 to 100."""

    precision: float
    recall: float
    f1: float


class Said(Struct, frozen=True):
    """What was said of one text: a label, how sure of it (0 to 1), and the chance of the class that matters most."""

    label: str
    confidence: float
    chance: float


class Figures(Struct, frozen=True, kw_only=True):
    """How good that was, each from 0 to 100; `recall_negative_at_precision_90` and `auc` are of the class that matters.

    That class is "negative" for sentiment, "complaint" for complaints, and "needs_answer" for intent.
    """

    macro_recall: float
    macro_f1: float
    per_class: dict[str, OfClass]
    recall_negative_at_precision_90: float
    auc: float
    ece: float


def figures(said: Sequence[Said], true: Sequence[str], matters: str) -> Figures:
    """Compare what was `said` with what is `true`; `matters` is the class that must not be missed."""
    classes = per_class([one.label for one in said], true)
    chances = [one.chance for one in said]
    is_it = [label == matters for label in true]
    return Figures(
        macro_recall=mean([one.recall for one in classes.values()]),
        macro_f1=mean([one.f1 for one in classes.values()]),
        per_class=classes,
        recall_negative_at_precision_90=recall_at_precision(chances, is_it, 0.9),
        auc=area_under_curve(chances, is_it),
        ece=expected_calibration_error(
            [one.confidence for one in said], [one.label == label for one, label in zip(said, true, strict=True)]
        ),
    )


def per_class(said: Sequence[str], true: Sequence[str]) -> dict[str, OfClass]:
    """Return the figures of each class that people gave, in alphabetical order."""
    pairs = list(zip(said, true, strict=True))
    return {label: _of_class(label, pairs) for label in sorted(set(true))}


def mean(values: Sequence[float]) -> float:
    """Return the mean: macro-F1 of f1 values, macro-recall of recalls."""
    return sum(values) / len(values)


def recall_at_precision(chances: Sequence[float], positive: Sequence[bool], precision: float) -> float:
    """Return the greatest recall, 0 to 100, of any threshold on `chances` that keeps `precision` (0 to 1)."""
    order = sorted(range(len(chances)), key=lambda place: -chances[place])
    best, right = 0.0, 0
    for taken, place in enumerate(order, start=1):
        right += positive[place]
        is_last_of_its_chance = taken == len(order) or chances[order[taken]] != chances[place]
        if is_last_of_its_chance and right >= precision * taken:
            best = right / max(sum(positive), 1)
    return 100 * best


def area_under_curve(chances: Sequence[float], positive: Sequence[bool]) -> float:
    """Return how often, 0 to 100, a positive is ranked above a negative; ties count half (ROC AUC)."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    ranks = [0.0] * len(order)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and chances[order[end]] == chances[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + 1 + end) / 2
        start = end
    positives = sum(positive)
    negatives = len(positive) - positives
    above = sum(rank for rank, is_positive in zip(ranks, positive, strict=True) if is_positive)
    return 100 * (above - positives * (positives + 1) / 2) / max(positives * negatives, 1)


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Return, 0 to 100, how far confidence is from how often it is right, over 15 bins of equal width."""
    gaps = [0.0] * BINS
    for confidence, is_right in zip(confidences, right, strict=True):
        gaps[min(int(confidence * BINS), BINS - 1)] += confidence - is_right
    return 100 * sum(map(abs, gaps)) / max(len(confidences), 1)


def _of_class(label: str, pairs: Sequence[tuple[str, str]]) -> OfClass:
    right = sum(said == true == label for said, true in pairs)
    found = sum(said == label for said, _ in pairs)
    there = sum(true == label for _, true in pairs)
    precision, recall = right / found if found else 0.0, right / there if there else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return OfClass(100 * precision, 100 * recall, 100 * f1)
