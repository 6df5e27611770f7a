from pathlib import Path

import pytest

from chalicelib.classifier import Classifier
from training.propose import Correction, main, propose, report

MISSED = Correction("@wayfare you lost my luggage and nobody answers", "complaint", said=False, label=True)
WRONG = Correction("@wayfare thank you, wonderful crew!", "sentiment", said="negative", label="positive")


def test_mistakes_are_counted_by_kind_and_read_again(classifier: Classifier) -> None:
    changes = propose([WRONG, MISSED, MISSED], classifier, retrained=classifier)

    assert [(one.field, one.said, one.label, one.posts) for one in changes] == [
        ("complaint", "false", "true", 2),
        ("sentiment", "negative", "positive", 1),
    ]
    assert [(one.shipped_right, one.retrained_right) for one in changes] == [(2, 2), (1, 1)]


def test_without_a_retrained_model_its_column_stays_empty(classifier: Classifier) -> None:
    assert report(propose([WRONG], classifier)).splitlines()[-1] == "| sentiment | negative | positive | 1 | 1 | - |"


def test_whom_a_text_is_about_is_counted_and_no_model_is_asked(classifier: Classifier) -> None:
    others = Correction("the wayfare of the soul", "about_us", said="true", label="false")
    assert report(propose([others], classifier)).splitlines()[-1] == "| about_us | true | false | 1 | 0 | - |"


def test_the_report_shows_nobodys_words(classifier: Classifier) -> None:
    assert "luggage" not in report(propose([MISSED], classifier))


def test_the_command_reads_a_file_of_corrections(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "corrections.jsonl"
    file.write_text('{"text": "where is my bag?", "field": "language", "said": "und", "label": "en"}\n\n')

    main([str(file)])

    assert capsys.readouterr().out.splitlines()[-1] == "| language | und | en | 1 | 1 | - |"
