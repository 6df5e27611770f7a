"""`fold` says what each day brought, and refuses a day that is still to come."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.figures.figures import Figures, SourceFigures
from infra.commands import fold
from infra.errors import OperatorError
from infra.flags import fold as asked
from infra.records import store
from infra.stage import Stage
from tests.aws import aws, make_table
from tests.builders import NOON, a_heard


def test_a_day_is_told_in_a_line() -> None:
    figures = Figures(
        sources={"x": SourceFigures(outcomes={"ignored": 3, "watching": 1})}, opened=2, ended=2, answered=1
    )

    assert fold.line(figures) == "4 mentions, 2 alerts opened, 2 ended, 1 of them answered in public"


def test_each_day_is_folded_and_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    asked.add_flags(parser)
    monkeypatch.setattr(fold, "now", lambda: NOON + timedelta(days=1))
    with aws(monkeypatch):
        make_table("earshot-test")
        store(Stage("test")).record(a_heard())
        for typed in (["--from", "2026-05-04"], []):
            assert fold.run(Stage("test"), parser.parse_args(typed)) == 0
        assert store(Stage("test")).months("2026-05", "2026-05")

    assert capsys.readouterr().out.splitlines() == 2 * [
        "2026-05-04: 1 mentions, 0 alerts opened, 0 ended, 0 of them answered in public",
        "2026-05-05: 0 mentions, 0 alerts opened, 0 ended, 0 of them answered in public",
    ]


def test_a_day_that_is_still_to_come_is_refused() -> None:
    with pytest.raises(OperatorError, match="--from: 9999-01-01 is still to come"):
        fold.run(Stage("test"), Namespace(day=datetime(9999, 1, 1, tzinfo=UTC).date()))
