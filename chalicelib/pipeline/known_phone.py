"""The phone as the stages hold it: it sends nothing to an address that said STOP, and learns which addresses work."""

from contextlib import suppress
from dataclasses import dataclass

from chalicelib.domain.errors import RefusedError, UnavailableError
from chalicelib.domain.people.address import Address, Proof, address_id
from chalicelib.domain.rules.person import Person
from chalicelib.domain.said import said
from chalicelib.domain.told.message import Email
from chalicelib.ports import AddressStore, Clock, Phone


@dataclass(frozen=True)
class KnownPhone:
    """Fulfils Phone over another: the carrier may not know of a STOP, as with opt-outs that we manage ourselves."""

    phone: Phone
    store: AddressStore
    clock: Clock

    def sms(self, person: Person, text: str) -> str:
        self._require_wanted(self._address(person.phone), person)
        return self.phone.sms(person, text)

    def email(self, person: Person, department: str, email: Email) -> str:
        """An email that the carrier takes goes to a confirmed subscription, which proves the address."""
        address = self._address(person.email)
        self._require_wanted(address, person)
        receipt = self.phone.email(person, department, email)
        if address is not None and not address.is_proven:
            with suppress(UnavailableError):  # it was sent, and the next one proves it as well
                self.store.prove(address.id, Proof.CONFIRMED, at=self.clock())
        return receipt

    def _address(self, address: str | None) -> Address | None:
        return self.store.address(address_id(address)) if address else None

    def _require_wanted(self, address: Address | None, person: Person) -> None:
        if address is not None and address.is_stopped:
            raise RefusedError(said("{person} asked for no more messages there", person=person.id))
