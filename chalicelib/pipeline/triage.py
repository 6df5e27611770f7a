"""The second stage: classify, route and group each queued mention, and open an alert where a route asks for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, alert_id
from chalicelib.domain.alert.answering import answer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.inhibition import under
from chalicelib.domain.alert.opening import join, new_alert, open_alert
from chalicelib.domain.errors import DuplicateMentionError, StaleAlertError, UnavailableError
from chalicelib.domain.heard.classification import Classification, Post
from chalicelib.domain.heard.conversation import answered_conversations, answers, conversation
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.ours import is_own, is_staff, reply_in
from chalicelib.domain.judged.outcome import Heard, Outcome
from chalicelib.domain.judged.routing import Decision, decide
from chalicelib.domain.judged.silence import silencing, silent_reason
from chalicelib.domain.judged.talk import after_answers
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action
from chalicelib.pipeline.changing import TRIES, announce, change_alert
from chalicelib.pipeline.crises import Crises
from chalicelib.pipeline.spreading import Spreading
from chalicelib.ports import Classifies, Clock, GivesPolicies, MakesKeywords, NotificationQueue, Store, Telemetry


@dataclass(frozen=True)
class Triage:
    """Gives every mention exactly one recorded outcome."""

    store: Store
    notifications: NotificationQueue
    policies: GivesPolicies
    classifier: Classifies
    keywords: MakesKeywords
    clock: Clock
    telemetry: Telemetry

    def handle(self, mention: Mention) -> None:
        """Deal with one mention. Handling it twice is harmless: its outcome is recorded once."""
        policies = self.policies()
        for _ in range(TRIES):
            is_known = self.store.heard(mention.key) is not None
            try:
                if not is_known:
                    self._decide(mention, policies)
                if is_known or mention.repost_of is not None:
                    self._spreading.again(mention, policies)
            except StaleAlertError:
                continue  # acknowledged, answered or joined since we read it
            except DuplicateMentionError:
                pass  # another process dealt with its second copy meanwhile
            return
        raise UnavailableError(f"the alert of mention {mention.key} kept changing: try again")

    def _decide(self, mention: Mention, policies: Policies) -> None:
        if is_own(mention, policies) or is_staff(mention, policies):
            self._own(mention, policies)
        elif mention.repost_of is not None:
            self._ignore(mention, policies, reason=f"repost of {mention.repost_of}")
        elif _is_too_old(mention, policies, self.clock()):
            self._ignore(mention, policies, reason="older than its source's max_age when first heard")
        else:
            self._public(mention, policies)

    def _own(self, mention: Mention, policies: Policies) -> None:
        """A post of ours opens nothing; a reply of ours ends the alerts that it answers."""
        reply = reply_in(mention, policies)
        if reply is not None:
            self.store.note_reply(reply)
            for where in answered_conversations(reply):
                self._stand_down(alert_id(policies.brand.name, where), reply)
        who = "the brand" if is_own(mention, policies) else "registered staff"
        self._ignore(mention, policies, reason=f"{'reply' if reply else 'post'} by {who}")

    def _stand_down(self, alert: str, reply: Reply) -> None:
        change = change_alert(self.store, alert, lambda found: answer(found, reply, at=self.clock()))
        if change is not None:
            self.telemetry.changed(change)

    def _ignore(self, mention: Mention, policies: Policies, *, reason: str) -> None:
        heard = self._heard(mention, policies, outcome=Outcome.IGNORED, reason=reason)
        self.store.record(heard)
        self.telemetry.heard(heard)

    def _public(self, mention: Mention, policies: Policies) -> None:
        """Classify and route; then ignore, or change the mention's alert and record both together."""
        [read] = self.classifier.classify([Post(mention.text, mention.language)])
        classification = replace(read, keywords=self.keywords(policies).find(mention.words))
        replies = self.store.replies(mention.network, mention.thread)
        decision = after_answers(decide(mention, classification, policies), read.intent.value, mention, replies)
        decision = self._unless_silenced(decision, mention, classification)
        change = self._change(mention, decision, replies, policies)
        heard = self._heard(
            mention,
            policies,
            outcome=Outcome.IGNORED if change is None else Outcome(change.alert.status),
            reason=decision.reason,
            alert=change.alert if change else None,
            classification=classification,
            decision=decision,
        )
        if change is None:
            self.store.record(heard)
        else:
            self.store.save(change, heard=heard)
            announce(change, self.notifications, self.telemetry)
        self.telemetry.heard(heard)

    def _change(
        self, mention: Mention, decision: Decision, replies: Sequence[Reply], policies: Policies
    ) -> Change | None:
        """What the mention does to its situation's alert; None where there is none and none is needed."""
        crisis, at = self._crises.over(mention, decision, policies), self.clock()
        known = self.store.alert(alert_id(policies.brand.name, conversation(mention)))
        if known is None and decision.action is Action.IGNORE:
            return None
        reply = next((reply for reply in replies if answers(reply, mention)), None)
        if known is None and reply is not None:
            return answer(new_alert(mention, decision, policies=policies, at=at), reply, at=at)
        if known is None:
            return open_alert(mention, decision, policies=policies, at=at, crisis=crisis)
        if reply is not None:
            decision = replace(decision, action=Action.IGNORE)
        return join(under(known, crisis, at=at), mention, decision, policies=policies, at=at)

    def _unless_silenced(self, decision: Decision, mention: Mention, classification: Classification) -> Decision:
        """The decision, or to ignore what somebody silenced."""
        if decision.action is Action.IGNORE:
            return decision
        at = self.clock()
        silence = silencing(self.store.silences(at), mention, classification, decision, at=at)
        return replace(decision, action=Action.IGNORE, reason=silent_reason(silence)) if silence else decision

    @property
    def _crises(self) -> Crises:
        return Crises(self.store, self.notifications, self.clock, self.telemetry)

    @property
    def _spreading(self) -> Spreading:
        return Spreading(self.store, self.notifications, self.clock, self.telemetry)

    def _heard(
        self,
        mention: Mention,
        policies: Policies,
        *,
        outcome: Outcome,
        reason: str,
        alert: Alert | None = None,
        classification: Classification | None = None,
        decision: Decision | None = None,
    ) -> Heard:
        return Heard(
            mention=mention,
            outcome=outcome,
            reason=reason,
            heard_at=self.clock(),
            policies_version=policies.version,
            alert_id=alert.id if alert else None,
            classification=classification,
            decision=decision,
        )


def _is_too_old(mention: Mention, policies: Policies, at: datetime) -> bool:
    source = next((source for source in policies.brand.sources if source.name == mention.source), None)
    return source is not None and source.max_age is not None and mention.posted_at < at - source.max_age
