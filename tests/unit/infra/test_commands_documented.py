"""docs/commands.md lists each command with its options, and nothing that is gone; commands are named as typed."""

import re
from pathlib import Path

import pytest

from infra.completion.asked import Argument, Command, commands_of
from infra.parser import COMMANDS, parser

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "commands.md").read_text()
SECTIONS = {
    title: body for title, _, body in (part.partition("\n") for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:])
}
OF_NO_COMMAND = {"In a shell", "Options of every command"}
SHARED = "Options of every command"
EVERY = {command.name: command for command in commands_of(parser())}
WRITTEN = [
    path
    for pattern in ("*.md", "docs/*.md", "policies/*.md", "chalicelib/**/*.md", "chalicelib/**/*.py")
    for path in sorted(ROOT.glob(pattern))
] + [
    path
    for package in ("infra", "localrun", "policyreader", "gallery", "bench", "training")
    for path in sorted((ROOT / package).rglob("*.py"))
]


def rows_of(section: str) -> set[str]:
    """What the first column of a section's table names, such as `--stage NAME`."""
    cells = [line.split("|")[1] for line in SECTIONS[section].splitlines() if line.startswith("|")]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def as_typed(argument: Argument) -> set[str]:
    """An argument as a table must name it."""
    if not argument.names:
        return {argument.value}
    return {name if argument.wanted == "nothing" else f"{name} {argument.value}" for name in argument.names}


def taken_by(command: Command) -> set[str]:
    return {name for found in (*command.options, *command.places) for name in as_typed(found)}


def test_every_command_has_its_heading_and_no_heading_names_what_is_gone() -> None:
    assert set(SECTIONS) - OF_NO_COMMAND == set(COMMANDS) == set(EVERY)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_lists_its_options_as_they_are_typed_and_none_that_is_gone(name: str) -> None:
    assert rows_of(name) == taken_by(EVERY[name]) - rows_of(SHARED)


def test_what_is_listed_for_every_command_is_taken_by_all_but_those_that_are_named() -> None:
    shared = rows_of(SHARED) & {found for command in EVERY.values() for found in taken_by(command)}
    lacking = {name for name, command in EVERY.items() if not shared <= taken_by(command)}

    assert shared == {"-h", "--help", "--stage NAME"}
    assert lacking == {"init", "webhook", "messages", "model", "local", "completion"}
    assert all(f"`{name}`" in SECTIONS[SHARED] for name in lacking)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_command_is_named_as_it_is_typed(path: Path) -> None:
    """A bare `python -m ...` is whatever Python the reader has, which lacks what Earshot needs."""
    bare = re.compile(r"(?<!\.venv/bin/)\bpython3? -m \w+|(?<![\w/.])(?<!\.venv/bin/)chalice deploy --stage")

    assert bare.findall(path.read_text()) == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_command_that_is_named_exists(path: Path) -> None:
    named = re.findall(r"\./earshot (\w+)", path.read_text())

    assert set(named) <= set(COMMANDS) | {"COMMAND"}
