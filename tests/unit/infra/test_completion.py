"""What bash and zsh offer after each word, asked of the shells themselves."""

import shutil
import subprocess
from pathlib import Path

import pytest

from infra.completion import bash, zsh
from infra.completion.asked import Command, commands_of
from infra.parser import COMMANDS, parser

EVERY = commands_of(parser())
BASH = shutil.which("bash")
ZSH = shutil.which("zsh")
needs_bash = pytest.mark.skipif(BASH is None, reason="there is no bash here")
needs_zsh = pytest.mark.skipif(ZSH is None, reason="there is no zsh here")


def offered_by_bash(*words: str, folder: Path | None = None) -> list[str]:
    """What bash offers for the last of the words."""
    line = " ".join(f"'{word}'" for word in words)
    ask = f"COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _earshot; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(
        [str(BASH), "--norc", "-c", f"{bash.script(EVERY)}\n{ask}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return [found for found in done.stdout.splitlines() if found]


def told_to_zsh(*words: str) -> list[str]:
    """What zsh's own `_arguments` or `_describe` is told for the last of the words, one argument a line."""
    line = " ".join(f"'{word}'" for word in words)
    heard = "compdef() { }; _arguments() { print -rl -- $@ }; _describe() { print -rl -- $commands }"
    ask = f"words=({line}); CURRENT={len(words)}; _earshot"
    done = subprocess.run(
        [str(ZSH), "-f", "-c", f"{heard}\n{zsh.script(EVERY)}\n{ask}"], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@needs_bash
def test_bash_offers_every_command() -> None:
    assert offered_by_bash("earshot", "") == [*COMMANDS, "--help"]
    assert offered_by_bash("./earshot", "o") == ["open", "oncall", "outputs"]


@needs_bash
@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.name)
def test_bash_offers_every_option_of_a_command(command: Command) -> None:
    assert offered_by_bash("earshot", command.name, "-") == [name for one in command.options for name in one.names]


@needs_bash
def test_bash_offers_folders_where_an_option_wants_one(tmp_path: Path) -> None:
    (tmp_path / "our rules").mkdir()
    (tmp_path / "our.yaml").touch()

    assert offered_by_bash("earshot", "push", "--policies", "o", folder=tmp_path) == ["our rules"]
    assert sorted(offered_by_bash("earshot", "local", "--feed", "o", folder=tmp_path)) == ["our rules", "our.yaml"]


@needs_bash
def test_bash_offers_nothing_where_only_its_user_can_know() -> None:
    assert offered_by_bash("earshot", "silence", "--hours", "") == []


@needs_bash
def test_bash_offers_what_an_argument_may_be() -> None:
    assert offered_by_bash("earshot", "completion", "z") == ["zsh"]


@needs_zsh
def test_zsh_shows_every_command_with_its_help() -> None:
    assert told_to_zsh("earshot", "") == [f"{command.name}:{command.help}" for command in EVERY]


@needs_zsh
@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.name)
def test_zsh_is_told_of_every_option_of_a_command(command: Command) -> None:
    told = told_to_zsh("earshot", command.name, "--")

    for name in (name for one in command.options for name in one.names):
        assert [line for line in told if f"){name}[" in line or line.startswith(f"*{name}[")], name


@needs_zsh
def test_zsh_is_told_what_must_follow() -> None:
    assert "(--policies)--policies[where the files are]:DIR:_files -/" in told_to_zsh("earshot", "push", "")
    assert "1:SHELL:(bash zsh)" in told_to_zsh("earshot", "completion", "")
    assert r"(--author)--author[an author, such as x:900]:NETWORK\:ID:" in told_to_zsh("earshot", "silence", "")
