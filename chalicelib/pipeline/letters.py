"""Letters, which are about no alert: a link that somebody asked for, and that a source's budget is spent."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from chalicelib.domain.errors import RefusedError
from chalicelib.domain.people.address import address_id, address_of
from chalicelib.domain.people.directory import has_contact
from chalicelib.domain.rules.person import Channel, Person
from chalicelib.domain.told.letter import asker, sign_in_email, sign_in_sms
from chalicelib.domain.told.link import Link
from chalicelib.domain.told.spent import spent_email, spent_sms, spent_source
from chalicelib.ports import Clock, GivesPolicies, GivesTongue, LinkStore, MakesTokens, Phone


@dataclass(frozen=True)
class Letters:
    """Sends them to the contacts that we know and to no other.

    A link is stored before it is sent, and the same one if it is sent again.
    """

    store: LinkStore
    phone: Phone
    policies: GivesPolicies
    public_url: Callable[[], str]
    tokens: MakesTokens
    clock: Clock
    tongues: GivesTongue

    def send(self, letter_id: str) -> bool:
        """Send what the id stands for; False where it is that of no letter."""
        person, source = asker(letter_id), spent_source(letter_id)
        if person is not None:
            self._send_link(letter_id, person)
        elif source is not None:
            self._tell_duty_manager(source)
        return person is not None or source is not None

    def _send_link(self, letter_id: str, id: str) -> None:
        """By email, and by SMS where the email is refused."""
        person = self.policies().people.get(id)
        for channel in (Channel.EMAIL, Channel.SMS):
            if person is not None and has_contact(person, channel):
                with suppress(RefusedError):  # then the other way is tried; whoever has none is found by `doctor`
                    self._tell(person, channel, self._link(letter_id, person, channel))
                    break

    def _tell_duty_manager(self, source: str) -> None:
        """Both ways at once: nobody else will hear what is posted there now."""
        policies = self.policies()
        brand, person = policies.brand.name, policies.people[policies.duty_manager]
        tongue = self.tongues(policies.language_of(person))
        if has_contact(person, Channel.SMS):
            with suppress(RefusedError):  # then the email is what is left, and ops, whom an alarm tells
                self.phone.sms(person, spent_sms(brand, source, tongue))
        if has_contact(person, Channel.EMAIL):
            with suppress(RefusedError):
                self.phone.email(person, "", spent_email(brand, source, tongue))

    def _tell(self, person: Person, channel: Channel, link: str) -> None:
        brand, tongue = self.policies().brand.name, self.tongues(self.policies().language_of(person))
        if channel is Channel.EMAIL:
            self.phone.email(person, "", sign_in_email(brand, link, tongue))
        else:
            self.phone.sms(person, sign_in_sms(brand, link, tongue))

    def _link(self, letter_id: str, person: Person, channel: Channel) -> str:
        """A personal link about no alert: it opens all that are its person's."""
        link = Link(
            token=self.tokens.token(letter_id),
            person=person.id,
            alerts=(),
            expires_at=self.clock() + self.policies().link_lifetime,
            address=address_id(address_of(person, channel) or ""),
        )
        self.store.save_link(link)
        return f"{self.public_url()}/a/{link.token}"
