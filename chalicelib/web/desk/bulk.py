"""One act on many alerts: those that were ticked, or all of a filter, a hundred at a press."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from chalicelib.pipeline.board import MOST_AT_ONCE

TRANSFER = "transfer"


class Finds(Protocol):
    """The alerts of a filter to which an act was not done yet."""

    def __call__(self, *, action: str, to: str) -> Sequence[str]: ...


class Bulk(Struct, frozen=True, kw_only=True):
    """What to do to which alerts; `left` are those of the filter that must wait for the next press."""

    fields: dict[str, list[str]]
    left: int

    @property
    def alerts(self) -> list[str]:
        return list(filter(None, self.fields.get("alert", [])))

    @property
    def action(self) -> str:
        return self.fields.get("action", [""])[0]


def bulk_of(fields: Mapping[str, list[str]], find: Finds) -> Bulk:
    """What the form of the board asks for: the button of one row, all of the filter, or what is ticked."""
    kept = {name: values for name, values in fields.items() if name not in ("one", "every")}
    action, _, alert = fields.get("one", [""])[0].partition(":")
    if alert:
        kept |= {"action": [action], "alert": [alert]}
    action = kept.get("action", [""])[0]
    if action != TRANSFER:
        kept.pop("to", None)
    if alert or "every" not in fields:
        return Bulk(fields=kept, left=0)
    found = find(action=action, to=kept.get("to", [""])[0])
    return Bulk(fields=kept | {"alert": list(found[:MOST_AT_ONCE])}, left=max(0, len(found) - MOST_AT_ONCE))


def left_of(asked: Mapping[str, str]) -> int:
    """How many an address says are left; none where it says nothing of the kind."""
    left = asked.get("left", "")
    return int(left) if left.isascii() and left.isdecimal() and len(left) < 6 else 0
