"""The live log: everything once, in order, and nothing that a terminal would obey."""

from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console

from chalicelib.domain.alert.event import Escalated
from localrun.narrator import Narrator
from localrun.watch import Followed
from tests.builders import NOON, a_heard, a_mention, an_alert
from tests.unit.localrun.snapshots import a_snapshot


@pytest.fixture
def terminal() -> StringIO:
    return StringIO()


@pytest.fixture
def narrator(terminal: StringIO) -> Narrator:
    return Narrator(Console(file=terminal, width=200))


def test_a_mention_is_told_before_what_it_caused_and_only_once(narrator: Narrator, terminal: StringIO) -> None:
    called = Escalated(alert_id="a1", at=NOON, cycle=0, tier=1, told=("ana",))
    heard = a_heard(heard_at=NOON + timedelta(milliseconds=300))
    seen = a_snapshot(heard=(heard,), alerts=(Followed(an_alert(), (called,), ()),))

    narrator.tell(seen)
    narrator.tell(seen)

    kinds = [line.split()[1] for line in terminal.getvalue().splitlines()]
    assert kinds == ["heard", "outcome", "alert"]


def test_what_a_stranger_wrote_cannot_command_the_terminal(narrator: Narrator, terminal: StringIO) -> None:
    narrator.tell(a_snapshot(heard=(a_heard(a_mention(text="\x1b[2J[red]gone[/red]\a")),)))

    assert "\x1b" not in terminal.getvalue()
    assert "\a" not in terminal.getvalue()
    assert "[red]gone[/red]" in terminal.getvalue()


def test_yesterday_is_not_told_again(narrator: Narrator, terminal: StringIO) -> None:
    seen = a_snapshot(heard=(a_heard(),))

    narrator.skip(seen)
    narrator.tell(seen)

    assert terminal.getvalue() == ""
