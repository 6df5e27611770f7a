"""The last stage: send what is owed, one message to one contact, as often as that contact can bear."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.escalation import pass_tier
from chalicelib.domain.alert.notification import Contact, Notification, NotificationKind, NotificationStatus
from chalicelib.domain.alert.owing import unwanted
from chalicelib.domain.errors import RefusedError, UnavailableError
from chalicelib.domain.people.address import address_id, address_of
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Person
from chalicelib.domain.said import said
from chalicelib.domain.told.link import Link
from chalicelib.domain.told.message import Due, email, sms
from chalicelib.domain.told.tongue import only_english
from chalicelib.pipeline.changing import announce, change_alert
from chalicelib.pipeline.numbering import GivesNumbers, no_numbers
from chalicelib.pipeline.pacing import Pacing
from chalicelib.ports import (
    Clock,
    GivesPolicies,
    GivesTongue,
    MakesTokens,
    NotificationQueue,
    Phone,
    Store,
    Telemetry,
)

CLAIM = timedelta(seconds=90)
"""How long one process may take to send: longer than the function may run."""

LONGEST_DELAY = timedelta(minutes=15)
"""What the queue can hold back; the sweep hands out what is deferred for longer."""

MOST_TOGETHER = 100
"""Alerts in one message; a phone that is owed more gets a second one."""


@dataclass(frozen=True)
class Deliver:
    """Sends notifications. Deciding is exactly once; sending is at least once (docs/architecture.md says when)."""

    store: Store
    notifications: NotificationQueue
    phone: Phone
    policies: GivesPolicies
    public_url: Callable[[], str]
    tokens: MakesTokens
    clock: Clock
    telemetry: Telemetry
    numbers: GivesNumbers = no_numbers
    tongues: GivesTongue = only_english

    def handle(self, notification_id: str) -> None:
        """Send, defer, refuse or skip one notification, and others that wait for the same contact with it."""
        found = self.store.notification(notification_id)
        if found is None:
            return
        if found.status is NotificationStatus.REFUSED:
            self._pass_dead_tier(found)  # a process may have died between refusing and passing
        elif found.is_unsent and found.due_at <= self.clock() and self._is_ours(found):
            self._in_turn(found)

    def _in_turn(self, first: Notification) -> None:
        """Send now if the contact's pace allows it, else when it does."""
        try:
            turn = self._pacing.take_turn(first, self.policies().storm)
        except UnavailableError:
            self._mark(first, status=NotificationStatus.OWED)
            raise
        if not turn.is_now:
            self._defer(first, until=turn.at, reason=turn.reason)
            return
        companions = [found for found in self._companions(first) if self._is_ours(found)]
        try:
            self._send([first, *companions])
        except UnavailableError:
            self._pacing.give_back(first, turn)
            raise

    @property
    def _pacing(self) -> Pacing:
        return Pacing(self.store, self.clock)

    def _is_ours(self, found: Notification) -> bool:
        """Whether we may send it: nobody else is doing so, and its alert still wants it."""
        at = self.clock()
        if not self.store.claim(found, at=at, until=at + CLAIM):
            return False
        alert = self.store.alert(found.alert_id)
        reason = "the alert is gone" if alert is None else unwanted(alert, found)
        if reason:
            self._mark(found, status=NotificationStatus.SKIPPED, reason=reason)
        return not reason

    def _companions(self, first: Notification) -> Sequence[Notification]:
        """What waits for the same contact and can share its message."""
        at = self.clock()
        waiting = [
            found
            for found in self.store.unsent(first.contact.id)
            if found.id != first.id
            and found.kind is first.kind is NotificationKind.CALL
            and _goes_with(found, first, at)
        ]
        return waiting[: MOST_TOGETHER - 1]

    def _send(self, bundle: Sequence[Notification]) -> None:
        policies = self.policies()
        person = policies.people.get(bundle[0].contact.person)
        try:
            receipt = self._tell(person, bundle, policies)
        except RefusedError as error:
            self._refuse(bundle, str(error))
        except UnavailableError:
            for notification in bundle:
                self._mark(notification, status=NotificationStatus.OWED)
            raise
        else:
            for notification in bundle:
                self._mark(notification, status=NotificationStatus.SENT, receipt=receipt)

    def _tell(self, person: Person | None, bundle: Sequence[Notification], policies: Policies) -> str:
        """Compose and send one message; the receipt is the carrier's."""
        if person is None:
            raise RefusedError(said("{person} is not among the people any more", person=bundle[0].contact.person))
        due = self._due(bundle)
        at, link, tongue = self.clock(), self._link(bundle[0], due), self.tongues(policies.language_of(person))
        if bundle[0].contact.channel is Channel.SMS:
            numbers = self.numbers(bundle[0].contact, [alert.id for alert, _ in due])
            text = sms(due, policies=policies, link=link, at=at, numbers=numbers, tongue=tongue)
            return self.phone.sms(person, text)
        told = email(due, policies=policies, link=link, at=at, tongue=tongue)
        return self.phone.email(person, bundle[0].department, told)

    def _due(self, bundle: Sequence[Notification]) -> list[Due]:
        """What the message is about, the oldest alert first."""
        alerts = ((self.store.alert(notification.alert_id), notification) for notification in bundle)
        found = [(alert, notification) for alert, notification in alerts if alert]
        return sorted(found, key=lambda due: due[0].opened_at)

    def _link(self, first: Notification, due: Sequence[Due]) -> str:
        """The address of a personal page; stored before it is sent, and the same one if it is sent again.

        A page that may have been sent keeps what it was about.
        """
        token = self.tokens.token(first.id)
        sent = self.store.link(token)
        alerts = (*(sent.alerts if sent else ()), *(alert.id for alert, _ in due))
        link = Link(
            token=token,
            person=first.contact.person,
            alerts=tuple(dict.fromkeys(alerts)),
            expires_at=self.clock() + self.policies().link_lifetime,
            address=self._address(first.contact),
        )
        self.store.save_link(link)
        return f"{self.public_url()}/a/{link.token}"

    def _address(self, contact: Contact) -> str:
        person = self.policies().people.get(contact.person)
        address = address_of(person, contact.channel) if person else None
        return address_id(address) if address else ""

    def _defer(self, notification: Notification, *, until: datetime, reason: str) -> None:
        self._mark(notification, status=NotificationStatus.DEFERRED, reason=reason, due_at=until)
        delay = until - self.clock()
        if delay <= LONGEST_DELAY:
            self.notifications.put([notification.id], delay=delay)

    def _refuse(self, bundle: Sequence[Notification], reason: str) -> None:
        for notification in bundle:
            self._mark(notification, status=NotificationStatus.REFUSED, reason=reason)
        for notification in bundle:
            self._pass_dead_tier(notification)

    def _pass_dead_tier(self, refused: Notification) -> None:
        """Go to the next tier at once where everybody in this one was refused."""

        def decide(alert: Alert) -> Change | None:
            reasons = self._refusals(alert, refused)
            if not reasons:
                return None
            return pass_tier(alert, reason="; ".join(reasons), policies=self.policies(), at=self.clock())

        change = change_alert(self.store, refused.alert_id, decide)
        if change:
            announce(change, self.notifications, self.telemetry)

    def _refusals(self, alert: Alert, refused: Notification) -> list[str]:
        """Why each contact of the alert's present tier was refused; empty while the tier may still reach somebody."""
        here = (refused.cycle, refused.tier)
        if refused.kind is not NotificationKind.CALL or not alert.is_triggered or (alert.cycle, alert.tier) != here:
            return []
        calls = [
            found
            for found in self.store.notifications(alert.id)
            if found.kind is NotificationKind.CALL and (found.cycle, found.tier) == here
        ]
        dead = [
            said("{contact}: {reason}", contact=found.contact.id, reason=found.reason)
            for found in calls
            if found.status is NotificationStatus.REFUSED
        ]
        return dead if len(dead) == len(calls) else []

    def _mark(
        self,
        notification: Notification,
        *,
        status: NotificationStatus,
        reason: str = "",
        due_at: datetime | None = None,
        receipt: str = "",
    ) -> None:
        at = self.clock()
        is_sent = status is NotificationStatus.SENT
        marked = replace(
            notification,
            status=status,
            reason=reason,
            due_at=due_at or at,
            receipt=receipt,
            sent_at=at if is_sent else None,
        )
        self.store.mark(marked)
        self.telemetry.delivered(marked)


def _goes_with(found: Notification, first: Notification, at: datetime) -> bool:
    """Whether `found` shares the message of `first`; another group's news never bury the first word of a trouble."""
    if found.status is NotificationStatus.DEFERRED:
        return found.due_at <= at or found.group == first.group
    return found.held and first.held and found.due_at <= at
