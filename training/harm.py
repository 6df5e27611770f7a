"""Gives a model its head for harm: `.venv/bin/python -m training.harm --data DIR --out DIR [--model DIR]`.

The encoder stays as it is. A linear rule over the means of all its layers is learned from our own sentences, whose
negatives are traps and everyday talk, from posts of the public sets that one reader judged, and from others of them
that nobody did: these are taken as harmless. How sure the rule may be, and from which chance on a post is urgent, is
told by what was not learned from. It takes a minute.
"""

import argparse
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import msgspec
import torch
from msgspec import Struct
from msgspec.structs import replace
from torch import Tensor

from chalicelib.classifier import modelfile
from chalicelib.classifier.classifier import BESIDE_THE_CODE, Classifier
from chalicelib.classifier.encoder import LONGEST
from chalicelib.classifier.modelfile import Array
from chalicelib.classifier.reading import HARM_HEAD, HARMS
from chalicelib.classifier.text import normalised
from chalicelib.domain.heard.classification import HarmKind
from training import calibrate, linear
from training.posts import SETS, number_of
from training.sentences import FOLDS, fold_of, sentences

JUDGED = Path(__file__).parent / "urgent.jsonl"
"""Posts of the public sets, by id: which harm one reader saw in them. The posts themselves stay in their sets."""

PRESUMED_HARMLESS = {"airline": 40, "complaints": 100, "spotify_answered": 15, "asapp_airline": 4}
"""Of each set so many posts in 1,000, drawn by a hash; of the likeliest of 8,200 such posts one in ten told of harm."""

SHRUNK_BY = 1e-5
RECALL_COUNTS = 1.5
"""Times as much as precision, where the threshold is chosen: a harm that is missed is worse than a needless call."""

LANGUAGES = ("en",)


class Lesson(Struct, frozen=True):
    """A text and the harm in it, as a place in HARMS."""

    text: str
    harm: int


class Measured(Struct, frozen=True):
    """How well harm was found in texts that were not learned from; each from 0 to 100."""

    precision: float
    recall: float
    right_kind: float


class _Line(Struct, frozen=True):
    """One judgement; `harm` is null where there is none."""

    set: str
    id: str
    harm: HarmKind | None


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _arguments(arguments)
    teach(asked.model, asked.out, lessons(asked.data, asked.without), asked.version)
    print(f"{asked.out / modelfile.FILE}: written")


def lessons(data: Path | None, without: Collection[str] = (), languages: Collection[str] = LANGUAGES) -> list[Lesson]:
    """Return our own sentences in `languages`, and the judged posts of the sets in `data` that are not in `without`."""
    own = [Lesson(one.text, _place(one.harm)) for one in sentences() if one.language in languages]
    return own + (list(_judged(data, without)) if data else [])


def teach(given: Path, out: Path, lessons: Sequence[Lesson], version: str | None = None) -> None:
    """Write into `out` the model in `given` with a head for harm learned from `lessons`; print how good it is."""
    classifier, model = Classifier.load(given), modelfile.read(given / modelfile.FILE)
    means = torch.from_numpy(means_of(classifier, [lesson.text for lesson in lessons]))
    labels = torch.tensor([lesson.harm for lesson in lessons])
    folds = [fold_of(lesson.text) for lesson in lessons]
    said = linear.unseen(means, labels, folds, len(HARMS), shrunk_by=SHRUNK_BY)
    calibration = calibrate.fitted(said, labels, with_offsets=True)
    chances = calibrate.applied(said, calibration)
    urgent_from = best_threshold((1 - chances[:, 0]).tolist(), (labels > 0).tolist())
    print(f"of {len(lessons)} texts, each unseen: {measured(chances, labels, urgent_from)}, from {urgent_from} on")
    rule = linear.learned(means, labels, len(HARMS), shrunk_by=SHRUNK_BY)
    out.mkdir(parents=True, exist_ok=True)
    contents = replace(
        model.contents,
        calibrations=model.contents.calibrations | {HARM_HEAD: calibration},
        urgent_from=urgent_from,
    )
    head = {f"heads.{HARM_HEAD}.weight": rule.weight.numpy(), f"heads.{HARM_HEAD}.bias": rule.bias.numpy()}
    modelfile.write(out / modelfile.FILE, version or model.version, contents, dict(model.arrays) | head)


def means_of(classifier: Classifier, texts: Sequence[str]) -> Array:
    """Return (texts, all layers' width): what a head for harm reads."""
    return classifier.encoder.means([classifier.tokens.encode(normalised(text), LONGEST) for text in texts])


def best_threshold(chances: Sequence[float], true: Sequence[bool]) -> float:
    """Return the chance, in hundredths, from which on calling a text urgent gives the best F-measure."""
    return max((place / 100 for place in range(5, 96)), key=lambda least: _f(chances, true, least))


def measured(chances: Tensor, labels: Tensor, urgent_from: float) -> Measured:
    """Compare `chances` (texts, HARMS) with `labels` (texts,)."""
    found, true = 1 - chances[:, 0] >= urgent_from, labels > 0
    both = found & true
    kinds = 1 + chances[:, 1:].argmax(-1)
    return Measured(
        precision=round(100 * int(both.sum()) / max(int(found.sum()), 1), 1),
        recall=round(100 * int(both.sum()) / max(int(true.sum()), 1), 1),
        right_kind=round(100 * int((kinds[both] == labels[both]).sum()) / max(int(both.sum()), 1), 1),
    )


def _f(chances: Sequence[float], true: Sequence[bool], least: float) -> float:
    found = [chance >= least for chance in chances]
    both = sum(one and other for one, other in zip(found, true, strict=True))
    weight = RECALL_COUNTS**2
    return (1 + weight) * both / max(sum(found) + weight * sum(true), 1)


def _judged(data: Path, without: Collection[str]) -> Iterator[Lesson]:
    lines = [msgspec.json.decode(line, type=_Line) for line in JUDGED.read_bytes().splitlines()]
    harms = {(line.set, line.id): line.harm for line in lines}
    for one in SETS:
        if one.name not in without and one.name in PRESUMED_HARMLESS:
            for row in map(json.loads, (data / one.file).read_text(encoding="utf-8").splitlines()):
                if (one.name, row["id"]) in harms:
                    yield Lesson(row["text"], _place(harms[one.name, row["id"]]))
                elif number_of(row["text"]) // FOLDS % 1_000 < PRESUMED_HARMLESS[one.name]:
                    yield Lesson(row["text"], _place(None))


def _place(harm: HarmKind | None) -> int:
    return HARMS.index(harm or HarmKind.NONE)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m training.harm", description=__doc__)
    parser.add_argument("--data", type=Path, default=None, help="the folder of the labelled posts (JSONL)")
    parser.add_argument("--out", type=Path, required=True, help="where the model is written")
    parser.add_argument(
        "--model", type=Path, default=BESIDE_THE_CODE, help="the folder of the model that gets the head"
    )
    parser.add_argument("--version", default=None, help="the version of what is written, if not the one that it was")
    parser.add_argument("--without", action="append", default=[], choices=[one.name for one in SETS], metavar="SET")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
