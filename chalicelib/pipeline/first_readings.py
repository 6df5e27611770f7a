"""First readings: old posts are recorded with the alert that sums them up, and counted beside it, not in it.

A first reading brings hundreds of posts at once, to several processes. Each counts its own in the write that records
it, so that no two of them wait for one alert; what was counted is read when people are told.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.first_reading import Archive, open_summary, summary_id, summed_up
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.group import BUCKET, archived, bucket_of
from chalicelib.domain.rules.compiled import Policies
from chalicelib.ports import Store


@dataclass(frozen=True)
class FirstReadings:
    """Opens the alert of a first reading, and finds the words for it."""

    store: Store

    def alert_of(self, mention: Mention, policies: Policies, at: datetime) -> tuple[Alert, Change | None]:
        """The alert that sums up the mention's first reading, with the change that opens it where nobody has yet."""
        reading = mention.first_reading or ""
        known = self.store.alert(summary_id(policies.brand.name, reading))
        if known is not None:
            return known, None
        change = open_summary(mention, reading, policies=policies, at=at)
        return change.alert, change

    def in_words(self, alert: Alert, at: datetime) -> Alert:
        """The alert with what was counted until now, if it sums up a first reading and waits to be told."""
        if alert.first_reading is None or not alert.is_watching:
            return alert
        start, end = bucket_of(alert.opened_at) - BUCKET, bucket_of(at) + BUCKET
        posts, wanting, urgent = (self.store.tally(name, start, end) for name in archived(alert.first_reading))
        return summed_up(alert, Archive(posts=posts, wanting=wanting, urgent=urgent))
