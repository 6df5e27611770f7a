"""Short numbers: which alert "1" means on this phone, so that it can be answered by SMS."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.alert.notification import Contact
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.people.address import address_id
from chalicelib.domain.told.sms_numbers import Numbers, numbered
from chalicelib.pipeline.changing import TRIES
from chalicelib.ports import Clock, GivesPolicies, Store

GivesNumbers = Callable[[Contact, Sequence[str]], Mapping[str, int]]
"""The number of each alert on a contact's phone; none at all where answers by SMS are not received."""


def no_numbers(_contact: Contact, _alerts: Sequence[str]) -> Mapping[str, int]:
    """Where no answer by SMS is received, none is offered."""
    return {}


def numbers_on(store: Store, phone: str, people: Sequence[str]) -> Numbers:
    """The numbers in use on a phone: those that its people had one by one until numbers were kept by phone."""
    kept = store.numbers(f"phone.{address_id(phone)}")
    if kept.version:
        return kept
    before = {person: store.numbers(f"{person}.sms").alerts for person in people}
    alerts = {number: alert for known in reversed(before.values()) for number, alert in known.items()}
    told = {
        number: tuple(person for person in people if before[person].get(number) == alerts[number]) for number in alerts
    }
    return Numbers(contact=kept.contact, alerts=alerts, told=told)


@dataclass(frozen=True)
class Numbering:
    """Gives numbers, the same one to the same alert for as long as it needs it. Those who share a phone share them."""

    store: Store
    policies: GivesPolicies
    clock: Clock

    def __call__(self, contact: Contact, alerts: Sequence[str]) -> Mapping[str, int]:
        """Number `alerts` on this phone; raise UnavailableError if other processes keep numbering too."""
        people, told = self.policies().people, self.policies().person(contact.person)
        phone = told.phone if told else None
        if told is None or phone is None:
            return {}
        for _ in range(TRIES):
            given: dict[str, int] = {}
            at, sharing = self.clock(), [person.id for person in people.values() if person.phone == phone]
            numbers = numbers_on(self.store, phone, sharing)
            for alert in alerts:
                numbers, given[alert] = numbered(numbers, alert, person=told.id, at=at, ended=self._has_ended)
            if self.store.keep_numbers(numbers):
                return given
        raise UnavailableError(f"too many processes number the alerts of {contact.person} at once: try again")

    def _has_ended(self, alert_id: str) -> bool:
        alert = self.store.alert(alert_id)
        return alert is None or alert.is_resolved
