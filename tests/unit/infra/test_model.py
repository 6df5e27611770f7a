"""`model` names the terms of each model, and takes none into use before they were agreed to."""

from pathlib import Path

import pytest

from infra.__main__ import main
from infra.commands import model


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("research", "free"):
        (tmp_path / "models" / name).mkdir(parents=True)
        (tmp_path / "models" / name / "earshot.model").write_text(f"{name}'s numbers")
        (tmp_path / "models" / name / "CARD.md").write_text(f"{name}'s card")
    monkeypatch.setattr(model, "MODELS", tmp_path / "models")
    monkeypatch.setattr(model, "BESIDE_THE_CODE", tmp_path / "beside")
    (tmp_path / "beside").mkdir()
    model.take("research", tmp_path / "models", tmp_path / "beside")
    return tmp_path / "beside"


@pytest.mark.usefixtures("place")
def test_it_says_which_model_is_in_use_and_on_which_terms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model"]) == 0

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("research (in use): reads English; it learned from sets that permit research and non-")
    assert second.startswith("free: reads ten languages; Apache-2.0")


def test_without_a_yes_the_terms_are_named_and_nothing_changes(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "use", "free"]) == 1

    assert capsys.readouterr().out.splitlines()[-1] == "nothing was changed: say --yes to agree to these terms"
    assert (place / "earshot.model").read_text() == "research's numbers"


def test_with_a_yes_the_model_and_its_card_are_taken(place: Path) -> None:
    assert main(["model", "use", "free", "--yes"]) == 0

    assert (place / "earshot.model").read_text() == "free's numbers"
    assert (place / "CARD.md").read_text() == "free's card"


@pytest.mark.usefixtures("place")
def test_which_model_must_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "use"]) == 1
    assert capsys.readouterr().err == "model: say which model to use: research or free\n"
