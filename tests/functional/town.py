"""A town where people post, phones ring and time flies: promises told as what people see."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from msgspec.structs import replace

from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.rules.tiers import EscalationPolicy
from tests.builders import NOON, PHONES, a_person, a_policy, policies_for
from tests.fakes import Delivered
from tests.functional.phones import Held
from tests.functional.world import World

BRAND = Author(id="id-wayfare", handle="wayfare", name="Wayfare")


def town_policies(policy: EscalationPolicy | None = None, **changes: Any) -> Policies:
    """Wayfare's rules for people who have phones only, and who answer in public as `NAME_wayfare`."""
    people = {id: a_person(id, email=None, handles={Network.X: f"{id}_wayfare"}) for id in PHONES}
    return policies_for(policy or a_policy("ana", "ben"), **{"people": people, **changes})


class Town:
    """One brand, its people and the public. Whatever anybody gets must be expected by the story."""

    def __init__(self, policies: Policies | None = None, *, at: datetime = NOON, **world: Any) -> None:
        self.world = World(policies or town_policies(), at=at, **world)
        self._numbers = count(1)
        self._read: list[int] = []

    def post(self, network: str, text: str, *, by: str = "carla", reply_to: Mention | None = None) -> Mention:
        """Somebody says something, and a listening tool passes it on at once."""
        return self.hear(self._mention(Network(network), text, Author(id=f"id-{by}", handle=by), reply_to))

    def brand_posts(self, text: str) -> Mention:
        return self.hear(self._mention(Network.X, text, BRAND, None))

    def brand_replies(self, to: Mention, text: str = "Sorry! Your bag is on the next plane.") -> Mention:
        return self.hear(self._mention(to.network, text, BRAND, to))

    def staff_replies(self, person: str, to: Mention, text: str = "On it. #AskWayfare") -> Mention:
        author = Author(id=f"id-{person}", handle=f"{person}_wayfare")
        return self.hear(self._mention(to.network, text, author, to))

    def retweets(self, post: Mention, *, by: str) -> Mention:
        """A plain repost, which says nothing of its own."""
        author = Author(id=f"id-{by}", handle=by)
        return self.hear(replace(self._mention(post.network, post.text, author, None), repost_of=post.id))

    def hear(self, mention: Mention) -> Mention:
        """Put a post on the queue, and let it travel as far as it goes."""
        self.world.outside.mentions.put([mention])
        self.world.drain()
        return mention

    def hear_without_delivering(self, text: str) -> Mention:
        """A post that was triaged, while nobody has delivered anything yet."""
        mention = self._mention(Network.X, text, Author(id="id-carla", handle="carla"), None)
        self.world.outside.mentions.put([mention])
        self.world.mention_belt.run()
        return mention

    def pushes(self, policies: Policies) -> None:
        """Somebody edits the policies."""
        self.world.policies = policies

    def phone(self, person: str) -> Held:
        return Held(self, person, Channel.SMS)

    def inbox(self, person: str) -> Held:
        return Held(self, person, Channel.EMAIL)

    def fast_forward(self, **units: float) -> None:
        """Let time pass, by the units of a timedelta, minute by minute."""
        end = self.world.clock.at + timedelta(**units)
        while self.world.clock.at < end:
            self.world.minute()

    def outcome(self, mention: Mention) -> str:
        """What became of a post."""
        heard = self.world.outside.store.heard(mention.key)
        assert heard, f"{mention.key} has no outcome"
        return heard.outcome

    def alert_of(self, mention: Mention) -> Any:
        """The alert that a post is part of, as it is now."""
        heard = self.world.outside.store.heard(mention.key)
        assert heard and heard.alert_id, f"{mention.key} is part of no alert"
        alert = self.world.outside.store.alert(heard.alert_id)
        assert alert
        return alert

    def events_of(self, mention: Mention, kind: type) -> list[Any]:
        """What of one kind happened to the alert of a post, oldest first."""
        return [
            event for event in self.world.outside.store.timeline(self.alert_of(mention).id) if isinstance(event, kind)
        ]

    def expects_nothing_more(self) -> None:
        """Fail if anybody got a message that the story did not speak of."""
        surprises = [f"{got.person} by {got.channel}: {got.text}" for got in self._unread()]
        assert not surprises, "unexpected messages:\n" + "\n".join(surprises)

    def unread(self, person: str, channel: Channel) -> list[Delivered]:
        return [got for got in self._unread() if (got.person, got.channel) == (person, channel)]

    def read(self, message: Delivered) -> None:
        self._read.append(id(message))

    def _unread(self) -> list[Delivered]:
        return [got for got in self.world.phone.delivered if id(got) not in self._read]

    def _mention(self, network: Network, text: str, author: Author, reply_to: Mention | None) -> Mention:
        number = str(next(self._numbers))
        begun_by = (reply_to.thread_author or reply_to.author.id) if reply_to else author.id
        return Mention(
            source="town",
            network=network,
            id=number,
            url=f"https://{network}.example/{number}",
            text=text,
            author=author,
            posted_at=self.world.clock.at,
            thread=reply_to.thread if reply_to else number,
            thread_author=begun_by,
            thread_by_brand=begun_by == BRAND.id,
            in_reply_to=reply_to.id if reply_to else None,
            reply_to_author=reply_to.author.id if reply_to else None,
            language="en",
        )
