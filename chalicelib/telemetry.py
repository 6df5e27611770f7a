"""Logs and metrics: one line a state change, facts as keys, and nothing that a stranger wrote or that is secret."""

from collections.abc import Sequence
from platform import python_version

import boto3
import botocore
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Exhausted
from chalicelib.domain.alert.notice import Notice
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.judged.outcome import Heard

SERVICE = "earshot"
NAMESPACE = "Earshot"


def service_of(stage: str) -> str:
    """The dimension of a stage's metrics: alarms of one stage never hear of another in the same account."""
    return f"{SERVICE}-{stage}"


class LambdaTelemetry:
    """Fulfils ports.Telemetry with Powertools: JSON logs, and metrics embedded in them."""

    def __init__(self, logger: Logger, metrics: Metrics, stage: str) -> None:
        self._logger = logger
        self._metrics = metrics
        self._service = service_of(stage)

    def started(self) -> None:
        """Say what this process runs on, once: Lambda has a boto3 of its own, which changes without a deployment."""
        versions = {"python": python_version(), "boto3": boto3.__version__, "botocore": botocore.__version__}
        self._logger.info("started", extra=versions)

    def collected(self, *, source: str, mentions: int, faults: int) -> None:
        self._logger.info("source read", extra={"source": source, "mentions": mentions, "faults": faults})
        self._count_of_source("MentionsCollected", mentions, source)
        self._count_of_source("SourceFaults", faults, source)

    def source_failed(self, *, source: str, error: Exception, failures: int) -> None:
        self._logger.warning(
            "source failed", extra={"source": source, "error": type(error).__name__, "failures": failures}
        )
        self._count_of_source("SourceFailures", 1, source)
        self._metrics.add_metric(name="SourcesFailed", unit=MetricUnit.Count, value=1)

    def sources_stand(self, *, late: Sequence[str], silent: Sequence[str]) -> None:
        if late or silent:
            self._logger.warning("sources not as they should be", extra={"late": list(late), "silent": list(silent)})
        self._metrics.add_metric(name="SourcesLate", unit=MetricUnit.Count, value=len(late))
        self._metrics.add_metric(name="SourcesSilent", unit=MetricUnit.Count, value=len(silent))

    def out_of_budget(self, *, source: str) -> None:
        self._logger.error("budget spent", extra={"source": source})
        self._metrics.add_metric(name="BudgetsSpent", unit=MetricUnit.Count, value=1)

    def heard(self, heard: Heard) -> None:
        facts = {"mention": heard.mention.key, "outcome": heard.outcome, "alert": heard.alert_id}
        self._logger.info("mention heard", extra=facts)
        self._count_of_source("MentionsHeard", 1, heard.mention.source)

    def changed(self, change: Change) -> None:
        for event in change.events:
            facts = {"alert": event.alert_id, "event": type(event).__name__, "status": change.alert.status}
            self._logger.info("alert changed", extra=facts)
            self._metrics.add_metric(name=f"Alert{type(event).__name__}", unit=MetricUnit.Count, value=1)
            if isinstance(event, Exhausted) and not event.told:
                self.untold(alert=event.alert_id)

    def delivered(self, notification: Notification) -> None:
        facts = {"notification": notification.id, "status": notification.status}
        self._logger.info("notification changed", extra=facts)
        name = f"Notifications{notification.status.capitalize()}"
        self._metrics.add_metric(name=name, unit=MetricUnit.Count, value=1)

    def noticed(self, notice: Notice, fault: str) -> None:
        facts = {"notice": notice.id, "receiver": notice.receiver, "kind": notice.kind}
        self._logger.info("notice not sent" if fault else "notice sent", extra=facts | {"fault": fault})
        self._metrics.add_metric(name=f"Notices{'Dropped' if fault else 'Sent'}", unit=MetricUnit.Count, value=1)

    def untold(self, *, alert: str) -> None:
        self._logger.error("nobody could be told", extra={"alert": alert})
        self._metrics.add_metric(name="AlertsUntold", unit=MetricUnit.Count, value=1)

    def last_resort(self, *, is_proven: bool) -> None:
        self._metrics.add_metric(name="LastResortUnproven", unit=MetricUnit.Count, value=int(not is_proven))

    def stopped(self, *, people: Sequence[str]) -> None:
        self._logger.error("phone wants no more messages", extra={"people": list(people)})
        self._metrics.add_metric(name="PhonesStopped", unit=MetricUnit.Count, value=1)

    def shift_changed(self, *, what: str, by: str, person: str) -> None:
        self._logger.info("shift changed", extra={"what": what, "by": by, "person": person})

    def signed(self, *, what: str, by: str) -> None:
        self._logger.info("desk session", extra={"what": what, "by": by})

    def failed(self, *, alert: str, error: Exception) -> None:
        facts = {"alert": alert, "error": type(error).__name__}
        self._logger.warning("alert set aside", extra=facts, exc_info=not getattr(error, "retryable", False))

    def unbound(self, *, route: str) -> None:
        self._logger.warning("signed for nothing in particular", extra={"route": route})
        self._metrics.add_metric(name="UnboundRequests", unit=MetricUnit.Count, value=1)

    def aside(self, count: int) -> None:
        self._metrics.add_metric(name="SetAside", unit=MetricUnit.Count, value=count)

    def late(self, *, alerts: int, notifications: int) -> None:
        if alerts + notifications:
            self._logger.error("overdue", extra={"alerts": alerts, "notifications": notifications})
        self._metrics.add_metric(name="AlertsLate", unit=MetricUnit.Count, value=alerts)
        self._metrics.add_metric(name="NotificationsLate", unit=MetricUnit.Count, value=notifications)

    def _count_of_source(self, name: str, value: int, source: str) -> None:
        with single_metric(
            name=name,
            unit=MetricUnit.Count,
            value=value,
            namespace=NAMESPACE,
            default_dimensions={"service": self._service},
        ) as metric:
            metric.add_dimension(name="source", value=source)
