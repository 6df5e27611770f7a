"""What the pipeline needs of storage for shifts that people change themselves."""

from typing import Protocol

from chalicelib.domain.people.swap import Absence, Standing, Swap


class ShiftStore(Protocol):
    """Swaps and absences, beside the pushed rules."""

    def standing(self) -> Standing:
        """All that is kept, read consistently; what is over is kept for some weeks."""
        ...

    def keep_swap(self, swap: Swap) -> bool:
        """Store it if `swap.version` is current; False if somebody else did something about it meanwhile."""
        ...

    def calendar(self, person: str) -> str:
        """The token of the person's calendar; empty where there is none, or it was taken back."""
        ...

    def keep_calendar(self, person: str, token: str) -> None:
        """Let this token open it, and no other; an empty one takes it back."""
        ...

    def keep_absence(self, absence: Absence) -> None:
        """Keep it in place of any other of its person."""
        ...
