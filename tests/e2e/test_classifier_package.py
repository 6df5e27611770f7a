"""What `chalice deploy` uploads, built by Chalice's own packager for arm64: it must fit, with the model in it."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from chalicelib.classifier.classifier import BESIDE_THE_CODE

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

REPOSITORY = Path(__file__).parents[2]
UPLOAD = 50_000_000
"""Bytes of a zip that Lambda takes directly, without a bucket."""

UNPACKED = 250_000_000
"""Bytes of a function and its layers together."""

REGION = {"AWS_DEFAULT_REGION": "eu-west-1"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("package")
    command = [str(Path(sys.executable).with_name("chalice")), "package", "--stage", "dev", str(out)]
    subprocess.run(command, cwd=REPOSITORY, env=os.environ | REGION, check=True, timeout=900)
    return out


def unpacked(zipped: Path) -> int:
    with ZipFile(zipped) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def test_the_code_and_its_layer_can_each_be_uploaded_directly(package: Path) -> None:
    sizes = {zipped.name: zipped.stat().st_size for zipped in package.glob("*.zip")}

    assert len(sizes) == 2
    assert all(size < UPLOAD for size in sizes.values()), sizes


def test_together_they_fit_when_unpacked(package: Path) -> None:
    assert sum(unpacked(zipped) for zipped in package.glob("*.zip")) < UNPACKED


def test_the_model_travels_with_the_code(package: Path) -> None:
    name = f"chalicelib/classifier/model/{next(BESIDE_THE_CODE.glob('*.model')).name}"
    with ZipFile(package / "deployment.zip") as archive:
        assert archive.getinfo(name).file_size == (REPOSITORY / name).stat().st_size


def test_the_layer_is_built_for_arm64(package: Path) -> None:
    with ZipFile(package / "layer-deployment.zip") as archive:
        compiled = [name for name in archive.namelist() if "/numpy/" in name and name.endswith(".so")]

    assert compiled
    assert all("aarch64" in name for name in compiled)
