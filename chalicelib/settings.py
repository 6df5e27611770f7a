"""The environment, read once into one frozen value that names everything that is missing together."""

from collections.abc import Mapping

from msgspec import Struct

from chalicelib.domain.errors import SettingsError

REQUIRED = (
    "EARSHOT_STAGE",
    "EARSHOT_TABLE",
    "EARSHOT_SOURCES_QUEUE",
    "EARSHOT_MENTIONS_QUEUE",
    "EARSHOT_NOTIFICATIONS_QUEUE",
    "EARSHOT_NOTICES_QUEUE",
    "EARSHOT_SMS_TOPIC",
    "EARSHOT_SECRETS",
)


class Settings(Struct, frozen=True, kw_only=True):
    """Names of what is deployed. Queues and the topic are names; `secrets` is a path of the parameter store.

    `x_api_url` replaces https://api.twitter.com. `feed_hosts` are the `host:port`s that a feed may be read
    from although their addresses are private. `heartbeat_url` is fetched after every sweep that finds
    nothing late.
    """

    stage: str
    table: str
    sources_queue: str
    mentions_queue: str
    notifications_queue: str
    notices_queue: str
    sms_topic: str
    secrets: str
    x_api_url: str | None = None
    feed_hosts: frozenset[str] = frozenset()
    heartbeat_url: str | None = None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of this process; raise SettingsError naming every variable that is missing."""
    missing = [name for name in REQUIRED if not environment.get(name)]
    if missing:
        raise SettingsError(f"missing in the environment: {', '.join(missing)} (see .chalice/config.json)")
    return Settings(
        stage=environment["EARSHOT_STAGE"],
        table=environment["EARSHOT_TABLE"],
        sources_queue=environment["EARSHOT_SOURCES_QUEUE"],
        mentions_queue=environment["EARSHOT_MENTIONS_QUEUE"],
        notifications_queue=environment["EARSHOT_NOTIFICATIONS_QUEUE"],
        notices_queue=environment["EARSHOT_NOTICES_QUEUE"],
        sms_topic=environment["EARSHOT_SMS_TOPIC"],
        secrets=environment["EARSHOT_SECRETS"],
        x_api_url=environment.get("X_API_URL") or None,
        feed_hosts=frozenset(filter(None, environment.get("EARSHOT_FEED_HOSTS", "").split(","))),
        heartbeat_url=environment.get("EARSHOT_HEARTBEAT_URL") or None,
    )
