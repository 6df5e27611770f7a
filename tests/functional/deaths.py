"""What can go wrong at any side effect: the process dies, the network fails, or somebody else acts in between."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar, cast

from chalicelib.domain.errors import CrowdedError, DuplicateMentionError, StaleAlertError, UnavailableError

T = TypeVar("T")

EFFECTS = frozenset(
    [
        "save",
        "set_aside",
        "fill_desk",
        "record",
        "note_reply",
        "save_silence",
        "prove",
        "stop",
        "keep_swap",
        "keep_absence",
        "keep_calendar",
        "mark",
        "keep_pace",
        "keep_numbers",
        "lease",
        "advance",
        "save_policies",
        "save_deployment",
        "save_link",
        "end_sessions",
        "keep_day",
        "keep_month",
        "close_day",
        "fill_desk",
        "first_seen",
        "forget_seen",
        "take",
        "put",
        "sms",
        "email",
    ]
)
"""The methods of the ports that change the world."""


READS = frozenset(
    [
        "glances",
        "sessions_since",
        "seen",
        "alert",
        "alerts",
        "due",
        "unresolved",
        "asides",
        "children",
        "timeline",
        "calendar",
        "standing",
        "addresses",
        "wait",
        "heard",
        "heard_between",
        "replies",
        "tally",
        "crowd",
        "silences",
        "notification",
        "notifications",
        "unsent",
        "due_notifications",
        "pace",
        "numbers",
        "source",
        "sources",
        "policies",
        "deployment",
        "address",
        "versions",
        "policies_of",
        "was_seen",
        "touched",
        "histories",
        "days",
        "months",
        "closed_day",
        "link",
    ]
)
"""The methods of the ports that change nothing."""

ASKED = frozenset(["lease", "keep_pace", "keep_numbers", "first_seen"])
"""The effects that answer whether it was this process that did it."""


class ProcessDiedError(BaseException):
    """The process is gone. No handler of the program sees it, as none runs when Lambda kills a process."""


class Mishap(StrEnum):
    """What happens around one side effect. `fails-after` is the time-out of a call that did its work.

    `crowded`: others were writing the same, and nothing was done. `taken-for-another`: it was done, and the answer is
    the one that it would be if somebody else had done it.
    """

    DIES_BEFORE = "dies-before"
    DIES_AFTER = "dies-after"
    FAILS_BEFORE = "fails-before"
    FAILS_AFTER = "fails-after"
    CROWDED = "crowded"
    TAKEN_FOR_ANOTHER = "taken-for-another"


class Fate:
    """Counts the side effects of a world and strikes at the numbers that the test chose."""

    def __init__(self, mishaps: Mapping[int, Mishap] | None = None) -> None:
        self._mishaps = dict(mishaps or {})
        self._meanwhile: dict[int, Callable[[], object]] = {}
        self._named: dict[str, Mishap] = {}
        self._lasting: dict[str, Mishap] = {}
        self._unread: dict[str, int] = {}
        self.effects = 0
        self.struck: list[tuple[str, Mishap]] = []

    def strike(self, name: str, mishap: Mishap) -> None:
        """Let `mishap` happen at the next effect called `name`."""
        self._named[name] = mishap

    def strike_at(self, number: int, mishap: Mishap) -> None:
        """Let `mishap` happen at effect `number`."""
        self._mishaps[number] = mishap

    def last(self, name: str, mishap: Mishap) -> None:
        """Let `mishap` happen at every effect called `name` until the fate relents."""
        self._lasting[name] = mishap

    def fail_reads(self, name: str, times: int) -> None:
        """Let the next reads called `name` fail."""
        self._unread[name] = times

    def relent(self) -> None:
        """Let nothing more go wrong."""
        for wrong in (self._mishaps, self._named, self._lasting, self._unread):
            wrong.clear()

    def meanwhile(self, number: int, other: Callable[[], object]) -> None:
        """Run `other`, a second process or a person, just before effect `number`."""
        self._meanwhile[number] = other

    def guard(self, port: T) -> T:
        """`port`, with its side effects counted."""
        return cast(T, _Guarded(port, self))

    def around(self, name: str, effect: Callable[[], Any]) -> Any:
        """Let one effect happen as its number is fated."""
        number, self.effects = self.effects, self.effects + 1
        other = self._meanwhile.pop(number, None)
        if other is not None:
            other()
        mishap = self._mishaps.pop(number, None) or self._named.pop(name, None) or self._lasting.get(name)
        if mishap is None:
            return effect()
        self.struck.append((name, mishap))
        if mishap in (Mishap.DIES_AFTER, Mishap.FAILS_AFTER, Mishap.TAKEN_FOR_ANOTHER):
            effect()
        return _answer(name, mishap)

    def reading(self, name: str) -> None:
        """Fail a read, if it is fated to."""
        if self._unread.get(name, 0) > 0:
            self._unread[name] -= 1
            raise UnavailableError(f"{name} failed because the test said so")


def _answer(name: str, mishap: Mishap) -> bool:
    """What the process hears, if it lives and hears anything."""
    match mishap:
        case Mishap.DIES_BEFORE | Mishap.DIES_AFTER:
            raise ProcessDiedError(name)
        case Mishap.TAKEN_FOR_ANOTHER if name == "save":
            raise StaleAlertError("the alert is as this process made it")
        case Mishap.TAKEN_FOR_ANOTHER if name == "record":
            raise DuplicateMentionError("this process recorded it")
        case Mishap.TAKEN_FOR_ANOTHER if name in ASKED:
            return False
        case Mishap.CROWDED:
            raise CrowdedError(f"{name} was crowded because the test said so")
    raise UnavailableError(f"{name} failed because the test said so")


class _Guarded:
    """Stands before a port and reports its side effects."""

    def __init__(self, port: object, fate: Fate) -> None:
        self._port = port
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if name in READS:
            return partial(self._read, name, found)
        if name not in EFFECTS:
            return found

        def guarded(*args: Any, **kwargs: Any) -> Any:
            is_nothing = name == "put" and not args[0]
            return found(*args, **kwargs) if is_nothing else self._fate.around(name, lambda: found(*args, **kwargs))

        return guarded

    def _read(self, name: str, found: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self._fate.reading(name)
        return found(*args, **kwargs)
