"""The second stage: classify, route and group each queued mention, and open an alert where a route asks for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, alert_id
from chalicelib.domain.alert.answering import answer
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.hearing import Situation, hear
from chalicelib.domain.errors import CrowdedError, DuplicateMentionError, StaleAlertError, UnavailableError
from chalicelib.domain.heard.classification import Classification
from chalicelib.domain.heard.conversation import answered_conversations, conversation, speaking_with
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.addressed import post_of, with_addressed
from chalicelib.domain.judged.ours import is_own, is_staff, reply_in
from chalicelib.domain.judged.outcome import Heard, Outcome
from chalicelib.domain.judged.routing import Decision, decide
from chalicelib.domain.judged.silence import silencing, silent_reason
from chalicelib.domain.judged.talk import after_answers
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Urgency
from chalicelib.domain.said import said
from chalicelib.pipeline.changing import PATIENCE, announce, change_alert
from chalicelib.pipeline.crises import Crises
from chalicelib.pipeline.first_readings import FirstReadings
from chalicelib.pipeline.knowing import recognised, whole_series, with_receiver
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
        for tries in range(PATIENCE):
            mention, is_known = recognised(self.store, mention)
            try:
                if not is_known:
                    self._decide(mention, policies)
                if is_known or mention.repost_of is not None:
                    self._spreading.again(mention, policies)
            except (StaleAlertError, DuplicateMentionError, CrowdedError):
                self.store.wait(
                    tries
                )  # acknowledged, answered, joined, or recorded by another process since we read it
                continue
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
            reply = with_receiver(self.store, reply)
            self.store.note_reply(reply)
            for where in answered_conversations(reply):
                self._stand_down(alert_id(policies.brand.name, where), reply, policies)
        who = "the brand" if is_own(mention, policies) else "registered staff"
        self._ignore(mention, policies, reason=f"{'reply' if reply else 'post'} by {who}")

    def _stand_down(self, alert: str, reply: Reply, policies: Policies) -> None:
        change = change_alert(self.store, alert, lambda found: answer(found, reply, policies=policies, at=self.clock()))
        if change is not None:
            announce(change, self.notifications, self.telemetry)

    def _ignore(self, mention: Mention, policies: Policies, *, reason: str) -> None:
        heard = self._heard(mention, policies, outcome=Outcome.IGNORED, reason=reason)
        self._save(None, heard)
        self._announce(None, heard)

    def _public(self, mention: Mention, policies: Policies) -> None:
        """Judge, group, decide, save, announce."""
        mention = with_addressed(mention, policies)
        where, at = conversation(mention), self.clock()
        replies = speaking_with(mention, self.store.replies(mention.network, mention.thread))
        classification, decision = self._judge(whole_series(self.store, mention), replies, policies, at)
        if _is_archive(mention, decision, replies, policies):
            self._sum_up(mention, classification, decision, policies, at)
            return
        situation = Situation(
            alert=self.store.alert(alert_id(policies.brand.name, where)),
            crisis=self._crises.over(mention, decision, policies),
            replies=replies,
        )
        change = hear(mention, decision, situation, policies=policies, at=at)
        heard = self._heard(
            mention,
            policies,
            outcome=Outcome.IGNORED if change is None else Outcome(change.alert.status),
            reason=decision.reason,
            alert=change.alert if change else None,
            classification=classification,
            decision=decision,
        )
        self._save(change, heard)
        self._announce(change, heard)

    def _sum_up(
        self, mention: Mention, classification: Classification, decision: Decision, policies: Policies, at: datetime
    ) -> None:
        """Record an old post of a new source with the alert that sums up all of them; urgent ones are apart."""
        alert, change = FirstReadings(self.store).alert_of(mention, policies, at)
        heard = self._heard(
            mention,
            policies,
            outcome=Outcome(alert.status),
            reason=said("from before its source was first read: {reason}", reason=decision.reason),
            alert=alert,
            classification=classification,
            decision=decision,
        )
        self._save(change, heard)
        self._announce(change, heard)

    def _judge(
        self, mention: Mention, replies: Sequence[Reply], policies: Policies, at: datetime
    ) -> tuple[Classification, Decision]:
        """What the mention says, and what the rules, earlier answers and silences make of it."""
        [read] = self.classifier.classify([post_of(mention)])
        classification = replace(read, keywords=self.keywords(policies).find(mention.words))
        decision = after_answers(decide(mention, classification, policies), read, mention.text, replies, policies)
        if decision.action is Action.IGNORE:
            return classification, decision
        silence = silencing(self.store.silences(at), mention, classification, decision, at=at)
        if silence is not None:
            decision = replace(decision, action=Action.IGNORE, reason=silent_reason(silence), silence=silence.id)
        return classification, decision

    def _save(self, change: Change | None, heard: Heard) -> None:
        """The mention's outcome, and with it what it did to its alert.

        Where the answer was lost and what was asked for was done, people are told now, and not when a sweep finds it.
        """
        try:
            if change is None:
                self.store.record(heard)
            else:
                self.store.save(change, heard=heard)
        except UnavailableError:
            if self.store.heard(heard.mention.key) != heard:
                raise

    def _announce(self, change: Change | None, heard: Heard) -> None:
        if change is not None:
            announce(change, self.notifications, self.telemetry)
        self.telemetry.heard(heard)

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


def _is_archive(mention: Mention, decision: Decision, replies: Sequence[Reply], policies: Policies) -> bool:
    """Whether it is an old post of a new source that calls nobody by itself: not urgent, and not answered since."""
    is_answered = any(reply.at >= mention.posted_at for reply in replies)
    is_quiet = decision.urgency is not Urgency.URGENT and not is_answered
    return mention.first_reading is not None and is_quiet and policies.fallback_department is not None


def _is_too_old(mention: Mention, policies: Policies, at: datetime) -> bool:
    source = next((source for source in policies.brand.sources if source.name == mention.source), None)
    return source is not None and source.max_age is not None and mention.posted_at < at - source.max_age
