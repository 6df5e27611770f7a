"""MiniLM's vocabulary cut to the pieces that posts use: half the size, the same words."""

from collections import Counter
from collections.abc import Iterable

from chalicelib.classifier.encoder import LONGEST
from chalicelib.classifier.wordpiece import WordPiece
from training.pretrained import minilm

SEEN_AT_LEAST = 2
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def vocabulary_of(texts: Iterable[str]) -> list[str]:
    """Return the pieces of MiniLM's 30,522 to keep: `[PAD]` first, single characters, and what `texts` use."""
    whole = minilm("vocab.txt").read_text(encoding="utf-8").splitlines()
    tokens = WordPiece.of(whole)
    seen = Counter(piece for text in texts for piece in tokens.encode(text, LONGEST))
    kept = [
        piece
        for row, piece in enumerate(whole)
        if piece not in SPECIAL and (seen[row] >= SEEN_AT_LEAST or len(piece.removeprefix("##")) == 1)
    ]
    return [*SPECIAL, *kept]
