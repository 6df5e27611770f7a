"""Answers "why?" about an alert or a mention, and "why not me?" for a person."""

from dataclasses import dataclass

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.told.why import Why, mention_why, mentions_in, told, why_not
from chalicelib.ports import GivesPolicies, Store


@dataclass(frozen=True)
class Explain:
    """Reads what was recorded; decides nothing again."""

    store: Store
    policies: GivesPolicies

    def why(self, alert_or_mention: str, *, person: str | None = None) -> Why:
        """Everything that led to an alert (by its id) or to a mention's outcome (by its key, `network:id`).

        Raise NotFoundError where neither is known. With `person`, say for each tier why they were not told.
        """
        alert = self.store.alert(alert_or_mention)
        if alert is not None:
            return self._of_alert(alert, person)
        heard = self.store.heard(alert_or_mention)
        if heard is None:
            raise NotFoundError(f"there is no alert and no mention {alert_or_mention!r}: a mention is named network:id")
        return self._of_mention(heard, person)

    def _of_mention(self, heard: Heard, person: str | None) -> Why:
        alert = self.store.alert(heard.alert_id) if heard.alert_id else None
        return Why(alert=None, mentions=(mention_why(heard),)) if alert is None else self._of_alert(alert, person)

    def _of_alert(self, alert: Alert, person: str | None) -> Why:
        timeline = tuple(self.store.timeline(alert.id))
        heards = (self.store.heard(key) for key in mentions_in(timeline) or (alert.excerpt.mention,))
        return Why(
            alert=alert,
            mentions=tuple(mention_why(heard) for heard in heards if heard),
            timeline=timeline,
            notifications=tuple(told(notification) for notification in self.store.notifications(alert.id)),
            why_not=why_not(person, alert, timeline, self.policies()) if person else (),
        )
