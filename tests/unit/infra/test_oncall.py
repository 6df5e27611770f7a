"""`oncall` says who has each shift, and who takes over when, by the rota's own clock."""

import io
from argparse import ArgumentParser
from datetime import timedelta

import pytest
from msgspec.structs import replace
from rich.console import Console

from chalicelib.domain.rules.person import Rota
from infra.commands import oncall
from infra.flags import oncall as asked
from tests.builders import NOON, policies_for

CARE = Rota(id="care", members=("ana", "ben"), starts=NOON - timedelta(days=2), zone="Europe/Berlin")


def shown(*rotas: Rota) -> str:
    screen = io.StringIO()
    policies = replace(policies_for(), rotas={rota.id: rota for rota in rotas})
    oncall.show(policies, NOON, Console(file=screen, width=160))
    return screen.getvalue()


def test_each_rota_has_a_row_with_the_next_handoff_in_its_own_zone() -> None:
    page = shown(CARE)

    assert "ana" in page
    assert "ben" in page
    assert "Sat 2026-05-09 14:00 CEST" in page


def test_policies_without_rotas_say_so() -> None:
    assert shown() == "the policies in force have no rotas\n"


@pytest.mark.parametrize("text", ["yesterday", "2026-05-04T12:00"])
def test_an_instant_needs_a_zone(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    asked.add_flags(parser)

    with pytest.raises(SystemExit):
        parser.parse_args(["--at", text])
    assert "2026-05-04T12:00+02:00" in capsys.readouterr().err
