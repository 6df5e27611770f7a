"""`./earshot` runs from any folder and by any link, and says `make` where nothing is installed yet."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
INSTALLED = (ROOT / ".venv" / ".installed").exists()
needs_environment = pytest.mark.skipif(not INSTALLED, reason="there is no .venv beside the code: `make` makes it")


def typed(command: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([command, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_before_make_it_says_make(tmp_path: Path) -> None:
    copied = Path(shutil.copy(ROOT / "earshot", tmp_path))

    done = typed(copied, "--help", folder=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"earshot: nothing is installed yet: type make in {tmp_path} first\n"


@needs_environment
def test_it_runs_from_another_folder_and_by_a_link_whatever_lies_there(tmp_path: Path) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "secrets.py").write_text("raise SystemExit('the wrong file')\n")
    link = tmp_path / "earshot"
    link.symlink_to(ROOT / "earshot")

    done = typed(link, "push", "--check", "--policies", str(ROOT / "policies"), folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(": in order\n")


@needs_environment
def test_make_puts_the_command_into_the_environment_too() -> None:
    assert (ROOT / ".venv" / "bin" / "earshot").resolve() == ROOT / "earshot"


@needs_environment
def test_a_command_that_cannot_be_read_says_so_in_the_name_that_was_typed(tmp_path: Path) -> None:
    done = typed(ROOT / "earshot", "nonsense", folder=tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith("usage: earshot ")
