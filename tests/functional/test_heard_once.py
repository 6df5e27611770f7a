"""What was heard is heard once, over readings, feeds, senders and versions; and nobody takes another's place."""

from datetime import timedelta
from typing import cast

import pytest
from msgspec.structs import replace

from chalicelib.adapters.sources.feed import FeedSource
from chalicelib.adapters.sources.feed.fetch import Fetcher, Page
from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.heard.source import SourceState
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.rules.brand import SourcePolicy
from chalicelib.ports import Source
from tests.builders import NOON, a_heard, a_mention, an_author
from tests.functional.town import town_policies
from tests.functional.world import MINUTE, World
from tests.unit.sources.feeds import an_item, rss

BLOG = "https://blog.example/feed.xml"


class Site(Fetcher):
    """Answers every address with what stands in `pages` under it."""

    pages: dict[str, bytes]

    def __init__(self, pages: dict[str, bytes]) -> None:
        super().__init__()
        object.__setattr__(self, "pages", pages)

    def fetch(self, url: str, **_: object) -> Page:
        return Page(body=self.pages[url])


def a_world(pages: dict[str, bytes]) -> World:
    """A world that reads each address in `pages` as a feed named by its host."""
    policies = town_policies()
    names = {url.split("/")[2].replace(".", "-"): url for url in pages}
    sources = tuple(SourcePolicy(name=name, kind="feed", every=MINUTE) for name in names)
    site = Site(pages)
    return World(
        replace(policies, brand=replace(policies.brand, sources=sources)),
        make_source=lambda policy, _: cast(Source, FeedSource(name=policy.name, url=names[policy.name], fetcher=site)),
    )


def alerts(world: World) -> int:
    """How many situations wait for somebody."""
    return len(world.outside.store.unresolved())


COMPLAINT = "Wayfare at its worst"


def complaint(number: int = 7, **changes: str | None) -> bytes:
    """A feed with one complaint."""
    return rss(an_item(number, COMPLAINT, description="they lost my bag", **changes))


def test_an_article_whose_id_is_made_anew_calls_once() -> None:
    pages = {BLOG: complaint(guid="build-1")}
    world = a_world(pages)
    world.minute()
    pages[BLOG] = complaint(guid="build-2", link="http://blog.example/7")
    world.minute()

    assert alerts(world) == 1


def test_a_hostile_feed_cannot_take_another_blogs_next_article() -> None:
    evil = "https://evil.example/feed"
    pages = {evil: rss(an_item(7, "Nothing to see", guid="tag:blog.example:next", link=None)), BLOG: rss()}
    world = a_world(pages)
    world.minute()
    pages[BLOG] = complaint(guid="tag:blog.example:next")
    world.minute()

    assert alerts(world) == 1


def recorded_by_the_previous_version(world: World, *, id: str, url: str = "https://blog.example/7") -> None:
    """A complaint in the table, as versions before this one stored it."""
    author = Author(id="blog.example", handle="blog.example", name="A travel blog")
    mention = a_mention(
        id,
        source="blog-example",
        network=Network.FEED,
        url=url,
        title=COMPLAINT,
        text="they lost my bag",
        author=author,
    )
    world.outside.store.record(a_heard(mention, outcome=Outcome.TRIGGERED))


PREVIOUS_MARKS = "f74b7477ac84"  # of https://blog.example/7, as the previous version made it


@pytest.mark.parametrize(
    ("guid", "id"),
    [
        ("https://blog.example/7", "https://blog.example/7"),
        ("tag:blog.example,2026:7", "tag:blog.example,2026:7"),
        ("1234", f"{BLOG}#1234"),
        (None, "https://blog.example/7"),
    ],
)
def test_a_table_of_the_previous_version_read_again_opens_nothing(guid: str | None, id: str) -> None:
    world = a_world({BLOG: complaint(guid=guid)})
    recorded_by_the_previous_version(world, id=id)
    world.minute()

    assert alerts(world) == 0


def test_a_cursor_of_the_previous_version_goes_on_where_it_stood() -> None:
    pages = {BLOG: rss(an_item(7), an_item(8, COMPLAINT))}
    world = a_world(pages)
    known = {"url": BLOG, "seen": PREVIOUS_MARKS, "read_at": NOON.isoformat()}
    world.outside.store.advance(SourceState(name="blog-example", cursor=known, fetched=1))
    world.clock.forward(minutes=1)
    world.sweep()

    assert [mention.title for mention in world.outside.take_mentions()] == [COMPLAINT]


def test_what_a_hostile_feed_took_from_a_blog_under_the_previous_version_is_given_back() -> None:
    world = a_world({BLOG: complaint(guid="tag:blog.example:next")})
    taken = a_mention(
        "tag:blog.example:next", network=Network.FEED, source="evil", url="https://evil.example/1", title="x"
    )
    world.outside.store.record(a_heard(taken))
    world.minute()

    assert alerts(world) == 1


def told(id: str, text: str, by: str, **changes: str) -> Mention:
    """What a tool says that somebody wrote."""
    return a_mention(id, network=Network.WEBHOOK, source="webhook", text=text, author=an_author(by), url="", **changes)


def test_an_id_that_a_sender_gave_twice_stands_for_two_mentions_if_two_people_wrote_them() -> None:
    world = World(town_policies())
    for mention in (told("1", "they lost my bag", "kim"), told("1", "smoke on board", "ben")):
        world.triage.handle(mention)
        world.triage.handle(mention)

    assert alerts(world) == 2
    assert world.outside.store.heard("webhook:1@ben") is not None


def test_what_its_author_wrote_anew_under_the_same_id_is_the_same() -> None:
    world = World(town_policies())
    world.triage.handle(told("1", "they lost my bag", "kim"))
    world.triage.handle(told("1", "they lost my bag, still", "kim"))

    assert alerts(world) == 1


def test_what_was_told_before_senders_had_names_stays_known() -> None:
    world = World(town_policies())
    world.triage.handle(told("1", "they lost my bag", "kim"))
    world.triage.handle(
        replace(told("reviews#1", "they lost my bag", "kim"), source="reviews", formerly=("webhook:1",))
    )
    world.triage.handle(replace(told("shop#1", "they lost my harp", "ben"), source="shop", formerly=("webhook:1",)))

    assert alerts(world) == 2


def test_the_versions_of_an_edited_post_are_one() -> None:
    world = World(town_policies())
    world.triage.handle(a_mention("12"))
    world.triage.handle(a_mention("11", formerly=("x:12",), posted_at=NOON - timedelta(minutes=1)))
    world.triage.handle(a_mention("11", formerly=("x:12", "x:13")))

    assert alerts(world) == 1
