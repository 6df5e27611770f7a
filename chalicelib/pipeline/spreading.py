"""Spreading: what readers pass on is looked at again, and comes back one tier higher where it multiplied."""

from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, alert_id
from chalicelib.domain.alert.opening import new_alert
from chalicelib.domain.alert.spread import come_back, reach_now
from chalicelib.domain.heard.conversation import conversation
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.group import BUCKET, bucket_of, reposts, stretch
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import said
from chalicelib.pipeline.changing import announce
from chalicelib.ports import Clock, NotificationQueue, Store, Telemetry


@dataclass(frozen=True)
class Spreading:
    """Looks at a recorded mention when its post is heard again, or when somebody reposts it."""

    store: Store
    notifications: NotificationQueue
    clock: Clock
    telemetry: Telemetry

    def again(self, mention: Mention, policies: Policies) -> None:
        """Hold `mention` against what is recorded of its post, or of the post that it reposts.

        Doing it twice is harmless: the alert keeps the reach at which it came back. Raise StaleAlertError if
        somebody acted on the alert meanwhile.
        """
        is_repost = mention.repost_of is not None
        known = self.store.heard(f"{mention.network}:{mention.repost_of}" if is_repost else mention.key)
        if known is None or known.classification is None:
            return  # never heard, or by a rule that no reader's interest changes: own posts, old ones, reposts
        at = self.clock()
        alert = self._alert(known, policies, at)
        if alert is None:
            return
        reached = reach_now(known, None if is_repost else mention, reposts=self._reposts(known, at))
        change = come_back(alert, known.mention, reached=reached, policies=policies, at=at)
        if change is not None:
            self.store.save(change)
            announce(change, self.notifications, self.telemetry)

    def _reposts(self, known: Heard, at: datetime) -> int:
        _, end = stretch(BUCKET, at)
        return self.store.tally(reposts(known.mention.key), bucket_of(known.mention.posted_at), end)

    def _alert(self, known: Heard, policies: Policies, at: datetime) -> Alert | None:
        """The alert of its situation, or, where it was ignored, the one that it would have opened."""
        found = self.store.alert(known.alert_id or alert_id(policies.brand.name, conversation(known.mention)))
        decision = known.decision
        if found is not None or decision is None:
            return found
        department = decision.department or policies.fallback_department
        if department not in policies.departments:
            return None  # nobody is named to answer for it
        spread = replace(
            decision, department=department, reason=said("readers passed it on ({reason})", reason=decision.reason)
        )
        return new_alert(known.mention, spread, policies=policies, at=at)
