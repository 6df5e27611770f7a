"""What the pipeline needs besides storage: sources, queues, phones, readers of texts, a clock, telemetry."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.notice import Notice
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.heard.classification import Classification, Keyword, Post
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Batch, Cursor, Turn
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Person
from chalicelib.domain.told.message import Email
from chalicelib.domain.told.tongue import Tongue

Clock = Callable[[], datetime]
"""The current instant, aware and in UTC."""


class Source(Protocol):
    """One place that is listened to."""

    name: str

    def fetch(self, cursor: Cursor, *, at: datetime, budget: int | None) -> Batch:
        """Read what is new since `cursor`, oldest first; the new cursor covers exactly what the batch holds.

        `budget` is what may be spent now, in millionths of a dollar. Good entries are never lost for
        a bad one. Raise SourceUnavailableError where waiting helps and SourceError where a person must act.
        """
        ...


class MentionQueue(Protocol):
    """Mentions on their way to triage."""

    def put(self, mentions: Sequence[Mention]) -> None:
        """Queue all of them; raise UnavailableError if any could not be queued."""
        ...


class SourceQueue(Protocol):
    """Turns of sources on their way to being read."""

    def line_up(self, turns: Sequence[Turn]) -> None:
        """Queue all of them, each to be handed out after its `wait`, at once where that has passed.

        A wait longer than 15 minutes is cut to that.
        """
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

GivesTongue = Callable[[str], Tongue]
"""The tongue of a language, by its code; English where there is none."""


class Telemetry(Protocol):
    """Logs and metrics: one line a state change, and never a post's text, an address, a token or a link."""

    def collected(self, *, source: str, mentions: int, faults: int) -> None: ...

    def source_failed(self, *, source: str, error: Exception, failures: int) -> None: ...

    def sources_stand(self, *, late: Sequence[str], silent: Sequence[str]) -> None:
        """Which sources were not read in time, and which are silent against their own normal.

        None is worth saying, since an alarm needs its end.
        """
        ...

    def out_of_budget(self, *, source: str) -> None:
        """What the source may cost by now does not pay for a page: it hears nothing before the next hour."""
        ...

    def heard(self, heard: Heard) -> None: ...

    def changed(self, change: Change) -> None: ...

    def delivered(self, notification: Notification) -> None: ...

    def noticed(self, notice: Notice, fault: str) -> None:
        """A tool was told, or, where there is a fault, never will be."""
        ...

    def untold(self, *, alert: str) -> None:
        """Everybody was called about this alert, and nobody could be told."""
        ...

    def last_resort(self, *, is_proven: bool) -> None:
        """Whether any contact of the duty manager is known to work; said after every sweep."""
        ...

    def stopped(self, *, people: Sequence[str]) -> None:
        """These people's phone asked for no more messages: somebody has to reach them otherwise."""
        ...

    def shift_changed(self, *, what: str, by: str, person: str) -> None:
        """Somebody did something about the shifts or the absence of `person`; all three are ids and words of ours."""
        ...

    def signed(self, *, what: str, by: str) -> None:
        """Somebody signed in or out at the desk, or ended everybody's sessions."""
        ...

    def failed(self, *, alert: str, error: Exception) -> None:
        """A sweep could not deal with an alert, and went on with the others."""
        ...

    def unbound(self, *, route: str) -> None:
        """A signed request named nothing that it was signed for, as senders of before do."""
        ...

    def aside(self, count: int) -> None:
        """How much stands aside; zero is worth saying, since an alarm needs its end."""
        ...

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
