"""Imports point inwards: each layer and room may know those below it; only bootstrap and outside know both sides."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALLOWED = {
    "domain": {"domain"},
    "classifier": {"classifier", "domain"},
    "ports": {"ports", "domain"},
    "pipeline": {"pipeline", "ports", "domain"},
    "adapters": {"adapters", "ports", "domain"},
    "settings": {"domain"},
    "telemetry": {"domain"},
    "entry": {"domain"},
    "told_in": {"domain"},
    "web": {"web", "bootstrap", "pipeline", "ports", "domain", "adapters", "told_in"},
    "bootstrap": {"outside", "adapters", "classifier", "pipeline", "ports", "domain", "settings", "told_in"},
    "outside": {"adapters", "pipeline", "ports", "domain", "settings", "telemetry"},
}
ROOMS = {
    "rules": set(),
    "heard": set(),
    "people": {"rules"},
    "judged": {"heard", "people", "rules"},
    "alert": {"heard", "judged", "people", "rules"},
    "figures": {"alert", "heard", "judged", "people", "rules"},
    "told": {"alert", "figures", "heard", "judged", "people", "rules"},
}
"""Each room of the domain, and the rooms below it. What all of them may use has no room: errors, deployment."""
WEB_ROOMS = {"shelf": set(), "links": {"shelf"}, "webhooks": {"shelf"}, "desk": {"shelf", "links"}}
OUTER = {
    "policyreader": set(),
    "gallery": set(),
    "infra": {"policyreader", "localrun", "gallery"},
    "localrun": {"policyreader", "infra"},
}
"""What does not ship: the reader of policy files knows neither the operator's command nor the local run."""
WORLDLY = {"boto3", "botocore", "os", "random", "secrets", "uuid", "time", "socket", "urllib3", "requests"}


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT / "chalicelib").parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


EVERYWHERE = sorted(
    path
    for package in ("chalicelib", "policyreader", "infra", "localrun", "gallery", "bench", "training")
    for path in (ROOT / package).rglob("*.py")
)
MODULES = sorted(path for path in (ROOT / "chalicelib").rglob("*.py") if path != ROOT / "chalicelib" / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_inwards(path: Path) -> None:
    layers = {name.split(".")[1] for name in imports_of(path) if name.startswith("chalicelib.")}

    assert layers <= ALLOWED[layer_of(path)]


def room_of(name: str, house: str) -> str | None:
    """The room that a dotted module name lies in; None for what stands beside the rooms."""
    rest = name.removeprefix(f"{house}.").split(".") if name.startswith(f"{house}.") else []
    return rest[0] if len(rest) > 1 else None


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize(
    ("house", "rooms"), [("chalicelib.domain", ROOMS), ("chalicelib.web", WEB_ROOMS)], ids=["domain", "web"]
)
def test_arrows_between_rooms_point_one_way(house: str, rooms: dict[str, set[str]]) -> None:
    folder = ROOT / house.replace(".", "/")
    assert {path.name for path in folder.iterdir() if (path / "__init__.py").exists()} == set(rooms)
    for room, below in rooms.items():
        for path in (folder / room).rglob("*.py"):
            entered = {room_of(name, house) for name in imports_of(path)} - {None, room}
            assert entered <= below, f"{dotted(path)} enters {', '.join(sorted(map(str, entered - below)))}"


def test_a_room_of_the_domain_is_entered_by_its_door() -> None:
    doors = {room: set(import_module(f"chalicelib.domain.{room}").DOOR) for room in ROOMS}
    for room, door in doors.items():
        assert door <= {path.stem for path in (ROOT / "chalicelib/domain" / room).glob("*.py")}
    for path in EVERYWHERE:
        for name in imports_of(path):
            entered_room = room_of(name, "chalicelib.domain")
            if entered_room is not None and not dotted(path).startswith(f"chalicelib.domain.{entered_room}."):
                assert name.split(".")[3] in doors[entered_room], f"{dotted(path)} enters {entered_room} by {name}"


@pytest.mark.parametrize("package", OUTER)
def test_what_does_not_ship_has_rooms_of_its_own(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        entered = {name.split(".")[0] for name in imports_of(path)} & set(OUTER) - {package}
        assert entered <= OUTER[package], f"{dotted(path)} enters {', '.join(entered)}"


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
