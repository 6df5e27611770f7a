"""Writing: one message about a bundle, with its personal link and short numbers, handed to the carrier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.domain.errors import RefusedError
from chalicelib.domain.people.address import address_id, address_of
from chalicelib.domain.rules.person import Channel, Person
from chalicelib.domain.said import said
from chalicelib.domain.told.link import Link
from chalicelib.domain.told.message import Due, email, sms
from chalicelib.domain.told.sms_numbers import MOST_NUMBERS
from chalicelib.pipeline.gathering import Bundle
from chalicelib.pipeline.numbering import GivesNumbers
from chalicelib.ports import Clock, GivesPolicies, GivesTongue, MakesTokens, Phone, Store


@dataclass(frozen=True)
class Writing:
    """Composes and sends."""

    store: Store
    phone: Phone
    policies: GivesPolicies
    public_url: Callable[[], str]
    tokens: MakesTokens
    clock: Clock
    numbers: GivesNumbers
    tongues: GivesTongue

    def tell(self, person: Person | None, bundle: Bundle) -> str:
        """Send one message; the receipt is the carrier's. Raise RefusedError where the person cannot be reached."""
        lead, policies = bundle.lead, self.policies()
        if person is None:
            raise RefusedError(said("{person} is not among the people any more", person=lead.contact.person))
        at, link, tongue = self.clock(), self._link(person, bundle), self.tongues(policies.language_of(person))
        if lead.contact.channel is Channel.SMS:
            numbers = self.numbers(lead.contact, _alerts(bundle.due)[:MOST_NUMBERS])
            text = sms(bundle.due, policies=policies, link=link, at=at, numbers=numbers, tongue=tongue)
            return self.phone.sms(person, text)
        told = email(bundle.due, policies=policies, link=link, at=at, tongue=tongue)
        return self.phone.email(person, lead.department, told)

    def _link(self, person: Person, bundle: Bundle) -> str:
        """The address of a personal page; stored before it is sent, and the same one if it is sent again.

        A page that may have been sent keeps what it was about.
        """
        token = self.tokens.token(bundle.lead.id)
        sent = self.store.link(token)
        link = Link(
            token=token,
            person=person.id,
            alerts=tuple(dict.fromkeys((*(sent.alerts if sent else ()), *_alerts(bundle.due)))),
            expires_at=self.clock() + self.policies().link_lifetime,
            address=address_id(address_of(person, bundle.lead.contact.channel) or ""),
        )
        self.store.save_link(link)
        return f"{self.public_url()}/a/{link.token}"


def _alerts(due: Sequence[Due]) -> list[str]:
    return list(dict.fromkeys(alert.id for alert, _ in due))
