"""A town where everybody has a phone and an inbox, and when each message arrived there, to five seconds."""

from datetime import datetime, timedelta

from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.person import Channel, Person
from chalicelib.domain.rules.routes import Route, Theme, Urgency
from tests.builders import PHONES, a_person, a_policy, policies_for
from tests.functional.town import Town

EVERYBODY = {id: a_person(id) for id in PHONES}
ALL = (Route(name="all", department="care"),)
URGENT = (Route(name="all", department="care", urgency=Urgency.URGENT),)


def a_town(**changes: object) -> Town:
    """Every post calls care: ana, then ben, then dana."""
    return Town(policies_for(a_policy("ana", "ben"), **{"people": EVERYBODY, "routes": ALL, **changes}))


def phones_only() -> dict[str, Person]:
    """People without an inbox."""
    return {id: a_person(id, email=None) for id in PHONES}


def many_themes(count: int) -> dict[str, Theme]:
    """So many troubles, each told by its own word."""
    return {f"t{number}": Theme(name=f"t{number}", phrases=(f"word{number}x",)) for number in range(count)}


def told(town: Town, person: str, channel: Channel) -> int:
    """How many messages a person got by a channel."""
    return sum((got.person, got.channel) == (person, channel) for got in town.world.phone.delivered)


def owed_for(town: Town, post: Mention) -> list[Notification]:
    """Everything that the alert of a post ever owed."""
    return list(town.world.outside.store.notifications(town.alert_of(post).id))


def most(instants: list[datetime], per: timedelta) -> int:
    """The most instants in any stretch of `per`."""
    return max((sum(start <= at < start + per for at in instants) for start in instants), default=0)


class Arrivals:
    """Steps through time and keeps when each message arrived."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._at: list[datetime] = []

    def step(self) -> None:
        """Five seconds, with a sweep at each whole minute."""
        world = self._town.world
        self._look()
        world.clock.forward(seconds=5)
        world.drain()
        if world.clock.at.second == 0:
            world.sweep()
            world.drain()
        self._look()

    def until(self, end: datetime) -> None:
        """Step until `end`."""
        while self._town.world.clock.at < end:
            self.step()

    def of(self, *people: str, channel: Channel | None = None) -> list[datetime]:
        """When these people got something, oldest first."""
        got = zip(self._town.world.phone.delivered, self._at, strict=True)
        return [at for each, at in got if each.person in people and channel in (None, each.channel)]

    def naming(self, words: str, *, person: str | None = None) -> datetime | None:
        """When the first SMS with these words arrived, at this person or at anybody."""
        got = zip(self._town.world.phone.delivered, self._at, strict=True)
        sms = ((each, at) for each, at in got if each.channel is Channel.SMS and person in (None, each.person))
        return next((at for each, at in sms if words in each.text), None)

    def _look(self) -> None:
        self._at += [self._town.world.clock.at] * (len(self._town.world.phone.delivered) - len(self._at))
