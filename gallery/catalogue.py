"""Makes the catalogue: takes every sentence out of the sources, brings each language up to date, and compiles it."""

import ast
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

SOURCES = Path("chalicelib")
FOLDER = SOURCES / "told_in"
TEMPLATE = FOLDER / "messages.pot"

TOLD = frozenset({"phrase", "say"})
COUNTED = "count"
KEPT = "said"
"""Kept sentences have a context of this name, so that their forms are told apart at run time."""

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""Babel writes a date into what it compiles; the same sources must give the same bytes on any day."""

HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural_forms}\\n"

"""

Marked = tuple[str, tuple[str, ...]]
"""The function that marks a sentence, and the literals that it is given."""


def main(arguments: list[str] | None = None) -> int:
    """Write the template, every language and what is compiled of it."""
    parser = ArgumentParser(prog="make catalogue", description=__doc__)
    parser.add_argument("--add", metavar="LANGUAGE", help="begin a language, such as fr, with nothing translated yet")
    flags = parser.parse_args(arguments)
    if flags.add and not language_file(flags.add).exists():
        language_file(flags.add).write_bytes(as_po(Catalog(locale=flags.add)))
    for path, content in made().items():
        path.write_bytes(content)
    for path in languages():
        left = untranslated(path)
        print(f"{path}: {f'{len(left)} sentences are missing' if left else 'complete'}")
    return 0


def made() -> dict[Path, bytes]:
    """Every file of the catalogue as the sources and the translations at hand make it."""
    template = sentences()
    files = {TEMPLATE: _written(template)}
    for path in languages():
        catalog = translations(path)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        files |= {path: as_po(catalog), path.with_suffix(".mo"): as_mo(catalog)}
    return files


def sentences() -> Catalog:
    """The template: every sentence of the sources, with the files that it stands in."""
    template = Catalog(fuzzy=False)
    for path in sorted([*SOURCES.rglob("*.py"), *SOURCES.rglob("templates/*.html")]):
        for function, literals in marked(path):
            where = [(str(path), 0)]
            if function == COUNTED:
                template.add((literals[0], literals[1]), locations=where)
            elif function == KEPT:
                template.add(literals[0], locations=where, context=KEPT)
            else:
                template.add(literals[0], locations=where)
    return template


def marked(path: Path) -> Iterator[Marked]:
    """The sentences of one module or one page template."""
    for function, literals in _in_template(path) if path.suffix == ".html" else _in_module(path):
        if len(literals) >= (2 if function == COUNTED else 1):
            yield function, literals


def languages() -> list[Path]:
    """The file of each language."""
    return sorted(FOLDER.glob("*.po"))


def language_file(language: str) -> Path:
    return FOLDER / f"{language}.po"


def translations(path: Path) -> Catalog:
    """What one language says."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def untranslated(path: Path) -> list[str]:
    """The sentences that one language lacks."""
    lacking = (message for message in translations(path) if message.id and not all(_strings(message.string)))
    return [str(message.id) for message in lacking]


def as_po(catalog: Catalog) -> bytes:
    header = HEADER.format(language=catalog.locale_identifier, plural_forms=catalog.plural_forms)
    return header.encode() + _written(catalog)


def as_mo(catalog: Catalog) -> bytes:
    catalog.creation_date = catalog.revision_date = UNDATED
    compiled = BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def _strings(told: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(told or ("",))


def _written(catalog: Catalog) -> bytes:
    text = BytesIO()
    write_po(text, catalog, width=120, omit_header=True, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return text.getvalue()


def _in_module(path: Path) -> Iterator[Marked]:
    """Read as Python reads it, so that a sentence inside an f-string is found under every version of Python."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if function in TOLD | {COUNTED, KEPT}:
                yield function, tuple(_literals(node.args))


def _literals(arguments: list[ast.expr]) -> Iterator[str]:
    for argument in arguments:
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            return
        yield argument.value


def _in_template(path: Path) -> Iterator[Marked]:
    with path.open("rb") as file:
        for _, function, literals, _ in babel_extract(file, [*TOLD, COUNTED, KEPT], (), {"silent": "false"}):
            yield function, tuple(text for text in _strings(literals) if text)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
