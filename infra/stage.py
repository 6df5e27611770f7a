"""How everything of one stage is called: the names that CloudFormation, Chalice, IAM and the operator share."""

from dataclasses import dataclass

FUNCTIONS = (
    "collect_mentions",
    "triage_mentions",
    "escalate_alerts",
    "audit_alerts",
    "fold_figures",
    "deliver_notifications",
    "hear_sms",
)
BY_MINUTE = ("collect_mentions", "escalate_alerts", "audit_alerts")
"""The functions that EventBridge calls every minute."""

BY_CLOCK = (*BY_MINUTE, "fold_figures")
"""All that EventBridge calls."""


@dataclass(frozen=True)
class Stage:
    """One deployment of Earshot in an account: `local`, `dev`, `prod`."""

    name: str

    @property
    def stack(self) -> str:
        """The CloudFormation stack, which the table shares its name with, and so does the API's function."""
        return f"earshot-{self.name}"

    @property
    def table(self) -> str:
        """The one table."""
        return self.stack

    @property
    def mentions_queue(self) -> str:
        """What collectors and webhooks heard, waiting for triage."""
        return f"{self.stack}-mentions"

    @property
    def notifications_queue(self) -> str:
        """What is owed, waiting for delivery."""
        return f"{self.stack}-notifications"

    @property
    def failures_queue(self) -> str:
        """Events of functions that failed for good: clock ticks, and answers by SMS."""
        return f"{self.stack}-failures"

    @property
    def ops_topic(self) -> str:
        """Where alarms go."""
        return f"{self.stack}-ops"

    @property
    def sms_topic(self) -> str:
        """What people answer by SMS, where the phone number in use receives."""
        return f"{self.stack}-sms-answers"

    @property
    def api_function(self) -> str:
        """The function behind the public address; Chalice gives it the stage's bare name."""
        return self.stack

    def function(self, handler: str) -> str:
        """The name under which Chalice deploys app.py's `handler`."""
        return f"{self.stack}-{handler}"

    def topic(self, department: str) -> str:
        """The topic whose subscribers answer for `department`."""
        return f"{self.stack}-{department}"

    def secret(self, name: str) -> str:
        """The SSM parameter that holds the secret `name`."""
        return f"/earshot/{self.name}/{name}"

    def environment(self) -> dict[str, str]:
        """What .chalice/config.json gives every function of the stage."""
        return {
            "EARSHOT_STAGE": self.name,
            "EARSHOT_TABLE": self.table,
            "EARSHOT_MENTIONS_QUEUE": self.mentions_queue,
            "EARSHOT_NOTIFICATIONS_QUEUE": self.notifications_queue,
            "EARSHOT_SMS_TOPIC": self.sms_topic,
            "EARSHOT_SECRETS": self.secret(""),
            "EARSHOT_HEARTBEAT_URL": "",
            "POWERTOOLS_SERVICE_NAME": "earshot",
            "POWERTOOLS_METRICS_NAMESPACE": "Earshot",
        }
