"""The page of one alert: the thread as it was seen, what was sent to whom, and where to answer."""

from collections.abc import Sequence

from msgspec import Struct

from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.rules.brand import Guideline
from chalicelib.domain.told.readable import one_line, paragraphs
from chalicelib.domain.told.telling import safe_url
from chalicelib.pipeline.respond import Detail
from chalicelib.web.desk.replying import composer
from chalicelib.web.desk.row import HeardRow, heard_row
from chalicelib.web.links.timeline import Voice, delivery


class Told(Struct, frozen=True, kw_only=True):
    """One entry of what was sent or said: when, and in words. `url` may be empty."""

    at: str
    words: str
    url: str = ""


class Suggestion(Struct, frozen=True, kw_only=True):
    """A reply that may be said, and the address where it can be; empty where there is none."""

    words: str
    composer: str


class Thread(Struct, frozen=True, kw_only=True):
    """Everything beside the card: posts as they were heard, public answers, messages, and what may be said."""

    posts: tuple[HeardRow, ...]
    answers: tuple[Told, ...]
    deliveries: tuple[Told, ...]
    suggestions: tuple[Suggestion, ...]


def thread(detail: Detail, guideline: Guideline, voice: Voice) -> Thread:
    """What the page shows of an alert beside its card, oldest first."""
    alert = detail.shown.alert
    statement = (alert.crisis.statement,) if alert.crisis else ()
    return Thread(
        posts=_posts(detail.heards, voice),
        answers=tuple(_answer(reply, voice) for reply in detail.replies),
        deliveries=tuple(
            Told(at=voice.time(each.owed_at), words=delivery(each, voice)) for each in detail.notifications
        ),
        suggestions=tuple(
            Suggestion(words=paragraphs(reply), composer=composer(alert.excerpt, reply))
            for reply in (*statement, *guideline.replies)
        ),
    )


def _posts(heards: Sequence[Heard], voice: Voice) -> tuple[HeardRow, ...]:
    return tuple(heard_row(heard, voice) for heard in heards)


def _answer(reply: Reply, voice: Voice) -> Told:
    by = voice.name(reply.person) if reply.person else f"@{one_line(reply.handle)}"
    words = voice.tongue.say("{who} answered in public", who=by)
    return Told(at=voice.time(reply.at), words=words, url=safe_url(reply.url))
