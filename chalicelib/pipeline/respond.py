"""The answer of people: whoever was told looks at the alert and acts on it, by a personal link or a signed tool."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.asked import OWNING, Act, carry_out
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.alert.glance import need, people_with
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.alert.renaming import renamed
from chalicelib.domain.errors import NotFoundError, UnavailableError, UnprocessableError
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.judged.silence import Silence
from chalicelib.domain.people.address import Proof
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Person
from chalicelib.domain.said import said
from chalicelib.domain.told.link import Link, require_live
from chalicelib.domain.told.why import mentions_in
from chalicelib.pipeline.changing import announce, change_alert
from chalicelib.pipeline.silencing import Silencing
from chalicelib.ports import Clock, GivesPolicies, NotificationQueue, Store, Telemetry

CHILDREN_SHOWN = 50

POSTS_SHOWN = 100
"""Posts of one situation that its page shows, the newest of them: as many as one read holds."""

SHOWN_WHOLE = 10
"""Alerts that one page shows with everything that happened; the others have a line each."""


class Shown(Struct, frozen=True, kw_only=True):
    """One alert as a page shows it, with everything that happened to it, oldest first.

    `children` are the first alerts that a crisis stands for. `silence` is that of its author, while one runs, and
    `urgent_since` how many urgent mentions it swallowed. `owed` is all that it ever owed anybody.
    """

    alert: Alert
    timeline: Sequence[AnyEvent]
    children: Sequence[Alert] = ()
    silence: Silence | None = None
    urgent_since: int = 0
    owed: Sequence[Notification] = ()


class View(Struct, frozen=True, kw_only=True):
    """What one person is shown at one instant: what the link is about, then in `also` whatever else is theirs."""

    person: Person
    shown: tuple[Shown, ...]
    policies: Policies
    expires_at: datetime
    at: datetime
    also: tuple[Alert, ...] = ()


class Detail(Struct, frozen=True, kw_only=True):
    """Everything about one alert: its posts as they were heard, the public answers, and what was sent to whom."""

    shown: Shown
    heards: Sequence[Heard]
    replies: Sequence[Reply]
    notifications: Sequence[Notification]


@dataclass(frozen=True)
class Respond:
    """Looks change nothing; acts are saved with what they owe, and decided anew where somebody was faster."""

    store: Store
    notifications: NotificationQueue
    policies: GivesPolicies
    clock: Clock
    telemetry: Telemetry

    def view(self, token: str, *, first: str = "") -> View:
        """What the link shows now; raise NotFoundError or LinkExpiredError where it shows nothing.

        The alert called `first` comes first, if it is the person's to see. It changes nothing, and proves nothing: mail
        scanners open links, too, and run the scripts of what they find.
        """
        link = self._link(token)
        return self._view(link.person, link.alerts, first=first, expires_at=link.expires_at)

    def person_of(self, token: str) -> Person:
        """Whose link it is; raise NotFoundError or LinkExpiredError where it opens nothing."""
        return self.policies().people[self._link(token).person]

    def mine(self, person: str, *, until: datetime, first: str = "") -> View:
        """The same without a link, for somebody signed in until `until`."""
        return self._view(person, (), first=first, expires_at=until)

    def _view(self, person: str, asked: Sequence[str], *, first: str, expires_at: datetime) -> View:
        names, policies = self.policies().names_of(person), self.policies()
        theirs = [seen for seen in sorted(self.store.glances(), key=need) if not names.isdisjoint(seen.with_people)]
        stored = self.store.alerts(list(dict.fromkeys((*asked, *(seen.id for seen in theirs), *filter(None, [first])))))
        found = {id: renamed(alert, policies) for id, alert in stored.items()}
        mine = [found[seen.id] for seen in theirs if seen.id in found and seen.id not in asked]
        about = sorted((found[id] for id in asked if id in found), key=lambda alert: not alert.is_urgent)
        if first in found and (first in asked or person in (*people_with(found[first]), found[first].owner)):
            about = [found[first], *(alert for alert in about if alert.id != first)]
        about = about or mine[:1]
        whole = {alert.id for alert in about[:SHOWN_WHOLE]}
        return View(
            person=self.policies().people[person],
            shown=tuple(self._shown(alert) for alert in about[:SHOWN_WHOLE]),
            policies=self.policies(),
            expires_at=expires_at,
            at=self.clock(),
            also=tuple(alert for alert in (*about, *mine) if alert.id not in whole),
        )

    def _shown(self, alert: Alert) -> Shown:
        children = self.store.children(alert.id, limit=CHILDREN_SHOWN) if alert.crisis else ()
        silencing = Silencing(self.store, self.policies, self.clock)
        silence = silencing.of_author(alert.excerpt.network, alert.excerpt.author_id)
        return Shown(
            alert=alert,
            timeline=self.store.timeline(alert.id),
            children=children,
            silence=silence,
            urgent_since=silencing.urgent_since(silence) if silence else 0,
            owed=self.store.notifications(alert.id),
        )

    def detail(self, alert_id: str) -> Detail:
        """Everything about an alert, oldest first; raise NotFoundError where there is none."""
        alert = self.store.alert(alert_id)
        if alert is None:
            raise NotFoundError(said("there is no alert {alert}", alert=alert_id))
        shown, network = self._shown(alert), alert.excerpt.network
        keys = (mentions_in(shown.timeline) or (alert.excerpt.mention,))[-POSTS_SHOWN:]
        _, heards = self.store.seen([], keys)
        return Detail(
            shown=shown,
            heards=[heards[key] for key in keys if key in heards],
            replies=self.store.replies(network, alert.thread) if alert.thread else (),
            notifications=shown.owed,
        )

    def act_by_link(self, token: str, alert_id: str, act: Act) -> Alert:
        """Act as the link's person, on an alert that the link is about or that is the person's.

        That a button was pressed proves the address that the link was sent to.
        """
        link = self._link(token)
        if alert_id not in link.alerts and not self._is_theirs(alert_id, link.person):
            raise NotFoundError(said("this link is about other alerts"))
        self._prove(link)
        return self.act(alert_id, link.person, act)

    def enter_by_link(self, token: str) -> Person:
        """Whose session begins: a press behind their link, which proves the address that it was sent to."""
        person = self.person_of(token)
        self._prove(self._link(token))
        return person

    def _prove(self, link: Link) -> None:
        if link.address:
            with suppress(UnavailableError):  # the act matters more than the proof, which the next one gives too
                self.store.prove(link.address, Proof.OPENED, at=self.clock())

    def _is_theirs(self, alert_id: str, person: str) -> bool:
        stored = self.store.alert(alert_id)
        alert = renamed(stored, self.policies()) if stored else None
        return alert is not None and (person in people_with(alert) or person == alert.owner)

    def act(self, alert_id: str, by: str, act: Act) -> Alert:
        """Act as `by`: a person's id, or, where no answer is promised, a tool's name. Returns the alert as it is now.

        Raise NotFoundError for no such alert, UnprocessableError and IllegalTransitionError for what cannot be
        done, UnavailableError where trying again helps; then nothing was changed.
        """
        policies = self.policies()
        if isinstance(act, OWNING) and by not in policies.people:
            raise UnprocessableError(said("by: nobody is called {by}", by=repr(by)))
        change = change_alert(self.store, alert_id, lambda alert: self._decide(alert, by, act))
        if change:
            with suppress(UnavailableError):  # the act is done, and the sweep queues what is owed and unsent
                announce(change, self.notifications, self.telemetry)
        alert = self.store.alert(alert_id)
        if alert is None:
            raise NotFoundError(said("there is no alert {alert}", alert=alert_id))
        return alert

    def stop_messages(self, address: str, people: Sequence[Person]) -> None:
        """Send no more to this address, whose readers `people` are; ops learn of it, since they now hear less."""
        self.store.stop(address, since=self.clock())
        self.telemetry.stopped(people=[person.id for person in people])

    def start_messages(self, address: str) -> None:
        """Send to this address again."""
        self.store.stop(address, since=None)

    def _decide(self, alert: Alert, by: str, act: Act) -> Change | None:
        policies = self.policies()
        change = carry_out(act, renamed(alert, policies), by=by, policies=policies, at=self.clock())
        return change if change.events else None

    def _link(self, token: str) -> Link:
        link = self.store.link(token)
        person = self.policies().person(link.person) if link else None
        if link is None or person is None:
            raise NotFoundError(said("this link leads nowhere: was all of it copied?"))
        require_live(link, self.clock())
        return replace(link, person=person.id)
