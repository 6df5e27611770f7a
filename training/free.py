"""Makes the free model: `.venv/bin/python -m training.free --data DIR --out DIR`.

It learns only from what permits commercial use: our own sentences, GoEmotions and NewsMTSC, on multilingual-e5-small,
which stays as it was published. Each head is a linear rule over the means of all its layers. What is read of each
thousand texts is kept in OUT, so that a run goes on from where it was stopped; reading takes 20 ms a text of one core.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from msgspec import Struct
from torch import Tensor
from tqdm import tqdm

from chalicelib.classifier import modelfile
from chalicelib.classifier.classifier import Classifier
from chalicelib.classifier.encoder import LONGEST, calibrated
from chalicelib.classifier.modelfile import Array, Blend, Calibration, Contents
from chalicelib.classifier.reading import HARM_HEAD, HARMS, INTENT_HEAD, INTENTS, SENTIMENTS, Probabilities, signs
from chalicelib.classifier.text import normalised
from chalicelib.domain.heard.classification import Intent
from training import calibrate, e5, linear, needs_answer
from training.export import in_eight_bits
from training.freely import LANGUAGES, Text, read
from training.harm import best_threshold, measured
from training.sentences import fold_of

NAME, VERSION = "earshot-free", "1"
AT_ONCE = 1_000
CLASSES = {"general": len(SENTIMENTS), "care": len(SENTIMENTS), INTENT_HEAD: len(INTENTS), "needs_answer": 2}
CLASSES |= {HARM_HEAD: len(HARMS)}
SHRUNK_BY = {"general": 1e-5, "care": 3e-5, INTENT_HEAD: 3e-5, "needs_answer": 3e-5, HARM_HEAD: 3e-5}


class Head(Struct, frozen=True):
    """A learned head, and what it says of our own sentences that it did not learn from, as (sentences, classes)."""

    rule: linear.Rule
    calibration: Calibration
    unseen: Array


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m training.free", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the labelled posts (JSONL)")
    parser.add_argument("--out", type=Path, required=True, help="where the model and its progress are kept")
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    texts = read(asked.data)
    arrays, vocabulary = encoder(texts)
    write(asked.out, vocabulary, arrays, {}, Blend(0.0, {}), 1.0)
    means = means_of(Classifier.load(asked.out), texts, asked.out)
    heads = {name: learned(name, means, texts) for name in CLASSES}
    own = [text for text in texts if text.is_ours]
    chances = torch.from_numpy(heads[HARM_HEAD].unseen)
    harms = torch.tensor([text.labels[HARM_HEAD] for text in own])
    urgent_from = best_threshold((1 - chances[:, 0]).tolist(), (harms > 0).tolist())
    print(f"harm in our own sentences, each unseen: {measured(chances, harms, urgent_from)}, from {urgent_from} on")
    write(asked.out, vocabulary, arrays, heads, answering(own, heads), urgent_from)
    print(f"{asked.out / modelfile.FILE}: written")


def encoder(texts: Sequence[Text]) -> tuple[dict[str, Array], list[str]]:
    """Return the encoder's arrays in eight bits, and its vocabulary."""
    given = e5.package()
    rows = e5.kept(given, (normalised(text.text) for text in texts))
    arrays: dict[str, Array] = {"vocabulary.chances": given.chances[rows]}
    for name, values in e5.weights(given, rows).items():
        if values.ndim == 1 or name == "places.weight":
            arrays[name] = values
        else:
            arrays[name], arrays[name.replace(".weight", ".scales")] = in_eight_bits(values)
    return arrays, [given.pieces[row] for row in rows]


def means_of(classifier: Classifier, texts: Sequence[Text], out: Path) -> Tensor:
    """Return (texts, all layers' width) as the shipped network reads them, going on from what `out` holds."""
    parts = []
    for start in tqdm(range(0, len(texts), AT_ONCE), desc="reading", unit="thousand"):
        saved = out / f"means-{start:06}.npy"
        if not saved.exists():
            cut = [classifier.tokens.encode(normalised(text.text), LONGEST) for text in texts[start : start + AT_ONCE]]
            np.save(out / "part.npy", classifier.encoder.means(cut).astype(np.float16))
            (out / "part.npy").replace(saved)
        parts.append(np.load(saved))
    return torch.from_numpy(np.concatenate(parts)).float()


def learned(name: str, means: Tensor, texts: Sequence[Text]) -> Head:
    """Learn one head from the texts that have a label for it.

    Our own sentences tell how sure it may be, by fifths that each were not learned from.
    """
    places = [place for place, text in enumerate(texts) if name in text.labels]
    labels = torch.tensor([texts[place].labels[name] for place in places])
    own = torch.tensor([texts[place].is_ours for place in places])
    folds = torch.tensor([_fold(texts[place], name) for place in places])
    vectors = means[places]
    said = linear.unseen(vectors, labels, folds.tolist(), CLASSES[name], shrunk_by=SHRUNK_BY[name])
    told = folds != linear.NEVER_UNSEEN
    calibration = calibrate.fitted(said[told], labels[told], with_offsets=True)
    rule = linear.learned(vectors, labels, CLASSES[name], shrunk_by=SHRUNK_BY[name])
    return Head(rule, calibration, calibrated(said[own].numpy(), calibration))


def _fold(text: Text, head: str) -> int:
    # A fifth suffices to tell how sure a head may be that learns from many texts more than our own.
    if not text.is_ours or (head == "general" and fold_of(text.text) > 0):
        return linear.NEVER_UNSEEN
    return fold_of(text.text)


def answering(own: Sequence[Text], heads: dict[str, Head]) -> Blend:
    """Fit what needs an answer on what the heads say of sentences that they did not learn from."""
    said: list[Probabilities] = [
        {name: heads[name].unseen[place].tolist() for name in CLASSES} | {"complaint": _complaint(heads, place)}
        for place in range(len(own))
    ]
    rows = [signs(text.text, one) for text, one in zip(own, said, strict=True)]
    return needs_answer.fitted(rows, [bool(text.labels["needs_answer"]) for text in own])


def write(
    out: Path, vocabulary: Sequence[str], encoder: dict[str, Array], heads: dict[str, Head], blend: Blend, least: float
) -> None:
    """Write the model file into `out`."""
    contents = Contents(
        vocabulary=tuple(vocabulary),
        calibrations={name: head.calibration for name, head in heads.items()},
        needs_answer=blend,
        urgent_from=least,
        name=NAME,
        languages=LANGUAGES,
        tokens="unigram",
        arrays=(),
    )
    arrays = dict(encoder)
    for name, head in heads.items():
        arrays[f"heads.{name}.weight"] = head.rule.weight.numpy()
        arrays[f"heads.{name}.bias"] = head.rule.bias.numpy()
    modelfile.write(out / modelfile.FILE, VERSION, contents, arrays)


def _complaint(heads: dict[str, Head], place: int) -> list[float]:
    chance = float(heads[INTENT_HEAD].unseen[place, INTENTS.index(Intent.COMPLAINT)])
    return [1 - chance, chance]


if __name__ == "__main__":
    main()
