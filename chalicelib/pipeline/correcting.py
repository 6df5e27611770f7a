"""What people say that Earshot judged wrongly: it calls whom it should have called, and keeps who said so."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert, alert_id
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.corrected import Corrected, Reading
from chalicelib.domain.alert.escalation import reopen, trigger
from chalicelib.domain.alert.labelling import correct
from chalicelib.domain.alert.opening import join, open_alert
from chalicelib.domain.errors import (
    CrowdedError,
    IllegalTransitionError,
    NotFoundError,
    StaleAlertError,
    UnavailableError,
    UnprocessableError,
)
from chalicelib.domain.heard.conversation import conversation
from chalicelib.domain.judged.outcome import Heard, Outcome
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action
from chalicelib.domain.said import said
from chalicelib.domain.told.why import mentions_in
from chalicelib.pipeline.changing import PATIENCE, announce, change_alert
from chalicelib.ports import Clock, GivesPolicies, NotificationQueue, Store, Telemetry

CALLED = "called"
"""The label of a mention that was to call somebody."""

OVERLOOKED = (Outcome.IGNORED, Outcome.WATCHING)
"""Outcomes that called nobody."""


@dataclass(frozen=True)
class Correcting:
    """Saves corrections with what they change. The mention's recorded outcome stays as it was: that was wrong."""

    store: Store
    notifications: NotificationQueue
    policies: GivesPolicies
    clock: Clock
    telemetry: Telemetry

    def alert_of(self, heard: Heard) -> str:
        """The id of the alert that a mention has, or would have."""
        return alert_id(self.policies().brand.name, conversation(heard.mention))

    def correct(self, alert: str, given: str, *, by: str) -> None:
        """Keep what a person says of how an alert's post was read; `given` is READING:LABEL."""
        change = change_alert(self.store, alert, lambda found: self._corrected(found, given, by))
        if change is None:
            raise NotFoundError(said("there is no alert {alert}", alert=alert))
        self.telemetry.changed(change)

    def _corrected(self, alert: Alert, given: str, by: str) -> Change:
        heard = self.store.heard(alert.excerpt.mention)
        return correct(alert, heard, given, by=by, policies=self.policies(), at=self.clock())

    def call(self, key: str, *, department: str, by: str) -> Alert:
        """Call people about a mention that was ignored or watched; a new alert is the department's.

        Raise NotFoundError for no such mention, IllegalTransitionError where people are or were called about it,
        UnprocessableError for no such department.
        """
        heard, policies = self.store.heard(key), self.policies()
        if heard is None:
            raise NotFoundError(said("there is no such mention"))
        if department not in policies.departments:
            raise UnprocessableError(said("choose a department"))
        for tries in range(PATIENCE):
            before = self.store.alert(self.alert_of(heard))
            known = mentions_in(self.store.timeline(before.id)) if before else ()
            asked = Asked(heard=heard, is_known=key in known, department=department, by=by)
            change = overlooked(asked, before, policies=policies, at=self.clock())
            try:
                self.store.save(change)
            except (StaleAlertError, CrowdedError):
                self.store.wait(tries)
                continue
            with suppress(UnavailableError):  # it is saved, and the sweep queues what is owed and unsent
                announce(change, self.notifications, self.telemetry)
            return change.alert
        raise UnavailableError(said("alert {alert} kept changing: try again", alert=self.alert_of(heard)))


class Asked(Struct, frozen=True, kw_only=True):
    """Who says that a mention needs somebody, and whose a new alert is; whether its alert knows the mention."""

    heard: Heard
    is_known: bool
    department: str
    by: str


def overlooked(asked: Asked, alert: Alert | None, *, policies: Policies, at: datetime) -> Change:
    """What becomes of the situation of a mention that needs somebody after all; raise where it has somebody."""
    heard, mention, by = asked.heard, asked.heard.mention, asked.by
    if not is_overlooked(heard, alert):
        raise IllegalTransitionError(said("somebody was called about it already: open its alert"))
    reason = said("{person} says that it needs somebody", person=_name(by, policies))
    decision = Decision(action=Action.ALERT, department=asked.department, reason=reason, theme=_theme(heard))
    if alert is None:
        change = open_alert(mention, decision, policies=policies, at=at)
    elif not asked.is_known:
        change = join(alert, mention, decision, policies=policies, at=at)
    elif alert.is_resolved:
        change = reopen(alert, by=by, reason=reason, since=at, policies=policies, at=at)
    else:
        change = trigger(alert, mention=mention.key, reason=reason, policies=policies, at=at)
    correction = Corrected(
        alert_id=change.alert.id,
        at=at,
        by=by,
        mention=mention.key,
        reading=Reading.OUTCOME,
        said=heard.outcome,
        label=CALLED,
    )
    return Change(alert=change.alert, events=(correction, *change.events), owed=change.owed)


def is_overlooked(heard: Heard, alert: Alert | None) -> bool:
    """Whether a person may still say that it needs somebody: nobody was called, and nobody has its situation now."""
    is_quiet = alert is None or alert.is_watching or alert.is_resolved
    return heard.outcome in OVERLOOKED and is_quiet


def _name(by: str, policies: Policies) -> str:
    person = policies.people.get(by)
    return person.name if person else by


def _theme(heard: Heard) -> str | None:
    return heard.decision.theme if heard.decision else None
