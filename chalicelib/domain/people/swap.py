"""Swaps and absences: what people themselves change about the pushed shifts, kept beside them."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Away, Override, Person, Rota

LONGEST_ABSENCE = timedelta(days=42)
"""Whoever is away for longer is taken out of the rules."""


class SwapState(StrEnum):
    """How a swap stands. Only a taken one changes who has the shift."""

    ASKED = "asked"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Step(Struct, frozen=True, kw_only=True):
    """What was done about a swap, by whom and when: nothing of it is ever taken away."""

    state: SwapState
    by: str
    at: datetime


class Swap(Struct, frozen=True, kw_only=True):
    """`giver` gives the shift of `rota` in [start, end) to `to`; where that is empty, to the first who takes it.

    `taker` has it from when it was taken on, at the earliest from `start`. `steps` begin with the oldest. `version`
    counts the writes.
    """

    id: str
    rota: str
    giver: str
    start: datetime
    end: datetime
    to: str = ""
    taker: str = ""
    steps: tuple[Step, ...] = ()
    version: int = 0

    @property
    def state(self) -> SwapState:
        return self.steps[-1].state

    @property
    def is_asked(self) -> bool:
        return self.state is SwapState.ASKED

    @property
    def is_taken(self) -> bool:
        return self.state is SwapState.TAKEN

    def then(self, state: SwapState, *, by: str, at: datetime) -> "Swap":
        """The swap after one more step."""
        return replace(self, steps=(*self.steps, Step(state=state, by=by, at=at)))


class Absence(Struct, frozen=True, kw_only=True):
    """`person` is not there in [start, end), as `by` said at `at`. One a person: a later one takes its place."""

    person: str
    start: datetime
    end: datetime
    by: str
    at: datetime


class Standing(Struct, frozen=True, kw_only=True):
    """Everything that people changed about the pushed shifts, also what is over or was never taken."""

    swaps: tuple[Swap, ...] = ()
    absences: tuple[Absence, ...] = ()


def swap_id(rota: str, giver: str, end: datetime) -> str:
    """Derived, so that giving the same shift twice gives it once."""
    return hashlib.sha256(f"{rota}\n{giver}\n{end.isoformat()}".encode()).hexdigest()[:16]


def in_force(policies: Policies, standing: Standing) -> Policies:
    """The rules with what people changed: the one place where a swap or an absence counts.

    What names a person or a rota that the rules do not have any more is passed over.
    """
    taken = sorted((swap for swap in standing.swaps if swap.is_taken), key=lambda swap: swap.steps[-1].at)
    known = [swap for swap in taken if swap.taker in policies.people]
    if not known and not standing.absences:
        return policies
    away = {absence.person: Away(start=absence.start, end=absence.end) for absence in standing.absences}
    return replace(
        policies,
        rotas={id: _swapped(rota, known) for id, rota in policies.rotas.items()},
        people={id: _absent(person, away.get(id)) for id, person in policies.people.items()},
    )


def passed_over(policies: Policies, standing: Standing, at: datetime) -> Iterator[str]:
    """What these rules pass over of all that is still to come, a line each."""
    for swap in standing.swaps:
        if swap.is_taken and swap.end > at and not _is_known(swap, policies):
            until = f"{swap.end:%Y-%m-%d %H:%M} UTC"
            yield f"swap: {swap.taker} has the shift of {swap.giver} in rota '{swap.rota}' until {until}, and would not"
    for absence in standing.absences:
        if absence.end > at and absence.person not in policies.people:
            yield f"absence: {absence.person} is away until {absence.end:%Y-%m-%d %H:%M} UTC, and is gone"


def _is_known(swap: Swap, policies: Policies) -> bool:
    return swap.rota in policies.rotas and swap.taker in policies.people


def _swapped(rota: Rota, taken: list[Swap]) -> Rota:
    """The rota with the swaps as overrides, in the order in which they were taken: the last one counts."""
    overrides = tuple(
        Override(person=swap.taker, start=max(swap.start, swap.steps[-1].at), end=swap.end)
        for swap in taken
        if swap.rota == rota.id
    )
    return replace(rota, overrides=(*rota.overrides, *overrides)) if overrides else rota


def _absent(person: Person, away: Away | None) -> Person:
    return replace(person, hours=replace(person.hours, away=(away,))) if away else person
