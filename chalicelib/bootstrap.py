"""The only wiring: which adapter fulfils which port. Everything is made when first asked for, and once.

Each function of a deployment runs one stage, so each pays only for its own imports: tweepy loads in the
collector alone, the classifier's model in triage alone, templates in the API alone.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import boto3
from aws_lambda_powertools import Logger, Metrics
from botocore.config import Config

from chalicelib.domain.alert.notification import Contact
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.ports import Clock, Source, Store
from chalicelib.settings import Settings, read_settings
from chalicelib.telemetry import NAMESPACE, SERVICE, LambdaTelemetry, service_of

if TYPE_CHECKING:
    from chalicelib.adapters.dynamodb.cached import CachedPolicies
    from chalicelib.adapters.secrets import Secrets
    from chalicelib.adapters.sessions import Sessions
    from chalicelib.adapters.sqs import SqsMentionQueue, SqsNotificationQueue
    from chalicelib.pipeline.audit import Audit
    from chalicelib.pipeline.board import Board
    from chalicelib.pipeline.collect import Collect
    from chalicelib.pipeline.deliver import Deliver
    from chalicelib.pipeline.escalate import Escalate
    from chalicelib.pipeline.fold import Fold
    from chalicelib.pipeline.hear_sms import HearSms
    from chalicelib.pipeline.known_phone import KnownPhone
    from chalicelib.pipeline.renewing import Renewing
    from chalicelib.pipeline.respond import Respond
    from chalicelib.pipeline.silencing import Silencing
    from chalicelib.pipeline.triage import Triage
    from chalicelib.pipeline.why import Explain

PATIENCE = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})
"""Short enough that a hanging service costs one retry and not the function's whole minute."""


def now() -> datetime:
    """The only clock that is read."""
    return datetime.now(UTC)


class Deps:
    """Everything that a trigger may need, for one set of settings."""

    def __init__(self, settings: Settings, *, clock: Clock = now) -> None:
        self.settings = settings
        self.clock = clock
        self.logger = Logger(service=SERVICE)
        self.metrics = Metrics(namespace=NAMESPACE, service=service_of(settings.stage))
        self.telemetry = LambdaTelemetry(self.logger, self.metrics, settings.stage)

    @cached_property
    def collect(self) -> "Collect":
        from chalicelib.pipeline.collect import Collect

        return Collect(self.store, self.mentions, self.cached.policies, self._make_source, self.clock, self.telemetry)

    @cached_property
    def triage(self) -> "Triage":
        from chalicelib.adapters.backend import ChosenBackend
        from chalicelib.classifier import Classifier
        from chalicelib.classifier.indexes import keywords_of
        from chalicelib.pipeline.triage import Triage

        comprehend = partial(self._client, "comprehend")

        return Triage(
            self.store,
            self.notifications,
            self.cached.policies,
            ChosenBackend(Classifier.load(), comprehend, self.store, self.cached.policies, self.clock, self.logger),
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
        from chalicelib.adapters.tokens import LinkTokens
        from chalicelib.pipeline.deliver import Deliver
        from chalicelib.told_in import tongue

        return Deliver(
            self.store,
            self.notifications,
            self._phone,
            self.cached.policies,
            lambda: self.cached.deployment().public_url,
            LinkTokens(self.secrets["link-key"].encode()),
            self.clock,
            self.telemetry,
            self._numbers,
            tongue,
        )

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
    def sessions(self) -> "Sessions":
        from chalicelib.adapters.sessions import Sessions

        return Sessions(self.secrets["link-key"].encode())

    @cached_property
    def explain(self) -> "Explain":
        from chalicelib.pipeline.why import Explain

        return Explain(self.store, self.cached.policies)

    @cached_property
    def silencing(self) -> "Silencing":
        from chalicelib.pipeline.silencing import Silencing

        return Silencing(self.store, self.cached.policies, self.clock)

    @cached_property
    def store(self) -> Store:
        from chalicelib.adapters.dynamodb import DynamoStore

        return DynamoStore(self._client("dynamodb"), self.settings.table)

    @cached_property
    def cached(self) -> "CachedPolicies":
        from chalicelib.adapters.dynamodb.cached import CachedPolicies

        return CachedPolicies(self.store, self.clock)

    @cached_property
    def mentions(self) -> "SqsMentionQueue":
        from chalicelib.adapters.sqs import SqsMentionQueue

        return SqsMentionQueue(self._client("sqs"), self.settings.mentions_queue)

    @cached_property
    def notifications(self) -> "SqsNotificationQueue":
        from chalicelib.adapters.sqs import SqsNotificationQueue

        return SqsNotificationQueue(self._client("sqs"), self.settings.notifications_queue)

    @cached_property
    def secrets(self) -> "Secrets":
        from chalicelib.adapters.secrets import Secrets

        return Secrets(self._client("ssm"), self.settings.secrets)

    @cached_property
    def _phone(self) -> "KnownPhone":
        from chalicelib.adapters.sns import SnsPhone
        from chalicelib.pipeline.known_phone import KnownPhone

        cached = self.cached
        carrier = SnsPhone(self._client("sns"), cached.deployment, self.clock, lambda: cached.policies().brand.sms)
        return KnownPhone(carrier, self.store, self.clock)

    def _numbers(self, contact: Contact, alerts: Sequence[str]) -> Mapping[str, int]:
        """Short numbers, where the deployment receives answers by SMS."""
        from chalicelib.pipeline.numbering import Numbering, no_numbers

        numbering = Numbering(self.store, self.cached.policies, self.clock)
        return (numbering if self.cached.deployment().sms_replies else no_numbers)(contact, alerts)

    def _client(self, service: str) -> Any:
        """A boto3 client. AWS_ENDPOINT_URL redirects it, as botocore does by itself."""
        return boto3.client(service, config=PATIENCE)  # type: ignore[call-overload]

    def _make_source(self, policy: SourcePolicy, policies: Policies) -> Source:
        from chalicelib.adapters.sources import make_source

        network = Network.X if policy.kind == "x" else Network.FEED
        staff = (person.handles.get(network) for person in policies.people.values())
        return make_source(
            policy,
            handles=policies.brand.handles.get(network, ()),
            staff=tuple(handle for handle in staff if handle),
            secrets=self.secrets,
            hashtag=policies.brand.credit.hashtag,
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
