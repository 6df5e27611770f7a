"""What a silence swallows, and what it never does."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.errors import UnprocessableError
from chalicelib.domain.heard.classification import Keyword
from chalicelib.domain.heard.mention import Author, Network
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.judged.silence import Silence, SilenceKind, silence, silencing, silent_reason
from chalicelib.domain.rules.routes import Action, Theme, Urgency
from tests.builders import NOON, a_classification, a_mention, an_author, policies_for

HOUR = timedelta(hours=1)
POLICIES = policies_for(themes={"delays": Theme(name="delays", phrases=("late",))})
ROUTINE = Decision(action=Action.ALERT, department="care", theme="delays", reason="route 'complaints'")


def a_silence(kind: SilenceKind = SilenceKind.AUTHOR, subject: str = "x:900", **changes: Any) -> Silence:
    """Ana's, from NOON for an hour."""
    wanted = {"by": "ana", "reason": "a known joker", "until": NOON + HOUR, "policies": POLICIES, "at": NOON}
    return silence(kind, subject, **{**wanted, **changes})


def keywords(*themes: str) -> tuple[Keyword, ...]:
    return tuple(Keyword(theme=theme, phrase=theme, matched=theme, start=0, end=4) for theme in themes)


def test_a_muted_author_is_silent_from_its_beginning_until_its_end() -> None:
    muted = a_silence()
    asked = (a_mention(), a_classification(), ROUTINE)

    assert silencing([muted], *asked, at=NOON) == muted
    assert silencing([muted], *asked, at=NOON + HOUR - timedelta(seconds=1)) == muted
    assert silencing([muted], *asked, at=NOON + HOUR) is None


def test_another_author_is_heard() -> None:
    mention = a_mention(author=an_author("901"))

    assert silencing([a_silence()], mention, a_classification(), ROUTINE, at=NOON) is None


KIM = Author(id="forum.example/kim", handle="forum.example", name="kim")
BEN = Author(id="forum.example/ben", handle="forum.example", name="ben")


@pytest.mark.parametrize(("subject", "is_silent"), [("feed:forum.example/kim", False), ("feed:forum.example", True)])
def test_somebody_on_a_forum_is_silenced_alone_or_with_the_whole_forum(subject: str, is_silent: bool) -> None:
    muted = a_silence(SilenceKind.AUTHOR, subject)
    kim, ben = (a_mention(network=Network.FEED, author=author) for author in (KIM, BEN))

    assert silencing([muted], kim, a_classification(), ROUTINE, at=NOON) == muted
    assert silencing([muted], ben, a_classification(), ROUTINE, at=NOON) == (muted if is_silent else None)


def test_an_urgent_mention_is_never_silenced() -> None:
    urgent = replace(ROUTINE, urgency=Urgency.URGENT)

    assert silencing([a_silence()], a_mention(), a_classification(), urgent, at=NOON) is None


def test_an_author_may_be_silenced_even_for_what_is_urgent() -> None:
    urgent = replace(ROUTINE, urgency=Urgency.URGENT)
    muted = a_silence(even_urgent=True)

    assert silencing([muted], a_mention(), a_classification(), urgent, at=NOON) == muted
    assert silencing([muted], a_mention(author=an_author("901")), a_classification(), urgent, at=NOON) is None


def test_a_silenced_theme_is_silent_only_where_no_other_trouble_is_named() -> None:
    muted = a_silence(SilenceKind.THEME, "delays")

    late = a_classification(keywords=keywords("delays"))
    late_and_lost = a_classification(keywords=keywords("delays", "baggage"))
    assert silencing([muted], a_mention(), late, ROUTINE, at=NOON) == muted
    assert silencing([muted], a_mention(), late_and_lost, ROUTINE, at=NOON) is None
    assert silencing([muted], a_mention(), a_classification(), ROUTINE, at=NOON) is None


def test_deciding_again_replaces_what_was_decided() -> None:
    assert a_silence(reason="still at it", by="ben").id == a_silence().id
    assert a_silence(subject="x:901").id != a_silence().id


def test_the_reason_names_who_until_when_and_why() -> None:
    assert silent_reason(a_silence()) == ("author x:900 is silenced by ana until 2026-05-04 13:00 UTC: a known joker")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"by": "nemo"}, "by: nobody is called 'nemo'"),
        ({"reason": "  "}, "reason: say why it may be silent"),
        ({"until": NOON}, "until: must be later than now and within 90 days, got 2026-05-04T12:00:00+00:00"),
        ({"until": NOON + timedelta(days=91)}, "until: must be later than now and within 90 days"),
        ({"subject": "900"}, "subject: must be a network and an author's id like x:900, got '900'"),
        (
            {"kind": SilenceKind.THEME, "subject": "delays", "even_urgent": True},
            "even_urgent: only an author can be silenced for what is urgent, too",
        ),
        ({"kind": SilenceKind.THEME, "subject": "latte"}, "subject: no theme is called 'latte'"),
    ],
)
def test_a_silence_without_who_why_or_end_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(UnprocessableError) as raised:
        a_silence(**changes)
    assert str(raised.value).startswith(says)
