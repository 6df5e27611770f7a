"""A group: what one department hears about one theme; storms and crises are told by how often it is heard."""

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.judged.crowd import Voice, voice
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.routes import Action, Urgency
from chalicelib.domain.said import said

BUCKET = timedelta(minutes=10)
"""How finely mentions are counted in time. Never to be changed: what was counted before would be misread."""

FRESH = timedelta(hours=1)
"""How long after it was posted a mention still tells of the present hour."""

UNNAMED = "-"
"""Stands for the theme of what matched none; no theme can be called that."""


class Tally(Struct, frozen=True, kw_only=True):
    """What a mention adds one to: a name, in the bucket of time that began at `bucket`.

    `voice` is whose it is, where it matters how many different people were heard.
    """

    name: str
    bucket: datetime
    voice: Voice | None = None


def group(department: str, theme: str | None) -> str:
    """The name of a group, such as "care/delays"."""
    return f"{department}/{theme or UNNAMED}"


def has_theme(group: str) -> bool:
    """Whether the group is about one trouble; what has no theme is many, and nobody can say that it is one crisis."""
    return not group.endswith(f"/{UNNAMED}")


def spoken(group: str) -> str:
    """How people say what the group is about: "about delays (care)"."""
    department, _, theme = group.partition("/")
    if theme == UNNAMED:
        return said("without a theme ({department})", department=department)
    return said("about {theme} ({department})", theme=theme, department=department)


def is_belated(mention: Mention, at: datetime) -> bool:
    """Whether the mention, heard at `at`, tells of an earlier hour: a first reading, or one after an outage."""
    return mention.posted_at <= at - FRESH


def belated(group: str) -> str:
    """The name under which the group's belated mentions are counted."""
    return f"belated {group}"


def reposts(mention_key: str) -> str:
    """The name under which the heard reposts of a mention are counted."""
    return f"reposts of {mention_key}"


def archived(first_reading: str) -> tuple[str, str, str]:
    """The names under which a first reading's old posts are counted: all, those that want an answer, urgent ones."""
    return f"archive {first_reading}", f"archive wanting {first_reading}", f"archive urgent {first_reading}"


def silenced(silence: str) -> str:
    """The name under which the urgent mentions are counted that fell under a silence."""
    return f"urgent under {silence}"


def tallies(heard: Heard) -> tuple[Tally, ...]:
    """What a recorded mention is counted as: one of its group or of a first reading, a repost, silenced but urgent."""
    mention, decision = heard.mention, heard.decision
    bucket = bucket_of(heard.heard_at)
    if mention.repost_of is not None:
        return (Tally(name=reposts(f"{mention.network}:{mention.repost_of}"), bucket=bucket),)
    if mention.first_reading is not None and decision is not None:
        posts, wanting, urgent = archived(mention.first_reading)
        is_wanting, is_urgent = decision.action is not Action.IGNORE, decision.urgency is Urgency.URGENT
        names = (posts, *([wanting] if is_wanting else []), *([urgent] if is_urgent else []))
        return tuple(Tally(name=name, bucket=bucket) for name in names)
    return () if decision is None else _of_decision(heard, decision, bucket)


def _of_decision(heard: Heard, decision: Decision, bucket: datetime) -> tuple[Tally, ...]:
    mention = heard.mention
    if decision.silence and decision.urgency is Urgency.URGENT:
        return (Tally(name=silenced(decision.silence), bucket=bucket),)
    if decision.department is None or decision.action is Action.IGNORE:
        return ()
    name = group(decision.department, decision.theme)
    if is_belated(mention, heard.heard_at):
        return (Tally(name=belated(name), bucket=bucket),)
    return (Tally(name=name, bucket=bucket, voice=voice(mention)),)


def stretch(length: timedelta, at: datetime) -> tuple[datetime, datetime]:
    """The whole buckets of the last `length`, with the one that `at` lies in: from when, and to when."""
    end = bucket_of(at) + BUCKET
    return end - length, end


def bucket_of(at: datetime) -> datetime:
    """When the bucket began that `at` lies in."""
    seconds = int(BUCKET.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
