"""An address: one phone or mailbox, whoever reads it; whether it proved to arrive, and whether it said STOP."""

import hashlib
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from chalicelib.domain.rules.person import Channel, Person


class Proof(StrEnum):
    """How it is known that what is sent there arrives with a person. There is no other proof."""

    CONFIRMED = "confirmed"
    """Its email subscription was confirmed."""
    OPENED = "opened"
    """A button behind a personal link that was sent there was pressed. Opening it is no proof: mail scanners do."""
    ANSWERED = "answered"
    """An SMS came from there."""


class Address(Struct, frozen=True, kw_only=True):
    """What is known of one address. `stopped_at` is when it asked for no more messages; None once it takes them."""

    id: str
    proof: Proof | None = None
    proven_at: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def is_proven(self) -> bool:
        return self.proof is not None

    @property
    def is_stopped(self) -> bool:
        return self.stopped_at is not None


def address_of(person: Person, channel: Channel) -> str | None:
    """The phone number or email address by which `person` is told; None where there is none."""
    return person.phone if channel is Channel.SMS else person.email


def address_id(address: str) -> str:
    """What an address is known by: 16 hex digits, the same for everybody who shares it, that name nobody."""
    return hashlib.sha256(address.strip().casefold().encode()).hexdigest()[:16]
