"""What is known of each address, in memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.people.address import Address, Proof
from tests.fakes.breakable import Breakable


class FakeAddresses(Breakable):
    """Which addresses are proven, and which asked for no more messages."""

    def __init__(self) -> None:
        super().__init__()
        self._addresses: dict[str, Address] = {}

    def address(self, address_id: str) -> Address:
        self._require_up()
        return self._addresses.get(address_id, Address(id=address_id))

    def addresses(self, address_ids: Sequence[str]) -> Mapping[str, Address]:
        self._require_up()
        return {id: self._addresses[id] for id in address_ids if id in self._addresses}

    def prove(self, address_id: str, proof: Proof, *, at: datetime) -> None:
        known = self.address(address_id)
        if not known.is_proven:
            self._addresses[address_id] = replace(known, proof=proof, proven_at=at)

    def stop(self, address_id: str, *, since: datetime | None) -> None:
        self._addresses[address_id] = replace(self.address(address_id), stopped_at=since)
