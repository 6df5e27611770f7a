from pathlib import Path

import numpy as np
import pytest

from chalicelib.classifier import Classifier, ModelError, modelfile
from chalicelib.classifier.modelfile import Blend, Calibration, Contents

CONTENTS = Contents(
    vocabulary=("[PAD]", "late"),
    calibrations={"care": Calibration(1.5, (0.0, 0.1, 0.2))},
    needs_answer=Blend(0.5, {"complaint": 2.0}),
    urgent_from=0.4,
    arrays=(),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / modelfile.FILE
    modelfile.write(path, "7", CONTENTS, {"a": np.arange(6, dtype=np.int8).reshape(2, 3), "b": np.ones(2, np.float32)})
    return path


def test_what_was_written_is_read(path: Path) -> None:
    model = modelfile.read(path)

    assert model.version == "7"
    assert model.contents.vocabulary == ("[PAD]", "late")
    assert model.arrays["a"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert model.arrays["b"].tolist() == [1.0, 1.0]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"earshot\.model: the model file cannot be read: No such file"):
        Classifier.load(tmp_path)


@pytest.mark.parametrize("kept", [0, 1, 40])
def test_a_file_cut_within_its_title_is_no_model(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ModelError, match="not a model file, or only its beginning"):
        modelfile.read(path)


def test_a_file_cut_later_is_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelError, match=r"earshot\.model: version 7 is damaged: its checksum does not match"):
        modelfile.read(path)


def test_one_changed_bit_is_noticed(path: Path) -> None:
    changed = bytearray(path.read_bytes())
    changed[-1] ^= 1
    path.write_bytes(changed)
    with pytest.raises(ModelError, match="damaged"):
        modelfile.read(path)


@pytest.mark.parametrize(
    ("format", "why"),
    [
        (1, "the file is older, without the head for harm; take the one that came with this code, or train it anew"),
        (9, "the file is newer than the code, deploy the code that it came with"),
    ],
)
def test_another_format_is_refused_with_both_numbers_and_what_to_do(path: Path, format: int, why: str) -> None:
    path.write_bytes(path.read_bytes().replace(b'"format":2', b'"format":%d' % format, 1))
    with pytest.raises(ModelError) as refused:
        modelfile.read(path)

    said = f"version 7 has format {format} and features 1; this code reads format 2 and features 1: {why}"
    assert str(refused.value).endswith(said)
