"""A silence: somebody decided, for a while and for a reason, that an author or a theme is not worth an alert."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from chalicelib.domain.errors import UnprocessableError
from chalicelib.domain.heard.classification import Classification
from chalicelib.domain.heard.mention import Mention, Network
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Urgency

LONGEST_SILENCE = timedelta(days=90)


class SilenceKind(StrEnum):
    """What is silenced."""

    AUTHOR = "author"
    THEME = "theme"


class Silence(Struct, frozen=True, kw_only=True):
    """`subject` is a theme's name, or an author as `network:id`. Silent in [at, until), because `reason`.

    `even_urgent` swallows an author's urgent words too; they are counted, and shown to whoever sees the silence.
    """

    id: str
    kind: SilenceKind
    subject: str
    by: str
    reason: str
    at: datetime
    until: datetime
    even_urgent: bool = False

    def is_running(self, at: datetime) -> bool:
        return self.at <= at < self.until


def silence(
    kind: SilenceKind,
    subject: str,
    *,
    by: str,
    reason: str,
    until: datetime,
    policies: Policies,
    at: datetime,
    even_urgent: bool = False,
) -> Silence:
    """Decide it; raise UnprocessableError for an unknown person or theme, no reason, or no fair end.

    Only an author is silenced even for urgent words: a theme that never waits is never silent for everybody.

    The id is derived from what is silenced, so that deciding again replaces what was decided before.
    """
    if by not in policies.people:
        raise UnprocessableError(f"by: nobody is called {by!r}")
    if kind is SilenceKind.THEME and subject not in policies.themes:
        raise UnprocessableError(f"subject: no theme is called {subject!r}")
    if kind is SilenceKind.AUTHOR and not all(subject.partition(":")):
        raise UnprocessableError(f"subject: must be a network and an author's id like x:900, got {subject!r}")
    if even_urgent and kind is not SilenceKind.AUTHOR:
        raise UnprocessableError("even_urgent: only an author can be silenced for what is urgent, too")
    if not reason.strip():
        raise UnprocessableError("reason: say why it may be silent")
    if not at < until <= at + LONGEST_SILENCE:
        raise UnprocessableError(
            f"until: must be later than now and within {LONGEST_SILENCE.days} days, got {until.isoformat()}"
        )
    return Silence(
        id=hashlib.sha256(f"{kind}\n{subject}".encode()).hexdigest()[:16],
        kind=kind,
        subject=subject,
        by=by,
        reason=reason.strip(),
        at=at,
        until=until,
        even_urgent=even_urgent,
    )


def silencing(
    silences: Iterable[Silence], mention: Mention, classification: Classification, decision: Decision, *, at: datetime
) -> Silence | None:
    """The silence that a mention falls under; for an urgent one, only that of an author silenced even for those.

    Who silences a website silences everybody who writes on it. A mention is silent by theme only where every theme
    that it matched is: another trouble in it is still heard.
    """
    running = {(found.kind, found.subject): found for found in silences if found.is_running(at)}
    names = [mention.author.id] + ([mention.author.handle] if mention.network is Network.FEED else [])
    by_name = [running.get((SilenceKind.AUTHOR, f"{mention.network}:{name}")) for name in names]
    by_author = [found for found in by_name if found]
    if decision.urgency is Urgency.URGENT:
        return next((found for found in by_author if found.even_urgent), None)
    themes = dict.fromkeys(keyword.theme for keyword in classification.keywords)
    by_theme = [running.get((SilenceKind.THEME, theme)) for theme in themes]
    return next(iter(by_author), None) or (by_theme[0] if by_theme and all(by_theme) else None)


def silent_reason(found: Silence) -> str:
    """The sentence that `why` shows of a mention that fell under the silence."""
    return (
        f"{found.kind} {found.subject} is silenced by {found.by} until {found.until:%Y-%m-%d %H:%M} UTC: {found.reason}"
    )
