"""`outputs`: the addresses and names that other tools need to be told."""

from argparse import Namespace

from infra.records import store
from infra.stage import Stage


def run(stage: Stage, _flags: Namespace) -> int:
    """Print them. Secrets are named, never shown."""
    deployment = store(stage).deployment()
    values = {
        "public_url": deployment.public_url,
        "webhook": f"{deployment.public_url}/webhook/mentions",
        "webhook_secret_parameter": stage.secret("webhook-secret"),
        "table": stage.table,
        "sources_queue": stage.sources_queue,
        "mentions_queue": stage.mentions_queue,
        "notifications_queue": stage.notifications_queue,
        "notices_queue": stage.notices_queue,
        **{f"topic_{department}": topic for department, topic in deployment.topics.items()},
    }
    for name, value in values.items():
        print(f"{name}={value}")
    return 0
