"""What `chalice deploy` uploads, built by Chalice's own packager for both architectures: all of it, and no more."""

import ast
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

LAYER = 33_000_000
"""Bytes of the layer's zip: what is left below UPLOAD is for what comes."""

UNPACKED = 250_000_000
"""Bytes of a function and its layers together."""

STAGES = {"dev": "aarch64", "local": "x86_64"}
"""A stage of each architecture, and what its compiled modules are named by."""

OF_THE_RUNTIME = {"boto3", "botocore"}
"""What Lambda has of its own."""

ONLY_TO_PACKAGE = {"boto3", "botocore", "chalice", "pip", "setuptools", "yaml", "wheel"}
REGION = {"AWS_DEFAULT_REGION": "eu-west-1"}


@pytest.fixture(scope="module", params=STAGES)
def stage(request: pytest.FixtureRequest) -> str:
    """Each architecture in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def package(stage: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("package")
    command = [str(Path(sys.executable).with_name("chalice")), "package", "--stage", stage, str(out)]
    subprocess.run(command, cwd=REPOSITORY, env=os.environ | REGION, check=True, timeout=900)
    return out


def unpacked(zipped: Path) -> int:
    with ZipFile(zipped) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def modules_in(layer: Path) -> set[str]:
    """The names under which the layer's packages and modules are imported."""
    with ZipFile(layer) as archive:
        inside = (name.partition("/site-packages/")[2] for name in archive.namelist())
        return {name.split("/")[0].split(".")[0] for name in inside if name and ".dist-info" not in name}


def imported() -> set[str]:
    """What the code that ships imports when it runs, by the first part of its name."""
    found: set[str] = set()
    for path in [REPOSITORY / "app.py", *(REPOSITORY / "chalicelib").rglob("*.py")]:
        nodes = [node for top in ast.parse(path.read_text()).body if not is_for_types(top) for node in ast.walk(top)]
        found |= {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        found |= {str(node.module).split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    return found - sys.stdlib_module_names


def is_for_types(node: ast.stmt) -> bool:
    """Whether it is `if TYPE_CHECKING:`, which never runs."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def test_the_code_and_its_layer_can_each_be_uploaded_directly(package: Path) -> None:
    sizes = {zipped.name: zipped.stat().st_size for zipped in package.glob("*.zip")}

    assert len(sizes) == 2
    assert all(size < UPLOAD for size in sizes.values()), sizes


def test_the_layer_leaves_room_for_what_comes(package: Path) -> None:
    assert (package / "layer-deployment.zip").stat().st_size <= LAYER


def test_together_they_fit_when_unpacked(package: Path) -> None:
    assert sum(unpacked(zipped) for zipped in package.glob("*.zip")) < UNPACKED


def test_the_model_travels_with_the_code(package: Path) -> None:
    name = f"chalicelib/classifier/model/{next(BESIDE_THE_CODE.glob('*.model')).name}"
    with ZipFile(package / "deployment.zip") as archive:
        assert archive.getinfo(name).file_size == (REPOSITORY / name).stat().st_size


def test_chalice_adds_its_runtime_to_the_code(package: Path) -> None:
    with ZipFile(package / "deployment.zip") as archive:
        assert {"chalice/app.py", "chalice/__init__.py"} <= set(archive.namelist())


def test_everything_that_the_code_imports_is_in_the_layer_or_of_the_runtime(package: Path) -> None:
    there = modules_in(package / "layer-deployment.zip") | OF_THE_RUNTIME | {"chalice", "chalicelib"}

    assert imported() >= {"numpy", "tweepy", "boto3"}
    assert imported() - there == set()


def test_nothing_that_only_packaging_needs_is_in_the_layer(package: Path) -> None:
    assert modules_in(package / "layer-deployment.zip") & ONLY_TO_PACKAGE == set()


def test_the_layer_is_built_for_its_architecture(package: Path, stage: str) -> None:
    with ZipFile(package / "layer-deployment.zip") as archive:
        compiled = [name for name in archive.namelist() if name.endswith(".so") and "linux-gnu" in name]

    assert any("/numpy/" in name for name in compiled)
    assert all(STAGES[stage] in name for name in compiled)
