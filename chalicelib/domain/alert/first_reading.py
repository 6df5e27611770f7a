"""A source's first reading: what was posted before it was added calls nobody, and is summed up in one routine alert."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer, alert_id
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.event import Watched
from chalicelib.domain.alert.excerpt import Excerpt
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.said import said

SUMMED_UP_AFTER = timedelta(minutes=15)
"""From its first old post until people are told: time enough to read the others."""


class Archive(Struct, frozen=True, kw_only=True):
    """How many old posts one first reading found, how many want an answer, and how many of those are urgent."""

    posts: int
    wanting: int
    urgent: int


def summary_id(brand: str, first_reading: str) -> str:
    """The id of the alert that sums up one first reading."""
    return alert_id(brand, conversation_of(first_reading))


def conversation_of(first_reading: str) -> str:
    """The situation that a first reading is; no mention belongs to it by itself."""
    return f"first reading:{first_reading}"


def open_summary(mention: Mention, first_reading: str, *, policies: Policies, at: datetime) -> Change:
    """Open the alert with the first of the old posts. It waits while the others are read."""
    department = policies.departments[policies.fallback_department or ""]
    until = at + SUMMED_UP_AFTER
    alert = Alert(
        id=summary_id(policies.brand.name, first_reading),
        conversation=conversation_of(first_reading),
        department=department.id,
        urgency=Urgency.ROUTINE,
        route="",
        reason=said("source {source} was read for the first time", source=mention.source),
        policies_version=policies.version,
        policy=policies.escalation[department.escalation],
        hours=department.hours,
        excerpt=Excerpt(
            mention=mention.key,
            network=mention.network,
            text=said("posts from before today are being read"),
            handle=mention.source,
            author_id=mention.source,
            followers=None,
            url="",
            posted_at=at,
        ),
        opened_at=at,
        since=at,
        first_reading=first_reading,
        timers={Timer.REPLY: until},
    )
    watched = Watched(alert_id=alert.id, at=at, mention=mention.key, route="", until=until)
    return Change(alert=alert, events=(watched,))


def summed_up(alert: Alert, archive: Archive) -> Alert:
    """The alert in the words that people are told: "254 posts from before today: 121 want an answer, 3 urgent"."""
    text = said(
        "{posts} posts from before today: {wanting} want an answer, {urgent} urgent",
        posts=archive.posts,
        wanting=archive.wanting,
        urgent=archive.urgent,
    )
    return replace(alert, mentions=archive.posts, excerpt=replace(alert.excerpt, text=text))
