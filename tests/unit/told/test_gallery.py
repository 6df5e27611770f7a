"""The gallery shows everything that a person can be told, and one file a language holds all of it."""

from pathlib import Path
from typing import get_args

import pytest

from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.told.sms_answer import Answer
from chalicelib.told_in import languages
from chalicelib.web.shelf import pages as shelf
from gallery.events import everything
from gallery.messages import answers, news
from gallery.reading import readable
from gallery.register import as_text, rendered

GOLDEN = Path("tests/golden")


@pytest.mark.parametrize("language", languages())
def test_every_message_and_page_reads_as_it_did(language: str) -> None:
    golden = GOLDEN / f"messages.{language}.txt"
    assert as_text(rendered(language)) == golden.read_text(encoding="utf-8"), (
        "meant so? `make golden`, and read the diff"
    )


def test_no_golden_file_is_of_a_language_that_is_gone() -> None:
    assert {path.name for path in GOLDEN.glob("messages.*")} == {f"messages.{language}.txt" for language in languages()}


def test_every_kind_of_notification_has_a_sample() -> None:
    assert {owed.kind for _, due in news() for _, owed in due} == set(NotificationKind)


def test_every_answer_to_an_sms_has_a_sample() -> None:
    assert {name for name, _ in answers("en")} == set(Answer)


def test_everything_that_can_happen_has_a_sample() -> None:
    assert {type(event) for event in everything()} == set(get_args(AnyEvent))


def test_every_template_has_a_sample() -> None:
    shelf._environment.cache_clear()
    list(rendered("en", ("page",)))
    used = shelf._environment("en").cache
    assert used is not None
    written = {path.name for path in Path("chalicelib/web").rglob("templates/*.html")}
    assert {name for _, name in used} == written


def test_two_samples_of_a_kind_never_share_a_name() -> None:
    names = [(each.kind, each.name) for each in rendered("en")]
    assert len(names) == len(set(names))


def test_a_page_is_read_line_by_line_with_what_can_be_pressed_in_brackets() -> None:
    html = "<style>b{}</style><h1>Hi <b>Ana</b></h1><button>Accept</button><select><option>1</option></select>"
    assert readable(html) == "Hi Ana\n[Accept]\n[1]"
