"""Every stage, wired to a world that the test owns: what bootstrap does for AWS."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.deployment import Deployment
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.pipeline.audit import Audit
from chalicelib.pipeline.collect import Collect
from chalicelib.pipeline.deliver import Deliver
from chalicelib.pipeline.escalate import Escalate
from chalicelib.pipeline.hear_sms import HearSms
from chalicelib.pipeline.known_phone import KnownPhone
from chalicelib.pipeline.notices import QueueNotices, SendNotices
from chalicelib.pipeline.noticing import noticing
from chalicelib.pipeline.numbering import Numbering, no_numbers
from chalicelib.pipeline.read import Read
from chalicelib.pipeline.respond import Respond
from chalicelib.pipeline.triage import Triage
from chalicelib.ports import MentionQueue, NotificationQueue, Phone, Source, Store
from tests.builders import NOON
from tests.fakes import (
    FakeMentionQueue,
    FakeNoticeQueue,
    FakeNotificationQueue,
    FakePhone,
    FakeReceivers,
    FakeSourceQueue,
    FakeStore,
    FakeTokens,
    HandClock,
)
from tests.functional.belt import Belt
from tests.functional.deaths import Fate, ProcessDiedError
from tests.functional.listening import PlainKeywords, WordRules
from tests.functional.watching import CountingHeartbeat, CountingTelemetry

ADDRESS = "https://wayfare.example"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Outside:
    """What the stages stand on: the store, the queues with the consumers' ends of them, and the carrier."""

    store: Store
    mentions: MentionQueue
    notifications: NotificationQueue
    take_mentions: Callable[[], Iterable[Mention]]
    take_notifications: Callable[[], Iterable[str]]
    phone: Phone


def in_memory(clock: HandClock, phone: FakePhone) -> Outside:
    """The outside as fakes."""
    mentions, notifications = FakeMentionQueue(), FakeNotificationQueue(clock)
    return Outside(FakeStore(), mentions, notifications, mentions.take, notifications.take, phone)


class World:
    """All stages over one outside.

    `fate` may strike at any of their side effects; `slow` makes the queues as slow as SQS; with
    `answers` an SMS says by which numbers it can be answered.
    """

    def __init__(
        self,
        policies: Policies,
        *,
        at: datetime = NOON,
        fate: Fate | None = None,
        outside: Callable[[HandClock, FakePhone], Outside] = in_memory,
        make_source: Callable[[SourcePolicy, Policies], Source] | None = None,
        slow: bool = False,
        answers: bool = False,
    ) -> None:
        self._is_slow, self._has_answers = slow, answers
        self.clock, self.phone = HandClock(at), FakePhone()
        self.turns = FakeSourceQueue(self.clock)
        self.outside = outside(self.clock, self.phone)
        self.policies = policies
        self.outside.store.save_deployment(Deployment(public_url=ADDRESS))
        self.notices, self.receivers = FakeNoticeQueue(), FakeReceivers()
        self.telemetry, self.heartbeat = CountingTelemetry(), CountingHeartbeat()
        self._make_source = make_source or _no_source
        self._wire(fate or Fate())

    def second(self) -> "World":
        """Another set of processes over the same outside, as when two Lambdas of one function run at once."""
        other = copy(self)
        other._wire(Fate())
        return other

    def handle_again(self) -> None:
        """Let a second process handle, from begin to end, the messages that the consumers are at."""
        other = self.second()
        self.turn_belt.run_current_on(other.turn_belt)
        self.mention_belt.run_current_on(other.mention_belt)
        self.notification_belt.run_current_on(other.notification_belt)

    def _wire(self, fate: Fate) -> None:
        clock, telemetry, policies = self.clock, self.telemetry, lambda: self.policies
        notices = fate.guard(self.notices)
        store = noticing(fate.guard(self.outside.store), notices, lambda: self.policies.brand.outgoing)
        phone = KnownPhone(fate.guard(self.outside.phone), store, clock)
        mentions, notifications = fate.guard(self.outside.mentions), fate.guard(self.outside.notifications)
        self.collect = Collect(store, fate.guard(self.turns), policies, clock, telemetry)
        self.read = Read(store, mentions, notifications, policies, self._make_source, clock, telemetry)
        self.triage = Triage(store, notifications, policies, WordRules(), _keywords, clock, telemetry)
        numbers = Numbering(store, policies, clock) if self._has_answers else no_numbers
        self.deliver = Deliver(
            store, notifications, phone, policies, lambda: ADDRESS, FakeTokens(), clock, telemetry, numbers
        )
        self.escalate = Escalate(store, notifications, policies, clock, telemetry)
        self.respond = Respond(store, notifications, policies, clock, telemetry)
        self.hear_sms = HearSms(store, self.respond, phone, policies, clock)
        self.audit = Audit(store, self.heartbeat, clock, telemetry)
        self.queue_notices = QueueNotices(store, notices, clock)
        self.send_notices = SendNotices(policies, fate.guard(self.receivers), clock, telemetry)
        self._belt(clock if self._is_slow else None)

    def _belt(self, patience: HandClock | None) -> None:
        self.turn_belt = Belt(self.turns.take, self.read.handle, patience)
        self.mention_belt = Belt(self.outside.take_mentions, self.triage.handle, patience)
        self.notification_belt = Belt(self.outside.take_notifications, self.deliver.handle, patience)
        self.notice_belt = Belt(self.notices.take, self.send_notices.handle, patience)

    def drain(self) -> None:
        """Let the consumers work until their queues hold nothing that is ready and new."""
        belts: tuple[Belt[Any], ...] = (self.mention_belt, self.notification_belt, self.notice_belt)
        while sum(belt.run() for belt in belts):
            if not all(belt.is_empty for belt in belts):
                return  # what failed is handed out again after the queue's visibility time-out

    def sweep(self) -> None:
        """What the minute brings: turns, the reading of each source, escalating, and what tools are owed.

        Each is a process of its own.
        """
        tools = (self.queue_notices.run,) if self.policies.brand.outgoing else ()
        for run in (self.collect.run, self.turn_belt.run, self.escalate.run, *tools):
            try:
                run()
            except (EarshotError, ProcessDiedError):
                continue  # the schedule starts it again in a minute

    def minute(self) -> None:
        """One minute of every clock and queue."""
        self.clock.at += MINUTE
        self.drain()
        self.sweep()
        self.drain()


def _keywords(policies: Policies) -> PlainKeywords:
    return PlainKeywords({theme.name: theme.phrases for theme in policies.themes.values()})


def _no_source(policy: SourcePolicy, policies: Policies) -> Source:
    raise LookupError(f"no test source is called {policy.name}")
