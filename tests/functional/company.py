"""A made-up company's days, by a seed: posts from several sources, people who answer, hand over, forget and correct."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

from msgspec.structs import replace

from chalicelib.domain.alert.asked import Acknowledge, Act, Decline, Note, Reopen, Resolve, Transfer
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.heard.mention import Author, Engagement, Mention, Network
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Route
from tests.builders import NOON, a_mention
from tests.functional.stormy import RULE, stormy_policies
from tests.functional.town import BRAND, Town

DAY = timedelta(days=1)
NEWS = NOON.replace(month=1, day=1, hour=0)
"""When the company's first day begins: a new year, so that every month is whole."""

TEXTS = (
    "you lost my bag",
    "three hours at the gate",
    "the worst seat is broken",
    "smoke in the cabin",
    "when does boarding begin?",
    "thank you for a great flight",
    "flying today",
)
SOURCES = {"x-mentions": Network.X, "news": Network.FEED, "toots": Network.MASTODON}


def rules() -> Policies:
    """Three departments, a watched question, and a crisis at the tenth complaint within an hour."""
    base = stormy_policies(crisis=replace(RULE, floor=9))
    asked = Route(
        name="questions", department="care", action=Action.WATCH, when="classification.intent.value == 'question'"
    )
    return replace(base, routes=(*base.routes, asked))


def renamed(policies: Policies) -> Policies:
    """The same rules once customer care is called service."""
    departments = {id: each for id, each in policies.departments.items() if id != "care"}
    service = replace(policies.departments["care"], id="service", name="Service")
    routes = tuple(replace(each, department={"care": "service"}.get(each.department or "")) for each in policies.routes)
    kept = tuple(new if new.department else old for new, old in zip(routes, policies.routes, strict=True))
    return replace(policies, version="v2", departments={**departments, "service": service}, routes=kept)


class Company:
    """Lives day after day through the real stages; what its telemetry heard is the slow way to count."""

    def __init__(self, seed: int, **town: Any) -> None:
        self.dice = Random(seed)
        self.town = Town(rules(), at=NEWS, **town)
        self.posts: list[Mention] = []
        self._numbers = count(1)

    @property
    def store(self) -> Any:
        return self.town.world.outside.store

    def live(self, days: int) -> None:
        """So many days; one in five is silent, one in sixty a storm, and the clock never stops for long."""
        for _ in range(days):
            start = self.town.world.clock.at
            busy = self.dice.choice((0, 2, 3, 4, 6))
            if self.dice.random() < 1 / 60:
                self._storm()
            for moment in sorted(self.dice.random() for _ in range(busy)):
                self._pass_to(start + moment * DAY)
                self.dice.choice(self._doings())()
            self._pass_to(start + DAY)
            self._tidy_up()

    def _doings(self) -> tuple[Callable[[], object], ...]:
        return (self._post, self._post, self._post, self._press, self._press, self._answer, self._again)

    def _pass_to(self, instant: Any) -> None:
        """Let the stages run at some instants on the way, so that timers end and messages leave."""
        world = self.town.world
        while world.clock.at < instant:
            world.clock.at = min(instant, world.clock.at + timedelta(minutes=self.dice.choice((20, 90, 300))))
            world.drain()
            world.sweep()
            world.drain()

    def _tidy_up(self) -> None:
        """The duty manager closes what was left open since yesterday."""
        for alert in self.store.unresolved():
            if alert.opened_at <= self.town.world.clock.at - DAY:
                self.town.world.respond.act(alert.id, "dana", Resolve(reason="too late for an answer"))

    def _storm(self) -> None:
        for _ in range(12):
            self._say("three hours at the gate", Author(id=f"id-{next(self._numbers)}", handle="late"))

    def _post(self) -> None:
        self._say(self.dice.choice(TEXTS), Author(id=f"id-{self.dice.randrange(40)}", handle="somebody"))

    def _say(self, text: str, author: Author) -> None:
        source = self.dice.choice(sorted(SOURCES))
        number = str(next(self._numbers))
        at = self.town.world.clock.at
        likes = self.dice.choice((0, 0, 3, 40, 900))
        self._hear(
            a_mention(
                number,
                source=source,
                network=SOURCES[source],
                text=text,
                author=author,
                posted_at=at - timedelta(minutes=self.dice.choice((0, 1, 15, 200))),
                engagement=Engagement(likes=likes),
            )
        )

    def _hear(self, mention: Mention) -> None:
        self.posts.append(mention)
        self.town.hear(mention)

    def _again(self) -> None:
        """A source that brings again what it brought before, as sources do."""
        if self.posts:
            self.town.hear(self.dice.choice(self.posts))

    def _answer(self) -> None:
        """The brand or somebody of its staff answers one of the last posts in public."""
        recent = self.posts[-12:]
        if recent:
            to = self.dice.choice(recent)
            if self.dice.random() < 0.5:
                self._hear_answer(to, BRAND)
            else:
                self._hear_answer(to, Author(id="id-ana", handle="ana_wayfare"))

    def _hear_answer(self, to: Mention, author: Author) -> None:
        number = str(next(self._numbers))
        answer = a_mention(
            number,
            source=to.source,
            network=to.network,
            text="On it. #AskWayfare",
            author=author,
            posted_at=self.town.world.clock.at,
            thread=to.thread,
            thread_author=to.author.id,
            thread_by_brand=False,
            in_reply_to=to.id,
            reply_to_author=to.author.id,
        )
        self.town.hear(answer)

    def _press(self) -> None:
        """Somebody does something to one of the open alerts; what is not allowed is refused."""
        open_alerts = sorted(alert.id for alert in self.store.unresolved())
        closed = sorted({heard.alert_id for heard in map(self._heard, self.posts[-20:]) if heard and heard.alert_id})
        acts: tuple[Act, ...] = (
            Acknowledge(),
            Acknowledge(),
            Transfer(to=self.dice.choice(("baggage", "press", "zoe")), note="yours"),
            Decline(note="not ours"),
            Resolve(reason="needs no answer"),
            Note(text="called them"),
            Reopen(reason="a mistake"),
        )
        chosen = self.dice.choice(open_alerts + closed) if open_alerts + closed else None
        if chosen:
            with suppress(EarshotError):
                person = self.dice.choice(("ana", "ben", "zoe", "mei"))
                self.town.world.respond.act(chosen, person, self.dice.choice(acts))
                self.town.world.drain()

    def _heard(self, post: Mention) -> Any:
        return self.store.heard(post.key)
