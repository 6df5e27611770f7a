"""What a person can answer an SMS with: "1 ack", "1 pass", "1 done", "all ack", "help"."""

import re
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

MOST_NUMBERS = 99
"""Numbers that one phone uses at a time; with more alerts than that the oldest gives its number up."""

_COMMAND = re.compile(r"(?:#?(?P<number>\d{1,3})|(?P<all>all))?\s*(?P<verb>[a-z]+)[.!]?", re.IGNORECASE)
_NUMBER_LAST = re.compile(r"(?P<verb>[a-z]+)\s*(?:#?(?P<number>\d{1,3})|(?P<all>all))[.!]?", re.IGNORECASE)


class Verb(StrEnum):
    """What to do."""

    ACK = "ack"
    PASS = "pass"  # noqa: S105  # an act, not a word that opens doors
    DONE = "done"
    HELP = "help"


class Command(Struct, frozen=True, kw_only=True):
    """What was asked: of the alert with `number` on this phone, of `all` of them, or of the only one."""

    verb: Verb
    number: int | None = None
    all: bool = False


class Numbers(Struct, frozen=True, kw_only=True):
    """The short numbers of one phone: which alert each stands for, oldest first. `version` 0 is new."""

    contact: str
    alerts: dict[int, str] = {}
    version: int = 0


def command_in(text: str) -> Command | None:
    """The command that an answer holds, in either order and any case; None where it holds none."""
    words = " ".join(text.split())
    found = _COMMAND.fullmatch(words) or _NUMBER_LAST.fullmatch(words)
    verb = found["verb"].lower() if found else ""
    if found is None or verb not in set(Verb):
        return None
    return Command(
        verb=Verb(verb), number=int(found["number"]) if found["number"] else None, all=found["all"] is not None
    )


def numbered(numbers: Numbers, alert: str) -> tuple[Numbers, int]:
    """The number of `alert` on this phone: the one that it has, or the lowest free one."""
    for number, known in numbers.alerts.items():
        if known == alert:
            return numbers, number
    kept = dict(list(numbers.alerts.items())[-(MOST_NUMBERS - 1) :])
    free = next(number for number in range(1, MOST_NUMBERS + 1) if number not in kept)
    return replace(numbers, alerts=kept | {free: alert}), free


def without(numbers: Numbers, ended: frozenset[str]) -> Numbers:
    """The numbers once the alerts in `ended` need none any more."""
    return replace(numbers, alerts={number: alert for number, alert in numbers.alerts.items() if alert not in ended})
