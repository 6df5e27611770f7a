"""Swaps and absences, in memory."""

from msgspec.structs import replace

from chalicelib.domain.people.swap import Absence, Standing, Swap
from tests.fakes.breakable import Breakable


class FakeShifts(Breakable):
    """What people changed about the shifts."""

    def __init__(self) -> None:
        super().__init__()
        self._swaps: dict[str, Swap] = {}
        self._absences: dict[str, Absence] = {}
        self._calendars: dict[str, str] = {}

    def standing(self) -> Standing:
        self._require_up()
        return Standing(swaps=tuple(self._swaps.values()), absences=tuple(self._absences.values()))

    def keep_swap(self, swap: Swap) -> bool:
        self._require_up()
        known = self._swaps.get(swap.id)
        if swap.version != (known.version if known else 0):
            return False
        self._swaps[swap.id] = replace(swap, version=swap.version + 1)
        return True

    def keep_absence(self, absence: Absence) -> None:
        self._require_up()
        self._absences[absence.person] = absence

    def calendar(self, person: str) -> str:
        self._require_up()
        return self._calendars.get(person, "")

    def keep_calendar(self, person: str, token: str) -> None:
        self._require_up()
        self._calendars[person] = token
