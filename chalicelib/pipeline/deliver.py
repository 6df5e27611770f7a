"""The last stage: what one contact is owed goes through one stream, one message at a time, urgent first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.notification import Notification, NotificationStatus
from chalicelib.domain.alert.owing import unwanted
from chalicelib.domain.errors import RefusedError
from chalicelib.domain.rules.person import Channel, Person
from chalicelib.domain.told.lanes import Lane, Load, Turn, next_turn
from chalicelib.domain.told.pace import Pace, stream_of
from chalicelib.domain.told.tongue import only_english
from chalicelib.pipeline.gathering import Bundle, Gathering
from chalicelib.pipeline.marking import Marking
from chalicelib.pipeline.numbering import GivesNumbers, no_numbers
from chalicelib.pipeline.pacing import Pacing
from chalicelib.pipeline.passing import Passing
from chalicelib.pipeline.writing import Writing
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

LOOKS = 4
"""How often one call looks again at once where other processes were faster."""

AGAIN_AFTER = timedelta(seconds=5)
"""When the queue hands it out again while another process is sending to the same address."""


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
        """Send, defer, refuse or skip one notification, and all else that waits for the same contact with it."""
        first = self.store.notification(notification_id)
        if first is None:
            return
        if first.status is NotificationStatus.REFUSED:
            self._passing.refused(first)  # a process may have died between refusing and passing
            return
        person = self.policies().person(first.contact.person)
        address = stream_of(person, first.contact.channel) if person else first.contact.id
        pacing = Pacing(self.store, self.notifications, self.clock, address)
        if not any(self._serve(first, person, pacing) for _ in range(LOOKS)):
            self.notifications.put([first.id], delay=AGAIN_AFTER)

    def _serve(self, first: Notification, person: Person | None, pacing: Pacing) -> bool:
        """Do what can be done for the contact now; False where another process is at it."""
        at, pace = self.clock(), pacing.read()
        is_due = first.is_ripe(at) and first.due_at <= at
        if not is_due and not pace.is_woken(at):
            return True
        if pace.is_busy(at):
            self.notifications.put([first.id], delay=AGAIN_AFTER)
            return True
        if is_due and self._waits(first, person, pace, pacing):
            return True
        bundle = self._gathering.gather(first.contact, person, pace)
        if bundle is None or self._is_early(bundle, person, pace, pacing):
            return True
        return self._takes_turn(bundle, person, pace, pacing)

    def _waits(self, first: Notification, person: Person | None, pace: Pace, pacing: Pacing) -> bool:
        """Put one off whose turn is later, without reading what else waits: most of a flood ends here."""
        alert = self.store.alert(first.alert_id) if first.status is NotificationStatus.OWED else None
        if alert is None or unwanted(alert, first):
            return False
        alone = Bundle(((alert, first),))
        return self._is_early(alone, person, pace, pacing)

    def _is_early(self, bundle: Bundle, person: Person | None, pace: Pace, pacing: Pacing) -> bool:
        """Whether it is not the address's turn; then all of it waits for that."""
        at, lead = self.clock(), bundle.lead
        load = bundle.load(person)
        turn = self._turn(pace, lead.contact.channel, bundle.lane, load)
        if turn.is_now:
            return False
        late = [each for each in bundle.owed if each.due_at <= at]
        self._marking.mark(late, NotificationStatus.DEFERRED, reason=turn.reason, due_at=turn.at)
        pacing.wake(lead.id, pace, turn.at)
        if bundle.lane is Lane.URGENT and lead.contact.channel is Channel.SMS and turn.is_full(at):
            self._relieve(bundle, late, is_repeat=load.is_repeat)
        return True

    def _relieve(self, bundle: Bundle, late: Sequence[Notification], *, is_repeat: bool) -> None:
        """Call others in place of a phone that is full; who was told before needs nobody in their place."""
        urgent = {owed.id for alert, owed in bundle.due if alert.is_urgent}
        full = [each for each in late if each.id in urgent]
        relieved = [each.id for each in full if self._passing.full(each) or is_repeat]
        stored = [self.store.notification(id) for id in relieved]
        self._marking.keep([replace(each, relieved=True) for each in stored if each])

    def _turn(self, pace: Pace, channel: Channel, lane: Lane, load: Load) -> Turn:
        return next_turn(pace, channel, lane, load, rule=self.policies().storm, at=self.clock())

    def _takes_turn(self, bundle: Bundle, person: Person | None, pace: Pace, pacing: Pacing) -> bool:
        """Send while nobody else does; False where another process was faster."""
        lead = bundle.lead
        counted = pacing.take(pace, bundle.lane, bundle.load(person), by=lead.id)
        if counted is None:
            return False
        try:
            sent, receipt = self._send(bundle, person)
        except Exception:  # whatever kept it from being sent keeps the address for nobody
            pacing.give_back(counted, by=lead.id, is_sent=False)
            raise
        # Where this fails nothing is given back: a message that went out counts, and is sent again a while later.
        self._marking.mark(sent, NotificationStatus.SENT, receipt=receipt)
        pacing.give_back(counted, by=lead.id, is_sent=bool(sent))
        return True

    def _send(self, bundle: Bundle, person: Person | None) -> tuple[Sequence[Notification], str]:
        """What went out, with its receipt. People act while we wait for our turn: their alerts are looked at again."""
        due = self._gathering.wanted(bundle.owed)
        owed = [each for _, each in due]
        try:
            receipt = self._writing.tell(person, Bundle(due)) if due else ""
        except RefusedError as error:
            self._refuse(owed, str(error))
            return (), ""
        return owed, receipt

    def _refuse(self, owed: Sequence[Notification], reason: str) -> None:
        self._marking.mark(owed, NotificationStatus.REFUSED, reason=reason)
        for each in owed:
            self._passing.refused(each)

    @property
    def _marking(self) -> Marking:
        return Marking(self.store, self.clock, self.telemetry)

    @property
    def _gathering(self) -> Gathering:
        return Gathering(self.store, self._marking, self.clock)

    @property
    def _passing(self) -> Passing:
        return Passing(self.store, self.notifications, self.policies, self._marking, self.clock, self.telemetry)

    @property
    def _writing(self) -> Writing:
        return Writing(
            self.store,
            self.phone,
            self.policies,
            self.public_url,
            self.tokens,
            self.clock,
            self.numbers,
            self.tongues,
        )
