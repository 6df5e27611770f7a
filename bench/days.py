"""Made-up days of an airline: a calm one, and those that a company fears."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from types import MappingProxyType

from msgspec import Struct

MORNING = datetime(2026, 11, 24, 14, tzinfo=UTC)
"""A Tuesday, nine o'clock in New York."""

TROUBLES = (
    "my flight is delayed for hours, terrible",
    "you lost my luggage, I am furious",
    "I want a refund now, you scammed me",
    "wrong seat again, horrible",
    "your app crashes when I check in",
    "the crew was rude and shouted at me, worst",
    "no response from you for weeks, terrible",
    "you cancelled my flight and nobody helps",
    "two hours on hold and then you hung up",
    "the food was cold and disgusting",
    "my wheelchair was not at the gate, shame on you",
    "your website charged me twice",
)
TALK = ("thank you, great crew today", "flying with wayfare tomorrow", "do you fly to Oslo on Sundays?")
URGENT = "there is smoke in the cabin of my plane and my daughter is unconscious"


class Post(Struct, frozen=True, kw_only=True):
    """One post as a file of posts holds it."""

    at: datetime
    text: str
    author: str
    followers: int | None = None
    network: str = "x"
    thread: str | None = None
    language: str | None = "en"


def calm() -> list[Post]:
    """Eighty posts over a day and night, a third of them complaints."""
    return _spread(80, timedelta(hours=24), complaints=0.33)


def bad_day() -> list[Post]:
    """Seven hundred posts over sixteen hours, most of them complaints, and three that must not wait."""
    posts = _spread(697, timedelta(hours=16), complaints=0.7)
    emergencies = (_urgent(number, timedelta(hours=2 + 5 * number) + seconds) for number, seconds in _seconds(3))
    return sorted([*posts, *emergencies], key=_when)


def first_reading() -> list[Post]:
    """What a new installation finds: 254 posts at once."""
    return [_post(number, timedelta(seconds=0.3 * number), TROUBLES[number % len(TROUBLES)]) for number in range(254)]


def attack() -> list[Post]:
    """A hostile post a minute for eight hours, each about another trouble, and one emergency an hour."""
    posts = [
        _post(number, timedelta(minutes=number) + seconds, TROUBLES[number % len(TROUBLES)])
        for number, seconds in _seconds(480)
    ]
    emergencies = (_urgent(hour, timedelta(hours=hour, minutes=31) + seconds) for hour, seconds in _seconds(8))
    return sorted([*posts, *emergencies], key=_when)


def twelve_urgent() -> list[Post]:
    """One emergency each five minutes for an hour."""
    return [_urgent(number, timedelta(minutes=5 * number) + seconds) for number, seconds in _seconds(12)]


DAYS: Mapping[str, Callable[[], list[Post]]] = MappingProxyType(
    {
        "calm day": calm,
        "bad day": bad_day,
        "first reading": first_reading,
        "attack": attack,
        "twelve urgent": twelve_urgent,
    }
)


def _seconds(count: int) -> list[tuple[int, timedelta]]:
    """Numbers, each with the second of its minute: people do not post on the minute at which sources are read."""
    chance = Random(5)
    return [(number, timedelta(seconds=chance.randrange(60))) for number in range(count)]


def _spread(count: int, over: timedelta, *, complaints: float) -> list[Post]:
    """The same posts each time, at instants that look as if by chance."""
    chance = Random(9)
    instants = sorted(chance.random() for _ in range(count))
    texts = [chance.choice(TROUBLES if chance.random() < complaints else TALK) for _ in instants]
    return [_post(number, over * share, text) for number, (share, text) in enumerate(zip(instants, texts, strict=True))]


def _post(number: int, after: timedelta, text: str) -> Post:
    return Post(at=MORNING + after, text=f"@wayfare {text}", author=f"customer{number}", followers=120)


def _urgent(number: int, after: timedelta) -> Post:
    return Post(at=MORNING + after, text=f"@wayfare {URGENT}", author=f"victim{number}", followers=120)


def _when(post: Post) -> datetime:
    return post.at
