"""The command reads only what was asked for: help, mistakes and completion need neither AWS nor the classifier."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.parser import COMMANDS

ROOT = Path(__file__).resolve().parents[3]
HEAVY = {
    "boto3",
    "botocore",
    "numpy",
    "rich",
    "chalice",
    "policyreader",
    "chalicelib.classifier",
    "chalicelib.adapters",
}
COUNT = """
import json, sys
from infra.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
json.dump(sorted(sys.modules), sys.stderr)
"""


def modules_read(*arguments: str) -> set[str]:
    """The modules that one command imported, in a process of its own."""
    command = [sys.executable, "-c", COUNT, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    read: list[str] = json.loads(done.stderr.splitlines()[-1])
    return set(read)


def commands_among(modules: set[str]) -> set[str]:
    return {name.removeprefix("infra.commands.") for name in modules if name.startswith("infra.commands.")}


@pytest.mark.parametrize("arguments", [("--help",), ("push", "--help"), ("local", "--help"), ("nonsense",)])
def test_help_and_mistakes_read_no_command_and_nothing_heavy(arguments: tuple[str, ...]) -> None:
    read = modules_read(*arguments)

    assert commands_among(read) == set()
    assert read & HEAVY == set()


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion_reads_nothing_heavy(shell: str) -> None:
    read = modules_read("completion", shell)

    assert commands_among(read) == {"completion"}
    assert read & HEAVY == set()


def test_a_command_reads_itself_and_no_other() -> None:
    read = modules_read("push", "--check", "--policies", "tests/policies/good")

    assert commands_among(read) == {"push"}
    assert read & {"chalicelib.classifier", "numpy", "localrun.run"} == set()


def test_a_push_reads_the_classifier_where_there_are_examples_to_learn_from() -> None:
    read = modules_read("push", "--check")

    assert {"chalicelib.classifier", "numpy"} <= read
    assert "localrun.run" not in read


def test_every_command_says_how_it_is_asked_for_and_what_it_does() -> None:
    for folder in ("flags", "commands"):
        assert {path.stem for path in (ROOT / "infra" / folder).glob("*.py")} - {"__init__"} == set(COMMANDS)
