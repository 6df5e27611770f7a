"""The catalogue holds every sentence that people read, and nothing that they read stands outside it."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment, nodes

from chalicelib.domain.alert.alert import AlertStatus, ChildrenEnd
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.told.readable import local, many
from chalicelib.domain.told.tongue import ENGLISH, KEPT_WORDS, Tongue
from chalicelib.told_in import tongue
from gallery import catalogue
from tests.builders import NOON

TEMPLATES = sorted(Path("chalicelib").rglob("templates/*.html"))
TELLING = sorted(
    path
    for folder in ("domain/told", "web/links", "web/shelf")
    for path in (Path("chalicelib") / folder).rglob("*.py")
    if path.name not in ("why.py", "gsm.py")  # `why` answers the operator's command; gsm holds an alphabet
)
RAISING = sorted(
    path
    for folder in ("domain/alert", "domain/told", "domain/people", "pipeline", "web/links", "web/shelf")
    for path in (Path("chalicelib") / folder).rglob("*.py")
    if path.name not in ("silencing.py", "why.py", "triage.py", "pacing.py", "numbering.py", "tools.py")
)
"""What answers only the operator, tools or a queue is not told to people."""
MARKING = {"say", "count", "phrase", "said"}
READ_OUT = {"title", "alt", "placeholder", "aria-label", "label"}
NOT_READ = {
    "default-src 'none'; style-src 'sha256-",
    "script-src 'nonce-{nonce}'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types htmx; ",
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "text/html; charset=utf-8",
    "noindex, nofollow",
    "Code",
    "Message",
}
SENTENCE = re.compile(r"[A-Za-z’']{2,} [A-Za-z’']+|^[A-Z][a-z]{2,}$")
"""Two words side by side, or one with a capital: nothing else in code looks so but what is told."""


def test_the_catalogue_is_what_the_sources_make_it() -> None:
    stale = [
        str(path) for path, content in catalogue.made().items() if not path.exists() or path.read_bytes() != content
    ]
    assert not stale, "run `make catalogue`"


def test_what_makes_the_catalogue_does_not_ship() -> None:
    assert not re.search("^babel", Path("requirements.txt").read_text(), re.IGNORECASE | re.MULTILINE)
    assert not [path for path in Path("chalicelib").rglob("*.py") if "babel" in path.read_text().lower()]


@pytest.mark.parametrize("path", catalogue.languages(), ids=lambda path: path.stem)
def test_a_language_has_every_sentence(path: Path) -> None:
    assert catalogue.untranslated(path) == []


@pytest.mark.parametrize("path", catalogue.languages(), ids=lambda path: path.stem)
def test_a_translation_names_the_values_of_its_sentence_and_no_others(path: Path) -> None:
    for message in catalogue.translations(path):
        if message.id:
            known = set().union(*map(names_in, texts_of(message.id)))
            for told in texts_of(message.string):
                assert names_in(told) <= known, f"{told!r} names what {message.id!r} does not"
                assert "number" in names_in(told) or names_in(told) >= names_in(texts_of(message.id)[-1]) - {"number"}
                assert not re.search(r"[<>&]", told)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_page_has_no_words_outside_the_catalogue(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert words_beside_expressions(source) == []
    for words in loose_words(Environment(autoescape=True).parse(source)):
        assert not SENTENCE.search(words), f"{words!r} is no sentence of the catalogue"


@pytest.mark.parametrize("path", TELLING, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_module_that_tells_has_no_words_outside_the_catalogue(path: Path) -> None:
    for words in loose_literals(ast.parse(path.read_text(encoding="utf-8"))):
        assert words in NOT_READ or not SENTENCE.search(words), f"{words!r} is no sentence of the catalogue"


@pytest.mark.parametrize("path", RAISING, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_raised_or_recorded_for_people_is_kept_by_the_catalogue(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            assert not any(map(is_literal, node.exc.args)), ast.unparse(node)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") != "_ignore":
            words = [word.value for word in node.keywords if word.arg == "reason"]
            assert not any(map(is_literal, words)), ast.unparse(node)


def test_the_words_that_are_recorded_are_kept() -> None:
    assert {*Urgency, *AlertStatus, *ChildrenEnd} <= set(KEPT_WORDS)


class Shouting:
    """A language in capitals: whatever goes through it can be seen."""

    def gettext(self, message: str) -> str:
        return re.sub(r"\{\w+\}|(\w+)", lambda found: found[0].upper() if found[1] else found[0], message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


FORMS = sorted({str(message.id) for message in catalogue.sentences() if message.context == catalogue.KEPT})
LOUD = Tongue(language="xx", translations=Shouting(), kept={form: Shouting().gettext(form) for form in FORMS})


@pytest.mark.parametrize("form", FORMS)
def test_every_kept_sentence_is_found_again_with_its_values(form: str) -> None:
    values = {name: f"{name[:2]}7" for name in names_in(form)}
    assert LOUD.again(form.format(**values)) == Shouting().gettext(form).format(**values)


def test_a_kept_sentence_inside_another_is_found_too() -> None:
    deep = "theme 'fire' never waits (readers passed it on (route 'c': theme 'a' matched and theme 'b' matched))"
    assert LOUD.again("theme 'fire' never waits (route 'c': it takes every mention)") == (
        "THEME 'fire' NEVER WAITS (ROUTE 'c': IT TAKES EVERY MENTION)"
    )
    assert (
        LOUD.again("ana has no phone; ben is off until Monday 09:00")
        == "ana HAS NO PHONE; ben IS OFF UNTIL MONDAY 09:00"
    )
    assert LOUD.again("theme 'a' matched and theme 'b' matched") == "THEME 'a' MATCHED AND THEME 'b' MATCHED"
    assert LOUD.again(deep).startswith("THEME 'fire' NEVER WAITS (READERS PASSED IT ON (")


@pytest.mark.parametrize(
    "words",
    ["", "called the gate, and the family sleeps", "{owner} {0} {", "a; b", "x and y", ": " * 2_000, "; " * 2_000],
)
def test_what_people_wrote_is_left_as_it_is(words: str) -> None:
    assert LOUD.again(words) == words
    assert ENGLISH.again(words) == words


def test_a_value_that_looks_like_a_form_is_only_a_value() -> None:
    assert LOUD.again("{by} {act.__class__} passed it on") == "{by} {act.__class__} PASSED IT ON"


def test_times_and_numbers_go_through_the_language() -> None:
    assert local(NOON, "UTC", at=NOON.replace(day=5), tongue=LOUD) == "MON 4 MAY 12:00 UTC"
    assert many(3_460, LOUD) == "3.4K"


def test_a_language_that_the_catalogue_lacks_is_told_in_english() -> None:
    assert tongue("tlh") is ENGLISH
    assert tongue("../de") is ENGLISH


def names_in(form: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(form) if name is not None}


def texts_of(message: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message or ())


def words_beside_expressions(template: str) -> list[str]:
    """What a template would show by itself: text, and attributes that are read out or shown."""
    reader = Shown()
    reader.feed(re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", template, flags=re.DOTALL))
    return [words for words in reader.words if re.search(r"[A-Za-z]{2,}", words)]


class Shown(HTMLParser):
    """Collects the words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [value or "" for name, value in attrs if name in READ_OUT]


def is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def loose_words(node: nodes.Node) -> Iterator[str]:
    """The literals of a template that no function of the catalogue is given."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name in MARKING:
            continue
        if isinstance(child, nodes.Const) and isinstance(child.value, str):
            yield child.value
        yield from loose_words(child)


def loose_literals(node: ast.AST) -> Iterator[str]:
    """The literals of a module that no function of the catalogue is given, and that are not names of things."""
    for child in ast.iter_child_nodes(node):
        if is_docstring(child) or is_marked(child) or isinstance(child, ast.ImportFrom | ast.Subscript):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            if not (isinstance(node, ast.Dict) and child in node.keys):
                yield child.value
            continue
        yield from loose_literals(child)


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_marked(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in MARKING | {
        "ParamSpec"
    }
