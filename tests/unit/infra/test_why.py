"""What `why` prints is text, whatever a stranger wrote."""

import io

from rich.console import Console

from chalicelib.domain.heard.classification import Belonging
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.told.why import Why, mention_why
from infra.commands.why import show
from tests.builders import a_classification, a_heard, a_mention


def printed(found: Why) -> str:
    screen = io.StringIO()
    show(found, Console(file=screen, width=200, force_terminal=False))
    return screen.getvalue()


def test_an_ignored_mention_is_explained_with_every_confidence() -> None:
    heard = a_heard(
        outcome=Outcome.IGNORED, reason="no route matched", classification=a_classification(confidence=0.87)
    )

    shown = printed(Why(alert=None, mentions=(mention_why(heard),)))

    assert "x:1: ignored (no route matched)" in shown
    assert "complaint" in shown
    assert "0.87" in shown


def test_the_nearest_example_is_shown() -> None:
    like = Belonging(value="tech-support", confidence=0.83, like="the app logs me out")
    heard = a_heard(classification=a_classification(department=like))

    shown = printed(Why(alert=None, mentions=(mention_why(heard),)))

    assert "tech-support, most like: 'the app logs me out'" in shown
    assert "0.83" in shown


def test_markup_and_escape_codes_of_a_stranger_are_shown_and_not_obeyed() -> None:
    heard = a_heard(reason="[bold red]\x1b[2Jpay me[/]")

    shown = printed(Why(alert=None, mentions=(mention_why(heard),)))

    assert "\x1b" not in shown
    assert "[bold red]" in shown


def test_what_a_tool_said_beside_is_shown_and_not_obeyed() -> None:
    heard = a_heard(mention=a_mention(beside=(("stars", "1"), ("note", "[red]\x1b[2J"))))

    shown = printed(Why(alert=None, mentions=(mention_why(heard),)))

    assert "stars" in shown
    assert "[red]" in shown
    assert "\x1b" not in shown
