"""What the operator's command says when AWS refuses: one line, with what to do."""

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra.__main__ import main
from infra.commands import why


def answer_of(error: Exception, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit status of a command that fails so."""

    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(why, "run", fail)
    return main(["why", "a1", "--stage", "prod"])


def test_who_has_no_credentials_is_told_where_to_put_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer_of(NoCredentialsError(), monkeypatch) == 1
    assert capsys.readouterr().err.startswith("why: AWS does not know who asks: set AWS_PROFILE")


def test_who_names_a_stage_that_is_not_there_is_asked_whether_it_is_the_right_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": "no such table"}}, "GetItem")

    assert answer_of(missing, monkeypatch) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("why: stage 'prod' lacks something here: is it the right --stage, account and region?")
