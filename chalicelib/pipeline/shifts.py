"""Shifts that people change themselves: given to somebody who takes them, and absences; the rules stay as pushed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.errors import NotFoundError, ShiftError, UnavailableError
from chalicelib.domain.people.rota import Shift, shifts
from chalicelib.domain.people.swap import Absence, Standing, Swap, in_force
from chalicelib.domain.people.swapping import absence, ask, decline, put_in, require_cover, take, withdraw
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import said
from chalicelib.ports import Clock, GivesPolicies, ShiftStore, Telemetry

AHEAD = timedelta(weeks=8)
"""How far shifts can be seen and given away."""

TRIES = 8

Decide = Callable[[Swap, Policies, datetime], Swap]


@dataclass(frozen=True)
class Shifts:
    """Every change is decided on what is kept now, and decided anew where somebody was faster."""

    store: ShiftStore
    pushed: GivesPolicies
    clock: Clock
    telemetry: Telemetry

    def policies(self) -> Policies:
        """The rules with every change that was made until now."""
        return in_force(self.pushed(), self.store.standing())

    def coming(self, policies: Policies) -> tuple[Shift, ...]:
        """Every shift of the next weeks that ends within them, in the order of rotas and times."""
        at = self.clock()
        found = (shift for rota in policies.rotas.values() for shift in shifts(rota, at, at + AHEAD))
        return tuple(shift for shift in found if shift.end < at + AHEAD)

    def give(self, rota: str, end: datetime, to: str, *, by: str) -> Swap:
        """Offer one's own shift of `rota` that ends at `end`; to the rota's other members where `to` is empty."""

        def decide(shift: Shift, known: Swap | None, policies: Policies) -> Swap:
            if shift.person != by:
                raise ShiftError(said("this shift is not yours to give"))
            return ask(shift, to, by=by, known=known, policies=policies, at=self.clock())

        return self._begin(rota, end, decide)

    def put_in(self, rota: str, end: datetime, person: str, *, by: str) -> Swap:
        """Give a shift to `person` at once; who may do that is asked where it is asked for."""

        def decide(shift: Shift, known: Swap | None, policies: Policies) -> Swap:
            return put_in(shift, person, by=by, known=known, policies=policies, at=self.clock())

        return self._begin(rota, end, decide)

    def take(self, swap_id: str, *, by: str) -> Swap:
        """Accept a shift; of two who do, the first has it."""
        return self._go_on(swap_id, lambda swap, policies, at: take(swap, by=by, policies=policies, at=at))

    def decline(self, swap_id: str, *, by: str) -> Swap:
        """Say no to it."""
        return self._go_on(swap_id, lambda swap, policies, at: decline(swap, by=by, policies=policies, at=at))

    def withdraw(self, swap_id: str, *, by: str, is_operator: bool = False) -> Swap:
        """Take an offer back."""
        return self._go_on(
            swap_id,
            lambda swap, policies, at: withdraw(swap, by=by, is_operator=is_operator, policies=policies, at=at),
        )

    def away(self, person: str, start: datetime, end: datetime, *, by: str) -> Absence:
        """Say that `person` is away; refused where nobody would cover something."""
        pushed, before = self.pushed(), self.store.standing()
        wanted = absence(person, start, end, by=by, policies=pushed, at=self.clock())
        others = tuple(each for each in before.absences if each.person != person)
        after = replace(before, absences=(*others, wanted))
        require_cover(pushed, before, after, start=wanted.start, end=wanted.end)
        self.store.keep_absence(wanted)
        self.telemetry.shift_changed(what="away", by=by, person=person)
        return wanted

    def back(self, person: str, *, by: str) -> None:
        """End an absence now, or one that is still to come."""
        at = self.clock()
        found = next((each for each in self.store.standing().absences if each.person == person and each.end > at), None)
        if found is None:
            raise NotFoundError(said("nobody said that you are away"))
        self.store.keep_absence(replace(found, start=min(found.start, at), end=at, by=by, at=at))
        self.telemetry.shift_changed(what="back", by=by, person=person)

    def _begin(self, rota: str, end: datetime, decide: Callable[[Shift, Swap | None, Policies], Swap]) -> Swap:
        """Decide about the shift of `rota` that ends at `end`."""

        def again(standing: Standing, policies: Policies) -> Swap:
            shift = next((each for each in self.coming(policies) if (each.rota, each.end) == (rota, end)), None)
            if shift is None:
                raise NotFoundError(said("there is no such shift any more"))
            known = (
                swap for swap in standing.swaps if (swap.rota, swap.giver, swap.end) == (rota, shift.person, shift.end)
            )
            return decide(shift, next(known, None), policies)

        return self._kept(again)

    def _go_on(self, swap_id: str, decide: Decide) -> Swap:
        """Decide what becomes of a shift that was offered."""

        def again(standing: Standing, policies: Policies) -> Swap:
            swap = next((each for each in standing.swaps if each.id == swap_id), None)
            if swap is None:
                raise NotFoundError(said("there is no such shift any more"))
            return decide(swap, policies, self.clock())

        return self._kept(again)

    def _kept(self, decide: Callable[[Standing, Policies], Swap]) -> Swap:
        for _ in range(TRIES):
            standing = self.store.standing()
            swap = decide(standing, in_force(self.pushed(), standing))
            if swap.is_taken:
                others = tuple(each for each in standing.swaps if each.id != swap.id)
                after = replace(standing, swaps=(*others, swap))
                require_cover(self.pushed(), standing, after, start=swap.start, end=swap.end)
            if self.store.keep_swap(swap):
                self.telemetry.shift_changed(what=swap.state, by=swap.steps[-1].by, person=swap.giver)
                return swap
        raise UnavailableError(said("this shift kept changing: try again"))
