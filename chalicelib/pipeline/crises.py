"""Crises: declare one when a group leaves its own normal, and after its end see to the alerts that it stood for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.crisis import Surge, crisis_id, declare, hour_and_past, may_open, most_normal
from chalicelib.domain.alert.inhibition import look_again, release
from chalicelib.domain.errors import StaleAlertError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.crowd import voice
from chalicelib.domain.judged.group import group, has_theme, is_belated
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action
from chalicelib.domain.rules.storms import CrisisRule
from chalicelib.pipeline.changing import announce, change_alert
from chalicelib.ports import Clock, NotificationQueue, Store, Telemetry

MOST_RELEASED = 200
"""Children that one sweep sees to: the rest waits for the next, so that no other alert waits for them."""


@dataclass(frozen=True)
class Crises:
    """Watches how often each group is heard, where the policies have a crisis rule."""

    store: Store
    notifications: NotificationQueue
    clock: Clock
    telemetry: Telemetry

    def over(self, mention: Mention, decision: Decision, policies: Policies) -> Alert | None:
        """The open crisis of the mention's group; declared now where this mention makes it one voice more than normal.

        What has no theme has no crisis: nobody can say that it is one trouble. A belated mention says nothing of
        the present hour, and declares none. It is asked before the mention is recorded: whoever dies in between
        leaves it to be asked again.
        """
        rule = policies.crisis
        if rule is None or decision.department is None or decision.action is Action.IGNORE or decision.theme is None:
            return None
        name, at = group(decision.department, decision.theme), self.clock()
        known = self.store.alert(crisis_id(policies.brand.name, name))
        if known is not None and not known.is_resolved:
            return known
        is_possible = may_open(known, rule, at) and not is_belated(mention, at)
        surge = self._surge(name, mention, rule, at) if is_possible else None
        if surge is None:
            return None
        change = declare(surge, mention, known=known, rule=rule, policies=policies, at=at)
        self.store.save(change)
        announce(change, self.notifications, self.telemetry)
        return change.alert

    def of(self, alert: Alert, policies: Policies) -> Alert | None:
        """The latest crisis of the alert's group, open or not."""
        name = alert.group
        is_possible = policies.crisis is not None and name != "" and has_theme(name)
        return self.store.alert(crisis_id(policies.brand.name, name)) if is_possible else None

    def see_to_children(self, crisis: Alert, policies: Policies) -> Iterator[Change]:
        """Release alerts that a resolved crisis stood for, and look again until there are none."""
        at = self.clock()
        children = self.store.children(crisis.id, limit=MOST_RELEASED)
        for child in children:
            change = change_alert(self.store, child.id, lambda found: release(found, crisis, policies=policies, at=at))
            if change is not None:
                self.telemetry.changed(change)
                yield change
        try:
            self.store.save(look_again(crisis, any_left=bool(children), at=at))
        except StaleAlertError:
            return  # reopened, or seen to by another sweep

    def _surge(self, name: str, mention: Mention, rule: CrisisRule, at: datetime) -> Surge | None:
        """What is above normal, with the mention at hand; past weeks are read only above the floor."""
        hour, *past = hour_and_past(rule, at)
        rate = self.store.crowd(name, *hour).joined_by(voice(mention)).size
        if rate <= rule.floor:
            return None
        limit = most_normal(rule, [self.store.crowd(name, *before).size for before in past])
        return Surge(group=name, rate=rate, limit=limit) if rate > limit else None
