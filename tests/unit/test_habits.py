"""Habits that keep the house: modules stay small, and no test looks at a clock."""

import ast
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
HOUSES = ("chalicelib", "policyreader", "infra", "localrun", "bench", "training")
MODULES = [path for house in HOUSES for path in sorted((ROOT / house).rglob("*.py"))]
LENGTHS = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in MODULES}

CLOCKS = {"perf_counter", "perf_counter_ns", "process_time", "process_time_ns", "monotonic", "monotonic_ns", "timeit"}
WAITING = "tests/e2e/local_run.py"
"""Gives up when nothing comes for minutes; no figure comes of it."""


def test_no_module_has_more_than_250_lines() -> None:
    assert {name: length for name, length in LENGTHS.items() if length > 250} == {}


def test_half_of_the_modules_have_at_most_70_lines() -> None:
    assert median(LENGTHS.values()) <= 70


def names_in(path: Path) -> set[str]:
    """The attributes and imported names that a module mentions."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return attributes | {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_no_test_looks_at_a_clock() -> None:
    looking = {str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.py") if names_in(path) & CLOCKS}

    assert looking == {WAITING}
