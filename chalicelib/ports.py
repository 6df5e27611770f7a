"""What the pipeline needs of the world. The docstrings are promises; the contract suite holds adapters to them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.domain.alert import Alert, Change
from chalicelib.domain.classification import Classification, Keyword, Post
from chalicelib.domain.deployment import Deployment
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.event import AnyEvent
from chalicelib.domain.link import Link
from chalicelib.domain.mention import Mention, Network
from chalicelib.domain.message import Email
from chalicelib.domain.notification import Notification
from chalicelib.domain.outcome import Heard
from chalicelib.domain.pace import Pace
from chalicelib.domain.person import Person
from chalicelib.domain.policies import Policies
from chalicelib.domain.reply import Reply
from chalicelib.domain.silence import Silence
from chalicelib.domain.sms_command import Numbers
from chalicelib.domain.source import Batch, Cursor, SourcePolicy, SourceState

Clock = Callable[[], datetime]
"""The current instant, aware and in UTC."""


class Source(Protocol):
    """One place that is listened to."""

    name: str

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:
        """Read what is new since `cursor`, oldest first; the new cursor covers exactly what the batch holds.

        `budget` is what may still be spent today, in millionths of a dollar. Good entries are never lost for
        a bad one. Raise SourceUnavailableError where waiting helps and SourceError where a person must act.
        """
        ...


class AlertStore(Protocol):
    """Alerts and their timelines."""

    def alert(self, alert_id: str) -> Alert | None:
        """The alert as it stands now, read consistently; None if there is none."""
        ...

    def due(self, at: datetime, *, limit: int = 500) -> Sequence[Alert]:
        """Alerts with a timer that ended at or before `at`, earliest first, read consistently."""
        ...

    def unresolved(self, *, limit: int = 500) -> Sequence[Alert]:
        """The board: every alert that is not resolved and that no crisis stands for, newest first."""
        ...

    def children(self, crisis_id: str, *, limit: int = 100) -> Sequence[Alert]:
        """The unresolved alerts that a crisis stands for, oldest first."""
        ...

    def save(self, change: Change, *, heard: Heard | None = None) -> None:
        """Store all of it or none: the alert, its events, what is owed, and the mention that caused it.

        Raise StaleAlertError if `change.alert.version` is not current, DuplicateMentionError if the mention
        of `heard` is recorded already, UnavailableError if the store throttles; then nothing was stored. An
        answer that was lost is an UnavailableError too: the next try tells whether all of it was stored.
        The stored alert's version is one higher.
        """
        ...

    def timeline(self, alert_id: str) -> Sequence[AnyEvent]:
        """Everything that happened to the alert, oldest first."""
        ...


class MentionStore(Protocol):
    """Mentions with their outcomes, and the public replies."""

    def heard(self, key: str) -> Heard | None: ...

    def record(self, heard: Heard) -> None:
        """Store a mention that touches no alert; raise DuplicateMentionError if it is recorded already."""
        ...

    def heard_between(self, start: datetime, end: datetime) -> Iterable[Heard]:
        """Everything heard in [start, end), by `heard_at`, oldest first."""
        ...

    def note_reply(self, reply: Reply) -> None:
        """Remember a public answer; noting it twice changes nothing."""
        ...

    def replies(self, network: Network, thread: str) -> Sequence[Reply]:
        """The public answers in a thread, oldest first, read consistently."""
        ...


class StormStore(Protocol):
    """How often each group is heard, and what is silenced."""

    def tally(self, name: str, start: datetime, end: datetime) -> int:
        """How many recorded mentions count as `name` in the buckets that began in [start, end), read consistently.

        A mention is counted by the write that records it, so one that is handled twice counts once.
        """
        ...

    def save_silence(self, silence: Silence) -> None:
        """Keep it in place of any other with its id."""
        ...

    def silences(self, at: datetime) -> Sequence[Silence]:
        """What is silenced at `at`, the one that ends first first, read consistently."""
        ...


class NotificationStore(Protocol):
    """What is owed to whom, and what became of it."""

    def notification(self, notification_id: str) -> Notification | None: ...

    def notifications(self, alert_id: str) -> Sequence[Notification]:
        """Every notification of an alert, oldest first, read consistently."""
        ...

    def unsent(self, contact: str) -> Sequence[Notification]:
        """What is owed, deferred or being sent to one contact, oldest first."""
        ...

    def due_notifications(self, at: datetime, *, limit: int = 500) -> Sequence[Notification]:
        """Unsent notifications whose `due_at` is at or before `at`, earliest first."""
        ...

    def claim(self, notification: Notification, *, at: datetime, until: datetime) -> bool:
        """Take the right to send it until `until`; False if another process has it, or it is done.

        An owed or deferred one can be claimed, and one whose earlier claim ended at or before `at`.
        """
        ...

    def mark(self, notification: Notification) -> None:
        """Store what became of it, unless it is already sent, refused or skipped."""
        ...

    def pace(self, contact: str) -> Pace: ...

    def keep_pace(self, pace: Pace) -> bool:
        """Store it if `pace.version` is current; False if another process sent meanwhile."""
        ...

    def numbers(self, contact: str) -> Numbers:
        """The short numbers by which a phone answers; none for one that was never given any."""
        ...

    def keep_numbers(self, numbers: Numbers) -> bool:
        """Store them if `numbers.version` is current; False if another process gave a number meanwhile."""
        ...


class SourceStore(Protocol):
    """Cursors, leases and the ledger."""

    def source(self, name: str) -> SourceState:
        """Where a source stands; a fresh state for one that was never read."""
        ...

    def sources(self) -> Sequence[SourceState]:
        """Where every source stands that was ever read, by name."""
        ...

    def lease(self, name: str, *, at: datetime, until: datetime) -> bool:
        """Take the right to read a source until `until`; False while another process has it."""
        ...

    def advance(self, state: SourceState) -> None:
        """Store the state and give the lease back."""
        ...

    def take(self, allowance: str, amount: int, *, day: str, limit: int) -> int:
        """Take up to `amount` of a day's allowance of `limit`; what was given, and what nobody else is given.

        `day` is an ISO date. A process that dies after taking has spent it.
        """
        ...


class PolicyStore(Protocol):
    """The pushed policies and what is deployed."""

    def policies(self) -> Policies:
        """The newest pushed version; raise PoliciesError if none was pushed."""
        ...

    def save_policies(self, policies: Policies, *, at: datetime) -> None: ...

    def deployment(self) -> Deployment:
        """What `infra finish` recorded; an empty one before that."""
        ...

    def save_deployment(self, deployment: Deployment) -> None: ...


class LinkStore(Protocol):
    """Personal links, and the messages of signed webhooks that were seen."""

    def save_link(self, link: Link) -> None: ...

    def link(self, token: str) -> Link | None: ...

    def first_seen(self, message_id: str, *, at: datetime, keep: timedelta) -> bool:
        """Remember a webhook message id for `keep`; False if it is remembered already."""
        ...


class Store(AlertStore, MentionStore, StormStore, NotificationStore, SourceStore, PolicyStore, LinkStore, Protocol):
    """The one table, seen whole."""


class MentionQueue(Protocol):
    """Mentions on their way to triage."""

    def put(self, mentions: Sequence[Mention]) -> None:
        """Queue all of them; raise UnavailableError if any could not be queued."""
        ...


class NotificationQueue(Protocol):
    """Ids of notifications on their way to delivery."""

    def put(self, notification_ids: Sequence[str], *, delay: timedelta = timedelta(0)) -> None:
        """Queue all of them, to be handed out after `delay`, or after 15 minutes where it is longer."""
        ...


class Phone(Protocol):
    """Sends to people. Both methods return the carrier's receipt and raise RefusedError with the reason
    where this person cannot be reached that way, UnavailableError where trying again can help."""

    def sms(self, person: Person, text: str) -> str: ...

    def email(self, person: Person, department: str, email: Email) -> str: ...


class Classifies(Protocol):
    """Reads texts: one classification for each post, in order, with no keywords yet."""

    def classify(self, posts: Sequence[Post]) -> list[Classification]: ...


class FindsKeywords(Protocol):
    """Finds the phrases of the policies' themes in a text."""

    def find(self, text: str) -> tuple[Keyword, ...]: ...


MakesSource = Callable[[SourcePolicy, Policies], Source]
"""Makes the source that an entry of brand.yaml describes."""

MakesKeywords = Callable[[Policies], FindsKeywords]
"""Makes the finder for the themes of some policies; called again for each mention, so it remembers."""


GivesPolicies = Callable[[], Policies]
"""The policies in force: read from the store, at most a minute old."""


class Telemetry(Protocol):
    """Logs and metrics: one line a state change, and never a post's text, an address, a token or a link."""

    def collected(self, *, source: str, mentions: int, faults: int) -> None: ...

    def source_failed(self, *, source: str, error: EarshotError, failures: int) -> None: ...

    def heard(self, heard: Heard) -> None: ...

    def changed(self, change: Change) -> None: ...

    def delivered(self, notification: Notification) -> None: ...

    def late(self, *, alerts: int, notifications: int) -> None:
        """What the audit found overdue; zero is worth saying, since an alarm needs its end."""
        ...


class Heartbeat(Protocol):
    """The outside watchman who alarms when he hears nothing."""

    def beat(self) -> None:
        """Tell him that all is well; never raises."""
        ...


class MakesTokens(Protocol):
    """Makes the unguessable, repeatable token of a personal link."""

    def token(self, subject: str) -> str: ...
