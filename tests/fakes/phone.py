"""The carrier in memory: it keeps what people got."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from chalicelib.domain.errors import RefusedError
from chalicelib.domain.rules.person import Channel, Person
from tests.fakes.breakable import Breakable

if TYPE_CHECKING:
    from chalicelib.domain.told.message import Email


class Delivered(Struct, frozen=True, kw_only=True):
    """One message as its receiver got it; `subject` is empty for an SMS."""

    person: str
    channel: Channel
    text: str
    subject: str = ""


class FakePhone(Breakable):
    """Keeps what people got. `refused` maps a contact id, such as "ana.sms", to the carrier's reason."""

    def __init__(self) -> None:
        super().__init__()
        self.delivered: list[Delivered] = []
        self.refused: dict[str, str] = {}

    def sms(self, person: Person, text: str) -> str:
        return self._deliver(Delivered(person=person.id, channel=Channel.SMS, text=text))

    def email(self, person: Person, department: str, email: Email) -> str:
        return self._deliver(Delivered(person=person.id, channel=Channel.EMAIL, subject=email.subject, text=email.body))

    def _deliver(self, message: Delivered) -> str:
        self._require_up()
        contact = f"{message.person}.{message.channel}"
        if contact in self.refused:
            raise RefusedError(self.refused[contact])
        self.delivered.append(message)
        return f"receipt-{len(self.delivered)}"
