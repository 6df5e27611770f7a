"""The model file: a line that says what it is, a line that says what is in it, then the numbers."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
from msgspec import Struct

from chalicelib.classifier.errors import ModelError
from chalicelib.classifier.text import FEATURES

FORMAT = 2
FILE = "earshot.model"

Array = np.ndarray[Any, Any]


class Calibration(Struct, frozen=True):
    """Makes a head's logits into honest ones: each is multiplied by `scale`, then its class's `offsets` is added."""

    scale: float
    offsets: tuple[float, ...]


class Blend(Struct, frozen=True):
    """A logistic rule: `bias` plus, for each named sign, its weight times its value."""

    bias: float
    weights: dict[str, float]


class Contents(Struct, frozen=True, kw_only=True):
    """The second line. `arrays` holds (name, dtype, shape) in the order of the bytes that follow.

    A post is urgent where the chance of harm is `urgent_from` or more. `tokens` says how words are cut: "unigram" needs
    the array "vocabulary.chances" as well.
    """

    vocabulary: tuple[str, ...]
    calibrations: dict[str, Calibration]
    needs_answer: Blend
    urgent_from: float
    name: str = "earshot-minilm"
    languages: tuple[str, ...] = ("en",)
    tokens: Literal["wordpiece", "unigram"] = "wordpiece"
    arrays: tuple[tuple[str, str, tuple[int, ...]], ...]


class ModelFile(Struct, frozen=True):
    """A whole model in memory. `checksum` is of everything in it."""

    version: str
    checksum: str
    contents: Contents
    arrays: Mapping[str, Array]


class _Title(Struct, frozen=True, kw_only=True):
    """The first line; `sha256` is of every byte after it."""

    format: int
    features: int
    version: str
    sha256: str


def read(path: Path) -> ModelFile:
    """Return the model in `path`, checked; ModelError names the file, its version and what is wrong."""
    try:
        title_line, _, body = path.read_bytes().partition(b"\n")
    except OSError as error:
        raise ModelError(f"{path}: the model file cannot be read: {error.strerror}") from error
    title = _title(title_line, path)
    if sha256(body).hexdigest() != title.sha256:
        raise ModelError(f"{path}: version {title.version} is damaged: its checksum does not match")
    contents_line, _, numbers = body.partition(b"\n")
    contents = msgspec.json.decode(contents_line, type=Contents)
    return ModelFile(version=title.version, checksum=title.sha256, contents=contents, arrays=_arrays(contents, numbers))


def write(path: Path, version: str, contents: Contents, arrays: Mapping[str, Array]) -> None:
    """Write a model that `read` accepts; `contents.arrays` is filled in from `arrays`."""
    described = tuple((name, array.dtype.str, array.shape) for name, array in arrays.items())
    body = msgspec.json.encode(msgspec.structs.replace(contents, arrays=described)) + b"\n"
    body += b"".join(np.ascontiguousarray(array).tobytes() for array in arrays.values())
    title = _Title(format=FORMAT, features=FEATURES, version=version, sha256=sha256(body).hexdigest())
    path.write_bytes(msgspec.json.encode(title) + b"\n" + body)


def _title(line: bytes, path: Path) -> _Title:
    try:
        title = msgspec.json.decode(line, type=_Title)
    except msgspec.DecodeError as error:
        raise ModelError(f"{path}: this is not a model file, or only its beginning") from error
    if (title.format, title.features) != (FORMAT, FEATURES):
        raise ModelError(
            f"{path}: version {title.version} has format {title.format} and features {title.features}; "
            f"this code reads format {FORMAT} and features {FEATURES}: {_remedy(title)}"
        )
    return title


def _remedy(title: _Title) -> str:
    if (title.format, title.features) > (FORMAT, FEATURES):
        return "the file is newer than the code, deploy the code that it came with"
    if title.format < 2:
        return "the file is older, without the head for harm; take the one that came with this code, or train it anew"
    return "the file is older; take the one that came with this code, or train it anew"


def _arrays(contents: Contents, numbers: bytes) -> dict[str, Array]:
    arrays: dict[str, Array] = {}
    start = 0
    for name, kind, shape in contents.arrays:
        dtype = np.dtype(kind)
        count = int(np.prod(shape, dtype=np.int64))
        arrays[name] = np.frombuffer(numbers, dtype, count, start).reshape(shape)
        start += count * dtype.itemsize
    return arrays
