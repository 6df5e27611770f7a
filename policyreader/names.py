"""Every place where one policy file names something of another, and whether that something exists.

It reads the files as they were written, so that a wrong name is found even where the entry around it is wrong too.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from policyreader.faults import suggestion
from policyreader.shapes.escalation import ROTA

Documents = Mapping[str, object]

NOBODY = {
    "person": "nobody is called",
    "rota": "there is no rota called",
    "department": "no department is called",
    "policy": "no escalation policy is called",
    "theme": "no theme is called",
}

KEYS_OF = {
    "person": ("people", "people"),
    "rota": ("people", "rotas"),
    "department": ("people", "departments"),
    "policy": ("escalation",),
    "theme": ("routing", "themes"),
}
"""Where the names of each kind are given: the keys of this mapping."""


class Reference(Struct, frozen=True):
    """A place that holds names of `kind`. `*` stands for every key, `[]` for every entry, `keys` for the keys."""

    place: tuple[str, ...]
    kind: str


REFERENCES = (
    Reference(("people", "duty_manager"), "person"),
    Reference(("people", "rotas", "*", "members"), "person"),
    Reference(("people", "rotas", "*", "overrides", "[]", "person"), "person"),
    Reference(("people", "departments", "*", "escalation"), "policy"),
    Reference(("routing", "fallback_department"), "department"),
    Reference(("routing", "routes", "[]", "themes"), "theme"),
    Reference(("routing", "routes", "[]", "department"), "department"),
    Reference(("routing", "crisis", "department"), "department"),
    Reference(("routing", "crisis", "escalation"), "policy"),
    Reference(("escalation", "*", "tiers", "[]", "notify"), "target"),
    Reference(("guidelines", "keys"), "department"),
)


def unknown_names(documents: Documents) -> Iterator[tuple[str, str]]:
    """The path and the words of every name that nothing has. What an unreadable file would name is let pass."""
    known = {kind: _known(documents, keys) for kind, keys in KEYS_OF.items()}
    for reference in REFERENCES:
        for path, value in _places(documents, reference.place, ""):
            for name in _names(value):
                kind, plain = _kind(reference.kind, name)
                names = known[kind]
                if names is not None and plain not in names:
                    yield path, f"{NOBODY[kind]} '{plain}'{suggestion(plain, names)}"


def _known(documents: Documents, keys: tuple[str, ...]) -> set[str] | None:
    """The names that are given; None if their file could not be read."""
    if keys[0] not in documents:
        return None
    [(_, found)] = list(_places(documents, keys, "")) or [("", {})]
    return {str(key) for key in found} if isinstance(found, Mapping) else set()


def _kind(kind: str, name: str) -> tuple[str, str]:
    if kind != "target":
        return kind, name
    return ("rota", name.removeprefix(ROTA)) if name.startswith(ROTA) else ("person", name)


def _places(value: object, place: tuple[str, ...], path: str) -> Iterator[tuple[str, object]]:
    """Every value at `place` below `value`, with its path. What has another form is somebody else's fault."""
    if not place:
        yield path, value
        return
    step, *rest = place
    for name, entry in _below(value, step):
        yield from _places(entry, tuple(rest), f"{path}{name}".removeprefix("."))


def _below(value: object, step: str) -> Iterator[tuple[str, object]]:
    """Every value one step below `value`, with what its path is longer by."""
    match value:
        case list() if step == "[]":
            yield from ((f"[{number}]", entry) for number, entry in enumerate(value))
        case Mapping() if step == "keys":
            yield from ((f".{key}", key) for key in value)
        case Mapping() if step == "*":
            yield from ((f".{key}", entry) for key, entry in value.items())
        case Mapping() if step in value:
            yield f".{step}", value[step]


def _names(value: object) -> Iterator[str]:
    """The names in `ana`, [ana, ben], {to: ana} or a list of such."""
    match value:
        case str():
            yield value
        case list():
            for entry in value:
                if not isinstance(entry, list):
                    yield from _names(entry)
        case {"to": str(name)}:
            yield name
