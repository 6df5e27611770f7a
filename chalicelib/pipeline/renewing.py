"""A new personal link for somebody whose old one has expired: to the contact that we know, and to no other."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.alert.owing import tell
from chalicelib.domain.rules.person import Person
from chalicelib.domain.told.letter import sign_in_id
from chalicelib.domain.told.pace import Limit, next_allowed, sent_at
from chalicelib.pipeline.changing import announce, change_alert
from chalicelib.ports import Clock, GivesPolicies, NotificationQueue, Store, Telemetry

LIMITS = (Limit(count=3, per=timedelta(hours=1)),)
"""New links that one person is sent, whoever asks for them."""


@dataclass(frozen=True)
class Renewing:
    """Owes a new link. Whoever asks is answered the same, whether the old link was one or not."""

    store: Store
    notifications: NotificationQueue
    policies: GivesPolicies
    clock: Clock
    telemetry: Telemetry

    def renew(self, token: str) -> None:
        """Send another link to the person of this one, unless nobody is, or they were sent enough of them."""
        link = self.store.link(token)
        person = self.policies().person(link.person) if link else None
        if link is None or person is None or not self._take_turn(person):
            return
        alerts = self.store.alerts(link.alerts)
        for alert_id in (id for id in link.alerts if id in alerts):
            change = change_alert(self.store, alert_id, lambda alert: self._owed(alert, person))
            if change:
                announce(change, self.notifications, self.telemetry)
            return
        self._send_letter(person)

    def ask(self, contact: str) -> None:
        """Send a link to the person who has this phone or mailbox, or is called this; to their own contacts only."""
        people = self.policies().people.values()
        person = next((each for each in people if _has(each, contact)), None)
        if person is not None and self._take_turn(person):
            self._send_letter(person)

    def _send_letter(self, person: Person) -> None:
        self.notifications.put([sign_in_id(person.id, self.clock())])

    def _owed(self, alert: Alert, person: Person) -> Change:
        return Change(alert=alert, owed=tell(alert, person, kind=NotificationKind.NEW_LINK, at=self.clock()))

    def _take_turn(self, person: Person) -> bool:
        """Whether one more may be sent now; counts it."""
        pace, at = self.store.pace(f"{person.id}/new-links"), self.clock()
        return next_allowed(pace, LIMITS, at) <= at and self.store.keep_pace(sent_at(pace, LIMITS, at))


def _has(person: Person, contact: str) -> bool:
    """Whether what somebody typed is a contact of this person, or their id."""
    typed = contact.strip().casefold()
    number = "".join(letter for letter in typed if letter not in " -()/.")
    known = {person.id, (person.email or "").casefold()}
    return bool(typed) and (typed in known or number == person.phone)
