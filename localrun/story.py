"""Mentions and messages told in a line each. (What happens to an alert is told as people's own pages tell it.)"""

from datetime import datetime
from pathlib import Path

from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.heard.classification import Classification
from chalicelib.domain.judged.outcome import Heard

ZONES = "zoneinfo/"


def machine_zone() -> str:
    """The time zone of this machine by name; UTC where it does not say."""
    _, known, name = str(Path("/etc/localtime").resolve()).partition(ZONES)
    return name if known else "UTC"


def reading(classification: Classification | None) -> str:
    """What was read from a mention's text, with the confidences; empty where rules came first."""
    if classification is None:
        return ""
    labels = (classification.intent, classification.sentiment, classification.language)
    return " · ".join(f"{label.value} {label.confidence:.0%}" for label in labels)


def heard_line(heard: Heard) -> str:
    """A mention and what became of it."""
    mention = heard.mention
    said = " ".join((mention.title or mention.text).split())
    read = reading(heard.classification)
    return f"@{mention.author.handle} on {mention.network}: “{said[:90]}”" + (f" [{read}]" if read else "")


def notification_line(notification: Notification) -> str:
    """A message and what became of it."""
    contact = notification.contact
    because = f": {notification.reason}" if notification.reason else ""
    return f"{contact.channel} to {contact.person} {notification.status}{because}"


def wall_clock(at: datetime) -> str:
    """The time of day here."""
    return f"{at.astimezone():%H:%M:%S}"
