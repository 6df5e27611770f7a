"""One alert as a row of the board, and one mention as a row of what was heard: everything already in words."""

import hashlib

from msgspec import Struct

from chalicelib.domain.heard.mention import reach
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.said import phrase
from chalicelib.domain.told.readable import many, one_line, paragraphs, shorten
from chalicelib.domain.told.telling import NETWORKS, safe_url
from chalicelib.pipeline.board import Seen
from chalicelib.web.links.line import Line, line
from chalicelib.web.links.readings import SENTIMENTS
from chalicelib.web.links.timeline import Voice

WHOLE = 280
REASON = 160

OUTCOMES = {
    "ignored": phrase("ignored"),
    "watching": phrase("watched"),
    "triggered": phrase("people were called"),
    "acknowledged": phrase("somebody had it"),
    "resolved": phrase("joined what was resolved"),
}


class Row(Struct, frozen=True, kw_only=True):
    """A row of the board. `words` is what opens in place; `language` is the post's own, empty where nobody knows."""

    line: Line
    words: str
    where: str
    url: str
    read_as: str
    why: str
    told: str
    language: str


class HeardRow(Struct, frozen=True, kw_only=True):
    """A mention with what became of it; `place` is its id on the page."""

    key: str
    place: str
    author: str
    where: str
    at: str
    words: str
    outcome: str
    why: str
    alert: str
    url: str
    language: str


def row(seen: Seen, voice: Voice, *, reader: str) -> Row:
    """The row of an alert, for the person whose id is `reader`."""
    alert, heard, say = seen.alert, seen.heard, voice.tongue.say
    told = ", ".join(map(voice.name, alert.told))
    return Row(
        line=line(alert, voice, reader=reader),
        words=shorten(paragraphs(alert.excerpt.text), WHOLE),
        where=say(NETWORKS[alert.excerpt.network]),
        url=safe_url(alert.excerpt.url),
        read_as=_read_as(heard, voice),
        why=shorten(one_line(voice.tongue.again(alert.reason)), REASON),
        told=say("told so far: {names}", names=told) if told else say("nobody was told yet"),
        language=_language(heard),
    )


def heard_row(heard: Heard, voice: Voice) -> HeardRow:
    """The row of a mention."""
    mention = heard.mention
    return HeardRow(
        key=mention.key,
        place=place_of(mention.key),
        author=one_line(mention.author.handle)[:60],
        where=voice.tongue.say(NETWORKS[mention.network]),
        at=voice.time(heard.heard_at),
        words=shorten(one_line(mention.words), WHOLE),
        outcome=voice.tongue.say(OUTCOMES[heard.outcome]),
        why=shorten(one_line(voice.tongue.again(heard.reason)), WHOLE),
        alert=heard.alert_id or "",
        url=safe_url(mention.url),
        language=_language(heard),
    )


def place_of(key: str) -> str:
    """The id of a mention on a page, whatever its key holds."""
    return f"heard-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _read_as(heard: Heard | None, voice: Voice) -> str:
    """How it was read and how far it has gone, as far as that was recorded."""
    if heard is None or heard.classification is None:
        return ""
    say, sentiment, gone = voice.tongue.say, heard.classification.sentiment, reach(heard.mention)
    sure = f"{sentiment.confidence:.0%}"
    read = say("reads as {sentiment} ({sure})", sentiment=say(SENTIMENTS[sentiment.value]), sure=sure)
    liked = many(gone, voice.tongue)
    spread = voice.tongue.count("{count} like or repost", "{count} likes and reposts", gone, count=liked)
    return f"{read}, {spread}" if gone else read


def _language(heard: Heard | None) -> str:
    language = heard.classification.language.value if heard and heard.classification else ""
    return language if language.isascii() and language.replace("-", "").isalnum() and language != "und" else ""
