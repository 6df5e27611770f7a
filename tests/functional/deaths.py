"""What can go wrong at any side effect: the process dies, the network fails, or somebody else acts in between."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar, cast

from chalicelib.domain.errors import UnavailableError

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


class ProcessDiedError(BaseException):
    """The process is gone. No handler of the program sees it, as none runs when Lambda kills a process."""


class Mishap(StrEnum):
    """What happens around one side effect. `fails-after` is the time-out of a call that did its work."""

    DIES_BEFORE = "dies-before"
    DIES_AFTER = "dies-after"
    FAILS_BEFORE = "fails-before"
    FAILS_AFTER = "fails-after"


class Fate:
    """Counts the side effects of a world and strikes at the numbers that the test chose."""

    def __init__(self, mishaps: Mapping[int, Mishap] | None = None) -> None:
        self._mishaps = dict(mishaps or {})
        self._meanwhile: dict[int, Callable[[], object]] = {}
        self._named: dict[str, Mishap] = {}
        self.effects = 0
        self.struck: list[tuple[str, Mishap]] = []

    def strike(self, name: str, mishap: Mishap) -> None:
        """Let `mishap` happen at the next effect called `name`."""
        self._named[name] = mishap

    def strike_at(self, number: int, mishap: Mishap) -> None:
        """Let `mishap` happen at effect `number`."""
        self._mishaps[number] = mishap

    def relent(self) -> None:
        """Let nothing more go wrong."""
        self._mishaps.clear()
        self._named.clear()

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
        mishap = self._mishaps.pop(number, None) or self._named.pop(name, None)
        if mishap is None:
            return effect()
        self.struck.append((name, mishap))
        if mishap in (Mishap.DIES_AFTER, Mishap.FAILS_AFTER):
            effect()
        if mishap in (Mishap.DIES_BEFORE, Mishap.DIES_AFTER):
            raise ProcessDiedError(name)
        raise UnavailableError(f"{name} failed because the test said so")


class _Guarded:
    """Stands before a port and reports its side effects."""

    def __init__(self, port: object, fate: Fate) -> None:
        self._port = port
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if name not in EFFECTS:
            return found

        def guarded(*args: Any, **kwargs: Any) -> Any:
            is_nothing = name == "put" and not args[0]
            return found(*args, **kwargs) if is_nothing else self._fate.around(name, lambda: found(*args, **kwargs))

        return guarded
