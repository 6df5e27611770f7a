"""Where everything lives in the one table: every key is derived, so that two processes write to the same place."""

import hashlib
from datetime import UTC, datetime

from msgspec import Struct

from chalicelib.domain.heard.mention import Network

LONGEST_NAME = 512
"""Bytes of a key's variable part. DynamoDB takes 1,024 in a sort key; feeds name entries by addresses of any length."""


class Key(Struct, frozen=True):
    """The primary key of one item."""

    pk: str
    sk: str


def alert_key(alert_id: str) -> Key:
    return Key(f"alert#{alert_id}", "alert")


def event_key(alert_id: str, version: int, number: int) -> Key:
    """Sorts as it happened: by the version that the alert got, then within that change."""
    return Key(f"alert#{alert_id}", f"event#{version:08d}.{number:02d}")


def notification_key(notification_id: str) -> Key:
    """Beside its alert, so that one query finds all that an alert owes."""
    alert_id, _, step = notification_id.partition("/")
    return Key(f"alert#{alert_id}", f"notification#{step}")


def mention_key(key: str) -> Key:
    return Key(f"mention#{bounded(key)}", "mention")


def thread(network: Network, thread_id: str) -> str:
    """The partition that holds a thread's replies."""
    return f"thread#{network}:{bounded(thread_id)}"


def reply_key(network: Network, thread_id: str, key: str) -> Key:
    return Key(thread(network, thread_id), f"reply#{bounded(key)}")


def pace_key(contact: str) -> Key:
    return Key(f"contact#{contact}", "pace")


def numbers_key(contact: str) -> Key:
    return Key(f"contact#{contact}", "numbers")


def allowance_key(name: str, day: str) -> Key:
    return Key(f"allowance#{name}", day)


def source_key(name: str) -> Key:
    """All in one partition: there are a handful, and the board lists them together."""
    return Key("sources", bounded(name))


def link_key(token: str) -> Key:
    return Key(f"link#{bounded(token)}", "link")


def seen_key(message_id: str) -> Key:
    return Key(f"webhook#{bounded(message_id)}", "seen")


CURRENT_POLICIES = Key("policies", "current")
DEPLOYMENT = Key("deployment", "current")


def policies_key(version: str) -> Key:
    return Key("policies", f"version#{version}")


def bounded(name: str) -> str:
    """`name`, or its hash where it is longer than a key may be."""
    raw = name.encode()
    return name if len(raw) <= LONGEST_NAME else f"sha256:{hashlib.sha256(raw).hexdigest()}"


def stamp(at: datetime) -> str:
    """An instant as a text of fixed width, in UTC, so that texts sort as instants do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
