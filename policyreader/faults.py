"""What is wrong with policy files: every fault in one error, each with its path and a suggestion."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar

from chalicelib.domain.errors import EarshotError


class PolicyFaults(EarshotError):  # noqa: N818 - it is a list of faults
    """The policies cannot be pushed. `faults` holds one line for each thing to mend, in the order of the files."""

    http_status: ClassVar[int] = 422

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join([*self._count(), *self.faults]))

    def _count(self) -> tuple[str, ...]:
        """How much there is to mend; nothing where one line says it."""
        if len(self.faults) < 2:
            return ()
        files = {re.split(r"[.,:]", fault)[0] for fault in self.faults}
        return (f"{len(self.faults)} faults in {len(files)} file{'s' if len(files) > 1 else ''}",)


class PartFaults(ValueError):  # noqa: N818 - as above
    """Faults of the parts of one value, each a path below it (which may be empty) and what is wrong there."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        self.faults = faults
        super().__init__("; ".join(words for _, words in faults))


def suggestion(name: str, known: Iterable[str]) -> str:
    """` (did you mean 'zoe.k'?)` where a known name is near, else nothing."""
    near = get_close_matches(name, sorted(known), n=1)
    return f" (did you mean '{near[0]}'?)" if near else ""
