"""Short numbers: which alert "1" means on this phone, so that it can be answered by SMS."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.alert.notification import Contact
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.told.sms_command import numbered, without
from chalicelib.pipeline.changing import TRIES
from chalicelib.ports import Store

GivesNumbers = Callable[[Contact, Sequence[str]], Mapping[str, int]]
"""The number of each alert on a contact's phone; none at all where answers by SMS are not received."""

CROWDED = 9
"""With more numbers than one digit has, those of resolved alerts are given up first."""


def no_numbers(_contact: Contact, _alerts: Sequence[str]) -> Mapping[str, int]:
    """Where no answer by SMS is received, none is offered."""
    return {}


@dataclass(frozen=True)
class Numbering:
    """Gives numbers, the same one to the same alert for as long as it needs it."""

    store: Store

    def __call__(self, contact: Contact, alerts: Sequence[str]) -> Mapping[str, int]:
        """Number `alerts` on this phone; raise UnavailableError if other processes keep numbering too."""
        for _ in range(TRIES):
            given: dict[str, int] = {}
            numbers = self.store.numbers(contact.id)
            if len(numbers.alerts) >= CROWDED:
                numbers = without(numbers, self._ended(numbers.alerts.values()) - frozenset(alerts))
            for alert in alerts:
                numbers, given[alert] = numbered(numbers, alert)
            if self.store.keep_numbers(numbers):
                return given
        raise UnavailableError(f"too many processes number the alerts of {contact.person} at once: try again")

    def _ended(self, alerts: Collection[str]) -> frozenset[str]:
        found = self.store.alerts(list(alerts))
        return frozenset(key for key in alerts if key not in found or found[key].is_resolved)
