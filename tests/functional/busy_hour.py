"""One busy hour of a brand: every kind of mention, and people who answer. What conservation is tested on."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.domain.alert.asked import Acknowledge, Act, Resolve
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Route
from tests.builders import NOON, PHONES, a_mention, a_person, a_policy, policies_for
from tests.functional.deaths import Fate, ProcessDiedError
from tests.functional.posted import PostedSource
from tests.functional.town import BRAND
from tests.functional.world import MINUTE, World

LONG_ENOUGH = 75
"""Minutes until every timer, claim and retry of the hour is over."""


def busy_policies() -> Policies:
    """Two sources hear the same network; questions are watched; ben has an email address only."""
    people = {id: a_person(id, email=None) for id in PHONES} | {"ben": a_person("ben", phone=None)}
    policies = policies_for(a_policy("ana", "ben", "zoe", wait=timedelta(minutes=5)), people=people)
    sources = tuple(SourcePolicy(name=name, kind="posted", every=4 * MINUTE) for name in ("mentions", "search"))
    questions = Route(name="questions", action=Action.WATCH, department="care", when=_intent("question"))
    care = replace(policies.escalation["care"], reply_within=timedelta(minutes=10), acknowledged_for=timedelta(days=1))
    return replace(
        policies,
        brand=replace(policies.brand, sources=sources),
        routes=(Route(name="complaints", department="care", when=_intent("complaint")), questions),
        escalation={"care": care},
    )


def busy_posts() -> list[Mention]:
    """What is posted within ten minutes, oldest first."""
    brand = {"thread": "3", "thread_author": BRAND.id, "thread_by_brand": True}
    carla = {"thread": "1", "thread_author": "id-carla", "thread_by_brand": False, "reply_to_author": "id-carla"}
    return [
        _post("1", 0, "carla", "lost my bag"),
        _post("2", 0, "fan", "lost my bag", repost_of="1"),
        _post("3", 1, "wayfare", "Fly with us", author=BRAND),
        _post("4", 1, "dora", "you lost mine too", in_reply_to="3", reply_to_author=BRAND.id, **brand),
        _post("5", 2, "emil", "worst flight ever", in_reply_to="3", reply_to_author=BRAND.id, **brand),
        _post("6", 2, "fred", "which gate is it?"),
        _post("7", 3, "wayfare", "Sorry!", author=BRAND, in_reply_to="4", **{**brand, "reply_to_author": "id-dora"}),
        _post("8", 4, "gina", "flying with wayfare today"),
        _post("9", 5, "carla", "still lost", in_reply_to="1", **carla),
        _post("10", 6, "dora", "thank you", in_reply_to="7", reply_to_author=BRAND.id, **brand),
        _post("11", 7, "dora", "it is broken, though", in_reply_to="7", reply_to_author=BRAND.id, **brand),
        _post("12", 8, "hugo", "smoke in the cabin"),
    ]


class BusyHour:
    """The hour in one world, with whatever `fate` does to it."""

    def __init__(self, fate: Fate, **world: Any) -> None:
        self.posts = busy_posts()
        sources = {name: PostedSource(name, _heard_by(name, self.posts)) for name in ("mentions", "search")}
        self.world = World(busy_policies(), fate=fate, make_source=lambda policy, _: sources[policy.name], **world)
        self._planned: list[tuple[int, str, str, Act]] = [(6, "ana", "1", Acknowledge()), (9, "zoe", "5", Resolve())]

    def run(self) -> None:
        """Live through it: ana takes carla's alert after six minutes, zoe closes emil's after nine."""
        self.world.sweep()
        self.world.drain()
        for minute in range(1, LONG_ENOUGH):
            self.world.minute()
            if minute >= 6:
                self._press("ana", "1", Acknowledge())
            if minute >= 9:
                self._press("zoe", "5", Resolve())

    def another_process(self) -> None:
        """All that runs twice at once in the worst case: both schedules, and the message being handled."""
        other = self.world.second()
        other.collect.run()
        other.turn_belt.run()
        other.escalate.run()
        self.world.handle_again()

    def _press(self, person: str, post: str, act: Act) -> None:
        """A person who presses again until the page says that it is done."""
        heard = self.world.outside.store.heard(f"x:{post}")
        if heard is not None and heard.alert_id is not None:
            with suppress(EarshotError, ProcessDiedError):
                self.world.respond.act(heard.alert_id, person, act)


def _heard_by(name: str, posts: Sequence[Mention]) -> Sequence[Mention]:
    """The search misses the first two posts, and hears the others a second time."""
    return posts[2:] if name == "search" else posts


def _post(id: str, minute: int, by: str, text: str, **changes: Any) -> Mention:
    author = changes.pop("author", Author(id=f"id-{by}", handle=by))
    return a_mention(id, text=text, author=author, posted_at=NOON + minute * MINUTE, network=Network.X, **changes)


def _intent(intent: str) -> str:
    return f"classification.intent.value == '{intent}'"
