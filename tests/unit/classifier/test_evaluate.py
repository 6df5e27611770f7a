import json
from pathlib import Path

import pytest

from training import baselines
from training.evaluate import Line, labels, main, task_for

COMPLAINT = "@wayfare you lost my luggage and nobody answers the phone"
PRAISE = "@wayfare thank you, the crew today was wonderful!"


def a_file(folder: Path, *lines: tuple[str, str | bool]) -> str:
    path = folder / "posts.jsonl"
    path.write_text("".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in lines))
    return str(path)


def printed(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    report: dict[str, object] = json.loads(capsys.readouterr().out)
    return report


def test_the_report_holds_every_figure_of_the_model_and_of_the_word_lists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("vaderSentiment", reason="requirements-training.txt is not installed")
    pytest.importorskip("afinn", reason="requirements-training.txt is not installed")

    main(["sentiment", a_file(tmp_path, (COMPLAINT, "negative"), (PRAISE, "positive")), "--head", "care", "--json"])

    report = printed(capsys)
    figures = {"macro_recall", "macro_f1", "per_class", "recall_negative_at_precision_90", "ece"}
    assert figures | {"n", "ms_per_text", "baselines"} <= set(report)
    assert (report["n"], report["macro_recall"], report["head"]) == (2, 100.0, "care")
    assert report["per_class"] == {
        label: dict.fromkeys(("precision", "recall", "f1"), 100.0) for label in ("negative", "positive")
    }
    baselines = report["baselines"]
    assert isinstance(baselines, dict)
    assert figures <= set(baselines["vader"]) and figures <= set(baselines["afinn"])


@pytest.mark.parametrize(
    ("task", "given", "meant"),
    [
        ("sentiment", "Negative", "negative"),
        ("complaint", True, "complaint"),
        ("complaint", 0, "not_complaint"),
        ("complaint", "not_complaint", "not_complaint"),
        ("intent", True, "needs_answer"),
        ("intent", "no_answer", "no_answer"),
        ("intent", "needs_answer", "needs_answer"),
    ],
)
def test_labels_may_be_written_in_several_ways(task: str, given: str | bool, meant: str) -> None:
    assert labels(task, [Line("x", given)]) == [meant]


def test_intents_are_measured_as_intents_where_the_file_has_them() -> None:
    given = labels("intent", [Line("x", "question"), Line("y", "complaint")])

    assert given == ["question", "complaint"]
    assert task_for("intent", set(given), "care").head == "intent"
    assert task_for("intent", {"needs_answer", "no_answer"}, "care").head == "needs_answer"


def test_without_the_word_lists_it_says_how_to_install_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baselines, "ARE_INSTALLED", False)

    with pytest.raises(SystemExit, match="make setup-training"):
        main(["complaint", a_file(tmp_path, (COMPLAINT, "complaint")), "--json"])
