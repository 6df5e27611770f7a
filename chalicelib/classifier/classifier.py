"""Text in, classification out: the one door of this package. Pure, deterministic, without a network."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

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
from chalicelib.domain.heard.classification import Belonging, Classification, Intent, Post

if TYPE_CHECKING:
    from chalicelib.classifier.encoder import Array, Encoder
    from chalicelib.classifier.modelfile import Blend, Calibration, ModelFile

Compares = Callable[["Array"], Sequence[Belonging]]
"""Says of posts' vectors, as the encoder gives them, whose examples each is most like."""

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
    checksum: str

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
            checksum=model.checksum,
        )

    @property
    def model(self) -> str:
        """Which model this is, as `name@version`."""
        return f"{self.name}@{self.version}"

    def classify(self, posts: Sequence[Post], compare: Compares | None = None) -> list[Classification]:
        """Return a classification for each of `posts`, in order; keywords are left empty. No text makes it raise.

        Departments are left open unless there is `compare`: it is given the vectors that the heads have read anyway.
        """
        languages = [language_of(post.text, post.language) for post in posts]
        readable = [place for place, language in enumerate(languages) if language.value in self.languages]
        found = [unreadable(language, self.model) for language in languages]
        means = self.means([posts[place].text for place in readable])
        for place, said in zip(readable, _by_text(self._probabilities(means)), strict=True):
            found[place] = read(posts[place], languages[place], said, self.needs_answer, self.urgent_from, self.model)
        for place, department in zip(readable, compare(means) if compare else (), strict=compare is not None):
            found[place] = replace(found[place], department=department)
        return found

    def said(self, texts: Sequence[str]) -> list[Probabilities]:
        """Return for each text what every head says, as plain numbers."""
        return _by_text(self.probabilities(texts))

    def means(self, texts: Sequence[str]) -> "Array":
        """Return (texts, (layers + 1) * width): the encoder's vectors of `texts`, whatever their language."""
        from chalicelib.classifier.encoder import LONGEST

        return self.encoder.means([self.tokens.encode(normalised(text), LONGEST) for text in texts])

    def probabilities(self, texts: Sequence[str]) -> "dict[str, Array]":
        """Return for each head the calibrated probabilities (texts, classes), whatever the language of `texts`.

        Besides the model's own heads there is SENTIMENT_HEAD, which is two of them together, and COMPLAINT_HEAD, which
        is a part of the head for intents where the model has that.
        """
        return self._probabilities(self.means(texts))

    def _probabilities(self, means: "Array") -> "dict[str, Array]":
        import numpy as np

        from chalicelib.classifier.encoder import calibrated, sentiment_of

        logits = self.encoder.said(means)
        found = {head: calibrated(rows, self.calibrations[head]) for head, rows in logits.items()}
        if INTENT_HEAD in found:
            complaint = found[INTENT_HEAD][:, INTENTS.index(Intent.COMPLAINT)]
            found[COMPLAINT_HEAD] = np.stack([1 - complaint, complaint], axis=-1)
        return found | {SENTIMENT_HEAD: sentiment_of(found["care"], found["general"])}


def _by_text(probabilities: "Mapping[str, Array]") -> list[Probabilities]:
    by_head = {head: rows.tolist() for head, rows in probabilities.items()}
    texts = len(by_head[SENTIMENT_HEAD])
    return [{head: rows[place] for head, rows in by_head.items()} for place in range(texts)]


def tokens_of(model: "ModelFile") -> Tokens:
    """Return what cuts texts for `model`."""
    vocabulary = model.contents.vocabulary
    if model.contents.tokens == "unigram":
        return Unigram.of(vocabulary, model.arrays["vocabulary.chances"].tolist())
    return WordPiece.of(vocabulary)
