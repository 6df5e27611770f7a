"""Text in, classification out: the one door of this package. Pure, deterministic, without a network."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from chalicelib.classifier.language import language_of
from chalicelib.classifier.reading import (
    COMPLAINT_HEAD,
    INTENT_HEAD,
    INTENTS,
    SENTIMENT_HEAD,
    Probabilities,
    read,
    unreadable,
)
from chalicelib.classifier.text import normalised
from chalicelib.classifier.unigram import Unigram
from chalicelib.classifier.wordpiece import WordPiece
from chalicelib.domain.heard.classification import Classification, Intent, Post

if TYPE_CHECKING:
    from chalicelib.classifier.encoder import Array, Encoder
    from chalicelib.classifier.modelfile import Blend, Calibration, ModelFile

BESIDE_THE_CODE = Path(__file__).parent / "model"


class Tokens(Protocol):
    """Cuts a text into the pieces of a vocabulary."""

    def encode(self, text: str, longest: int) -> list[int]:
        """Return at most `longest` ids, those that open and close a text included."""
        ...


class Classifier(Struct, frozen=True):
    """A loaded model. Loading takes about a third of a second; reading about 5 ms a post."""

    encoder: "Encoder"
    tokens: Tokens
    calibrations: "Mapping[str, Calibration]"
    needs_answer: "Blend"
    urgent_from: float
    languages: frozenset[str]
    name: str
    version: str

    @classmethod
    def load(cls, directory: Path | None = None) -> "Classifier":
        """Load the model in `directory`, by default the one beside the code; raise ModelError if that cannot be."""
        # Only the function that classifies pays for numpy: every other one imports this package too.
        from chalicelib.classifier import modelfile
        from chalicelib.classifier.encoder import Encoder

        model = modelfile.read((directory or BESIDE_THE_CODE) / modelfile.FILE)
        return cls(
            encoder=Encoder.of(model),
            tokens=tokens_of(model),
            calibrations=model.contents.calibrations,
            needs_answer=model.contents.needs_answer,
            urgent_from=model.contents.urgent_from,
            languages=frozenset(model.contents.languages),
            name=model.contents.name,
            version=model.version,
        )

    @property
    def model(self) -> str:
        """Which model this is, as `name@version`."""
        return f"{self.name}@{self.version}"

    def classify(self, posts: Sequence[Post]) -> list[Classification]:
        """Return a classification for each of `posts`, in order; keywords are left empty. No text makes it raise."""
        languages = [language_of(post.text, post.language) for post in posts]
        readable = [place for place, language in enumerate(languages) if language.value in self.languages]
        found = [unreadable(language, self.model) for language in languages]
        for place, said in zip(readable, self.said([posts[place].text for place in readable]), strict=True):
            found[place] = read(posts[place], languages[place], said, self.needs_answer, self.urgent_from, self.model)
        return found

    def said(self, texts: Sequence[str]) -> list[Probabilities]:
        """Return for each text what every head says, as plain numbers."""
        by_head = {head: rows.tolist() for head, rows in self.probabilities(texts).items()}
        return [{head: rows[place] for head, rows in by_head.items()} for place in range(len(texts))]

    def probabilities(self, texts: Sequence[str]) -> "dict[str, Array]":
        """Return for each head the calibrated probabilities (texts, classes), whatever the language of `texts`.

        Besides the model's own heads there is SENTIMENT_HEAD, which is two of them together, and COMPLAINT_HEAD, which
        is a part of the head for intents where the model has that.
        """
        import numpy as np

        from chalicelib.classifier.encoder import LONGEST, calibrated, sentiment_of

        logits = self.encoder.logits([self.tokens.encode(normalised(text), LONGEST) for text in texts])
        found = {head: calibrated(rows, self.calibrations[head]) for head, rows in logits.items()}
        if INTENT_HEAD in found:
            complaint = found[INTENT_HEAD][:, INTENTS.index(Intent.COMPLAINT)]
            found[COMPLAINT_HEAD] = np.stack([1 - complaint, complaint], axis=-1)
        return found | {SENTIMENT_HEAD: sentiment_of(found["care"], found["general"])}


def tokens_of(model: "ModelFile") -> Tokens:
    """Return what cuts texts for `model`."""
    vocabulary = model.contents.vocabulary
    if model.contents.tokens == "unigram":
        return Unigram.of(vocabulary, model.arrays["vocabulary.chances"].tolist())
    return WordPiece.of(vocabulary)
