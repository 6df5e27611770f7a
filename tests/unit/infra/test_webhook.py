"""`webhook try`: what a payload would become, by the policy files of this machine."""

import shutil
from argparse import Namespace
from pathlib import Path

import pytest

from infra.commands.webhook import run
from infra.errors import OperatorError
from infra.stage import Stage

GOOD = Path("tests/policies/good")
BRAND = """name: Wayfare
handles: {x: wayfare}
sources:
  reviews: {kind: webhook, preset: zapier}
  shop: {kind: webhook}
"""


def tried(folder: Path, body: bytes, source: str | None = "reviews") -> int:
    shutil.copytree(GOOD, folder / "policies", dirs_exist_ok=True)
    (folder / "policies" / "brand.yaml").write_text(BRAND)
    (folder / "payload").write_bytes(body)
    return run(Stage("local"), Namespace(file=folder / "payload", source=source, policies=folder / "policies"))


@pytest.mark.parametrize(
    "body",
    [b'{"id": 7, "text": "late\\u001b[0m", "author": "kim", "stars": 1}', b"id=7&text=late&author=kim&stars=1\n"],
)
def test_each_mention_is_shown_with_what_nobody_asked_for(
    body: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tried(tmp_path, body) == 0

    lines = capsys.readouterr().out.splitlines()
    assert "  key: webhook:reviews#7" in lines
    assert "  author: kim (id kim)" in lines
    assert "  beside, stars: 1" in lines
    assert lines[-1] == "1 accepted, 0 faults"
    assert all(line.isprintable() for line in lines)


def test_faults_are_named_beside_what_is_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tried(tmp_path, b'[{"id": 7, "text": "late", "author": "kim"}, {"id": 8, "author": "ben"}]') == 1

    assert capsys.readouterr().out.splitlines()[-2:] == ["fault: mentions[1].text: is missing", "1 accepted, 1 faults"]


@pytest.mark.parametrize("body", [b"", b"{", b"hello"])
def test_what_cannot_be_read_is_a_sentence(body: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        assert tried(tmp_path, body) == 1
    finally:
        out = capsys.readouterr().out
    assert out.startswith("fault: the body is not JSON")


def test_a_source_must_be_one_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="there are: reviews, shop"):
        tried(tmp_path, b"{}", None)
