"""The world outside, as a deployment has it: which adapter fulfils which port. Each is made when first asked for."""

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from aws_lambda_powertools import Logger, Metrics
from botocore.config import Config

from chalicelib.ports import Clock, Store
from chalicelib.settings import Settings
from chalicelib.telemetry import NAMESPACE, SERVICE, LambdaTelemetry, service_of

if TYPE_CHECKING:
    from chalicelib.adapters.dynamodb.cached import CachedPolicies
    from chalicelib.adapters.secrets import Secrets
    from chalicelib.adapters.sessions import Sessions
    from chalicelib.adapters.sqs import SqsMentionQueue, SqsNoticeQueue, SqsNotificationQueue, SqsSourceQueue
    from chalicelib.adapters.tokens import LinkTokens
    from chalicelib.pipeline.known_phone import KnownPhone

PATIENCE = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})
"""Short enough that a hanging service costs one retry and not the function's whole minute."""


def now() -> datetime:
    """The only clock that is read."""
    return datetime.now(UTC)


class Outside:
    """Store, queues, secrets, phones and time, for one set of settings."""

    def __init__(self, settings: Settings, *, clock: Clock = now) -> None:
        self.settings = settings
        self.clock = clock
        self.logger = Logger(service=SERVICE)
        self.metrics = Metrics(namespace=NAMESPACE, service=service_of(settings.stage))
        self.telemetry = LambdaTelemetry(self.logger, self.metrics, settings.stage)

    def public_url(self) -> str:
        """Where this deployment answers, without a slash at its end; empty before it is known."""
        return self.cached.deployment().public_url

    @cached_property
    def sessions(self) -> "Sessions":
        from chalicelib.adapters.sessions import Sessions

        return Sessions(self.secrets["link-key"].encode())

    @cached_property
    def store(self) -> Store:
        from chalicelib.adapters.dynamodb import DynamoStore
        from chalicelib.pipeline.noticing import noticing

        table = DynamoStore(self._client("dynamodb"), self.settings.table)
        return noticing(table, self.notices, lambda: self.cached.pushed().brand.outgoing)

    @cached_property
    def cached(self) -> "CachedPolicies":
        from chalicelib.adapters.dynamodb.cached import CachedPolicies

        return CachedPolicies(self.store, self.clock)

    @cached_property
    def turns(self) -> "SqsSourceQueue":
        from chalicelib.adapters.sqs import SqsSourceQueue

        return SqsSourceQueue(self._client("sqs"), self.settings.sources_queue)

    @cached_property
    def mentions(self) -> "SqsMentionQueue":
        from chalicelib.adapters.sqs import SqsMentionQueue

        return SqsMentionQueue(self._client("sqs"), self.settings.mentions_queue)

    @cached_property
    def notifications(self) -> "SqsNotificationQueue":
        from chalicelib.adapters.sqs import SqsNotificationQueue

        return SqsNotificationQueue(self._client("sqs"), self.settings.notifications_queue)

    @cached_property
    def notices(self) -> "SqsNoticeQueue":
        from chalicelib.adapters.sqs import SqsNoticeQueue

        return SqsNoticeQueue(self._client("sqs"), self.settings.notices_queue)

    @cached_property
    def secrets(self) -> "Secrets":
        from chalicelib.adapters.secrets import Secrets

        return Secrets(self._client("ssm"), self.settings.secrets)

    @cached_property
    def _tokens(self) -> "LinkTokens":
        from chalicelib.adapters.tokens import LinkTokens

        return LinkTokens(self.secrets["link-key"].encode())

    @cached_property
    def _phone(self) -> "KnownPhone":
        from chalicelib.adapters.sns import SnsPhone
        from chalicelib.pipeline.known_phone import KnownPhone

        carrier = SnsPhone(
            self._client("sns"), self.cached.deployment, self.clock, lambda: self.cached.policies().brand.sms
        )
        return KnownPhone(carrier, self.store, self.clock)

    def _client(self, service: str) -> Any:
        """A boto3 client. AWS_ENDPOINT_URL redirects it, as botocore does by itself."""
        return boto3.client(service, config=PATIENCE)  # type: ignore[call-overload]
