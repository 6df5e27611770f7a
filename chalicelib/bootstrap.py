"""The only wiring, with outside.py: which stage gets which ports. Everything is made when first asked for, and once.

Each function of a deployment runs one stage, so each pays only for its own imports: tweepy loads in the
reader of sources alone, the classifier's model in triage alone, templates in the API alone.
"""

import os
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from chalicelib.domain.alert.notification import Contact
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.outside import Outside
from chalicelib.ports import Source
from chalicelib.settings import read_settings

if TYPE_CHECKING:
    from chalicelib.pipeline.audit import Audit
    from chalicelib.pipeline.blind_spots import BlindSpots
    from chalicelib.pipeline.board import Board
    from chalicelib.pipeline.collect import Collect
    from chalicelib.pipeline.correcting import Correcting
    from chalicelib.pipeline.deliver import Deliver
    from chalicelib.pipeline.escalate import Escalate
    from chalicelib.pipeline.fold import Fold
    from chalicelib.pipeline.hear_sms import HearSms
    from chalicelib.pipeline.letters import Letters
    from chalicelib.pipeline.notices import QueueNotices, SendNotices
    from chalicelib.pipeline.read import Read
    from chalicelib.pipeline.renewing import Renewing
    from chalicelib.pipeline.respond import Respond
    from chalicelib.pipeline.shifts import Shifts
    from chalicelib.pipeline.silencing import Silencing
    from chalicelib.pipeline.tools import Tools
    from chalicelib.pipeline.triage import Triage
    from chalicelib.pipeline.why import Explain


class Deps(Outside):
    """Everything that a trigger may need, for one set of settings."""

    @cached_property
    def collect(self) -> "Collect":
        from chalicelib.pipeline.collect import Collect

        return Collect(self.store, self.turns, self.cached.policies, self.clock, self.telemetry)

    @cached_property
    def read(self) -> "Read":
        from chalicelib.pipeline.read import Read

        queues = (self.mentions, self.notifications)
        return Read(self.store, *queues, self.cached.policies, self._make_source, self.clock, self.telemetry)

    @cached_property
    def triage(self) -> "Triage":
        from chalicelib.adapters.backend import ChosenBackend
        from chalicelib.classifier import Classifier
        from chalicelib.classifier.comparing import ComparingClassifier
        from chalicelib.classifier.indexes import keywords_of
        from chalicelib.pipeline.triage import Triage

        comprehend = partial(self._client, "comprehend")
        local = ComparingClassifier(Classifier.load(), self.cached.policies)
        return Triage(
            self.store,
            self.notifications,
            self.cached.policies,
            ChosenBackend(local, comprehend, self.store, self.cached.policies, self.clock, self.logger),
            keywords_of,
            self.clock,
            self.telemetry,
        )

    @cached_property
    def escalate(self) -> "Escalate":
        from chalicelib.pipeline.escalate import Escalate

        return Escalate(self.store, self.notifications, self.cached.policies, self.clock, self.telemetry)

    @cached_property
    def audit(self) -> "Audit":
        from chalicelib.adapters.heartbeat import UrlHeartbeat
        from chalicelib.pipeline.audit import Audit

        return Audit(self.store, UrlHeartbeat(self.settings.heartbeat_url), self.clock, self.telemetry)

    @cached_property
    def fold(self) -> "Fold":
        from chalicelib.pipeline.fold import Fold

        return Fold(self.store, self.clock)

    @cached_property
    def deliver(self) -> "Deliver":
        from chalicelib.pipeline.deliver import Deliver
        from chalicelib.told_in import tongue

        ports = (self.store, self.notifications, self._phone, self.cached.policies, self.public_url, self._tokens)
        return Deliver(*ports, self.clock, self.telemetry, self._numbers, tongue)

    @cached_property
    def letters(self) -> "Letters":
        from chalicelib.pipeline.letters import Letters
        from chalicelib.told_in import tongue

        ports = (self.store, self._phone, self.cached.policies, self.public_url, self._tokens)
        return Letters(*ports, self.clock, tongue)

    @cached_property
    def send_notices(self) -> "SendNotices":
        from chalicelib.adapters.receivers import HttpReceivers
        from chalicelib.pipeline.notices import SendNotices

        receivers = HttpReceivers(self.secrets, self.settings.feed_hosts)
        return SendNotices(self.cached.pushed, receivers, self.clock, self.telemetry)

    @cached_property
    def queue_notices(self) -> "QueueNotices":
        from chalicelib.pipeline.notices import QueueNotices

        return QueueNotices(self.store, self.notices, self.clock)

    @cached_property
    def hear_sms(self) -> "HearSms":
        from chalicelib.pipeline.hear_sms import HearSms
        from chalicelib.told_in import tongue

        return HearSms(self.store, self.respond, self._phone, self.cached.policies, self.clock, tongue)

    @cached_property
    def respond(self) -> "Respond":
        from chalicelib.pipeline.respond import Respond

        return Respond(self.store, self.notifications, self.cached.policies, self.clock, self.telemetry)

    @cached_property
    def renewing(self) -> "Renewing":
        from chalicelib.pipeline.renewing import Renewing

        return Renewing(self.store, self.notifications, self.cached.policies, self.clock, self.telemetry)

    @cached_property
    def board(self) -> "Board":
        from chalicelib.pipeline.board import Board

        return Board(self.store, self.clock)

    @cached_property
    def blind_spots(self) -> "BlindSpots":
        from chalicelib.pipeline.blind_spots import BlindSpots

        return BlindSpots(self.store, self.cached.policies, self.clock)

    @cached_property
    def correcting(self) -> "Correcting":
        from chalicelib.pipeline.correcting import Correcting

        return Correcting(self.store, self.notifications, self.cached.policies, self.clock, self.telemetry)

    @cached_property
    def explain(self) -> "Explain":
        from chalicelib.pipeline.why import Explain

        return Explain(self.store, self.cached.policies)

    @cached_property
    def tools(self) -> "Tools":
        from chalicelib.pipeline.tools import Tools

        return Tools(self.store, self.clock)

    @cached_property
    def silencing(self) -> "Silencing":
        from chalicelib.pipeline.silencing import Silencing

        return Silencing(self.store, self.cached.policies, self.clock)

    @cached_property
    def shifts(self) -> "Shifts":
        from chalicelib.pipeline.shifts import Shifts

        return Shifts(self.store, self.cached.pushed, self.clock, self.telemetry)

    def _numbers(self, contact: Contact, alerts: Sequence[str]) -> Mapping[str, int]:
        """Short numbers, where the deployment receives answers by SMS."""
        from chalicelib.pipeline.numbering import Numbering, no_numbers

        give = Numbering(self.store, self.cached.policies, self.clock)
        return (give if self.cached.deployment().sms_replies else no_numbers)(contact, alerts)

    def _make_source(self, policy: SourcePolicy, policies: Policies) -> Source:
        from chalicelib.adapters.sources import source_of

        return source_of(
            policy,
            policies,
            self.secrets,
            vault=self.secrets,
            x_api_url=self.settings.x_api_url,
            feed_hosts=self.settings.feed_hosts,
        )


_deps: Deps | None = None


def deps() -> Deps:
    """The wiring of this process, from its environment; made once."""
    global _deps
    if _deps is None:
        _deps = Deps(read_settings(os.environ))
        _deps.telemetry.started()
    return _deps


def use(replacement: Deps | None) -> None:
    """Make `deps` answer with `replacement`; None makes it read the environment again. For tests and the local run."""
    global _deps
    _deps = replacement
