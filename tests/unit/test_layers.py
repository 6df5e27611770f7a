"""Imports point inwards: each layer may know the ones below it, and only bootstrap knows both sides."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALLOWED = {
    "domain": {"domain"},
    "classifier": {"classifier", "domain"},
    "ports": {"domain"},
    "pipeline": {"pipeline", "ports", "domain"},
    "adapters": {"adapters", "ports", "domain"},
    "settings": {"domain"},
    "telemetry": {"domain"},
    "entry": {"domain"},
    "web": {"web", "bootstrap", "pipeline", "ports", "domain", "adapters"},
    "bootstrap": {"adapters", "classifier", "pipeline", "ports", "domain", "settings", "telemetry"},
}
WORLDLY = {"boto3", "botocore", "os", "random", "secrets", "uuid", "time", "socket", "urllib3", "requests"}


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT / "chalicelib").parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


MODULES = sorted(path for path in (ROOT / "chalicelib").rglob("*.py") if path != ROOT / "chalicelib" / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_inwards(path: Path) -> None:
    layers = {name.split(".")[1] for name in imports_of(path) if name.startswith("chalicelib.")}

    assert layers <= ALLOWED[layer_of(path)]


@pytest.mark.parametrize(
    "path", [path for path in MODULES if layer_of(path) in ("domain", "pipeline", "ports")], ids=lambda path: path.stem
)
def test_rules_and_stages_never_touch_the_world(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports_of(path)} & WORLDLY


@pytest.mark.parametrize("path", [path for path in MODULES if layer_of(path) in ("domain", "pipeline")])
def test_rules_and_stages_never_look_at_a_clock(path: Path) -> None:
    calls = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}

    assert not calls & {"now", "utcnow", "today"}


def test_only_the_alert_asks_for_its_status() -> None:
    asking = {
        path.name
        for path in MODULES
        if layer_of(path) == "domain"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "AlertStatus"
    }

    assert asking <= {"alert.py"}
