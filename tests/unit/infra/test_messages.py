"""`messages` shows what people are told, and writes the pages to look at."""

from pathlib import Path

import pytest

from gallery.register import KINDS
from infra.__main__ import main
from infra.flags import messages as flags


def test_every_kind_of_the_gallery_can_be_asked_for() -> None:
    assert tuple(KINDS) == flags.KINDS


def test_one_kind_is_shown_in_the_language_that_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["messages", "--kind", "answer", "--language", "de"]) == 0

    shown = capsys.readouterr().out
    assert "=== answer: yours\n1 @kofi, 2 @kim: gehört dir.\n" in shown
    assert "=== sms" not in shown


def test_pages_are_written_to_look_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["messages", "--html", str(tmp_path / "pages")]) == 0

    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert tmp_path / "pages" / "could-not-be-done.html" in written
    assert all(path.read_text().startswith("<!doctype html>") for path in written)


def test_a_language_that_the_catalogue_lacks_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["messages", "--language", "tlh"]) == 1
    assert capsys.readouterr().err == "messages: nobody can be told in 'tlh': there are de, en\n"
