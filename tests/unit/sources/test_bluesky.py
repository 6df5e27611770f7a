"""Bluesky: whom it is heard from, what becomes of it, and what is asked next."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Batch
from chalicelib.domain.judged.addressed import is_said_to
from chalicelib.domain.judged.ours import reply_in
from chalicelib.domain.rules.brand import Brand
from tests.builders import NOON, policies_for
from tests.unit.sources.loopback import Said, as_json
from tests.unit.sources.skies import (
    ANA,
    WAYFARE,
    Body,
    Server,
    a_notice,
    a_post,
    an_answer,
    at,
    bluesky_source,
    refusal,
    serving,
    uri,
)
from tests.unit.sources.toots import drain

POLICIES = policies_for(brand=Brand(name="Wayfare", handles={"bluesky": ("wayfare.example",)}))


def told(batches: list[Batch]) -> list[Mention]:
    return [mention for batch in batches for mention in batch.mentions]


def heard(server: Server) -> list[Mention]:
    """All that the source says of the server."""
    with serving(server) as loopback:
        return told(drain(bluesky_source(loopback)))


def one(post: Body) -> Mention:
    """The mention that a notification of this post becomes."""
    [mention] = heard(Server(notices=[a_notice(post)]))
    return mention


def numbers(mentions: list[Mention]) -> list[int]:
    return [int(mention.id.rpartition("/")[2]) for mention in mentions]


def test_a_mention_has_its_author_its_reach_its_language_and_its_address() -> None:
    mention = one(a_post(7))

    assert (mention.key, mention.text) == (f"bluesky:{uri(7)}", "@wayfare.example you lost my bag")
    assert (mention.author.id, mention.author.handle, mention.author.followers) == (ANA, "ana.example", 120)
    assert (mention.url, mention.language) == (f"https://bsky.app/profile/{ANA}/post/7", "en")
    assert (mention.thread, mention.thread_author, mention.thread_by_brand) == (uri(7), ANA, False)
    assert mention.posted_at == at(7)
    assert is_said_to(mention, POLICIES)
    assert not mention.private


def test_what_a_search_finds_has_its_reach() -> None:
    with serving(Server(found=[a_post(7)])) as loopback:
        [mention] = told(drain(bluesky_source(loopback, query="wayfare")))

    assert (mention.engagement.likes, mention.engagement.reposts, mention.engagement.replies) == (3, 2, 1)


def test_an_answer_of_the_brand_answers_the_thread_and_whom_it_answers() -> None:
    server = Server(
        notices=[a_notice(an_answer(8, to=uri(7), root=uri(5, WAYFARE)), "reply")],
        own=[{"post": an_answer(9, to=uri(8), root=uri(5, WAYFARE), by=WAYFARE)}],
    )
    [asked, answer] = sorted(heard(server), key=lambda mention: mention.posted_at)
    reply = reply_in(answer, POLICIES)

    assert (asked.thread, asked.thread_by_brand, asked.in_reply_to) == (uri(5, WAYFARE), True, uri(7))
    assert reply is not None
    assert (reply.thread, reply.to_author) == (uri(5, WAYFARE), ANA)


def test_what_the_brand_reposts_is_not_what_it_says() -> None:
    reposted = {"post": a_post(7), "reason": {"$type": "app.bsky.feed.defs#reasonRepost"}}

    assert numbers(heard(Server(own=[reposted, {"post": a_post(8, by=WAYFARE)}]))) == [8]


def test_a_post_without_words_says_how_its_pictures_are_described() -> None:
    pictures = {"$type": "app.bsky.embed.images", "images": [{"alt": "a suitcase in two halves", "image": {}}]}

    assert one(a_post(7, "", record={"embed": pictures})).text == "a suitcase in two halves"


def test_a_label_stands_as_the_title_unless_it_speaks_to_programs() -> None:
    labels = [{"val": "graphic-media"}, {"val": "!no-unauthenticated"}, {"val": "graphic-media"}]

    assert one(a_post(7, labels=labels)).title == "graphic-media"


def test_two_languages_are_none() -> None:
    assert one(a_post(7, record={"langs": ["en", "de"]})).language is None


@pytest.mark.parametrize(
    ("claimed", "written"),
    [
        ("2026-05-03T10:00:00.561858Z", at(7) - timedelta(hours=2, seconds=7) + timedelta(microseconds=561858)),
        ("2036-01-01T00:00:00Z", at(7)),
        ("soon", at(7)),
        ("2026-05-03T10:00:00", at(7)),
    ],
)
def test_an_author_may_claim_an_earlier_time_and_no_later_one(claimed: str, written: object) -> None:
    assert one(a_post(7, record={"createdAt": claimed})).posted_at == written


def test_what_claims_to_be_old_is_heard_when_it_comes() -> None:
    server = Server(notices=[a_notice(a_post(5000))])
    with serving(server) as loopback:
        source = bluesky_source(loopback)
        end = drain(source)[-1].cursor
        server.notices.append(a_notice(a_post(5001, record={"createdAt": "2026-05-01T00:00:00Z"})))

        assert numbers(told(drain(source, end))) == [5001]


def test_what_is_seen_a_moment_late_is_heard_and_nothing_twice() -> None:
    server = Server(notices=[a_notice(a_post(1000)), a_notice(a_post(1010))])
    with serving(server) as loopback:
        source = bluesky_source(loopback)
        end = drain(source)[-1].cursor
        server.notices.append(a_notice(a_post(1005)))

        assert numbers(told(drain(source, end))) == [1005]


def test_an_overwritten_post_is_one_mention() -> None:
    assert one(a_post(7)).key == one(a_post(7, "@wayfare.example you lost my bags")).key


def test_a_first_pass_goes_back_no_further_than_a_week() -> None:
    old = [a_notice(a_post(number, indexedAt=f"2026-04-01T10:00:{number % 60:02d}.000Z")) for number in range(1, 200)]
    with serving(Server(notices=[*old, a_notice(a_post(500))])) as loopback:
        drain(bluesky_source(loopback))

        assert len([asked for asked in loopback.asked if asked.path.endswith("listNotifications")]) == 1


def test_the_hashtag_and_a_search_are_heard_by_time() -> None:
    server = Server(found=[a_post(number) for number in range(100, 300)])
    with serving(server) as loopback:
        source = bluesky_source(loopback, hashtag="AskWayfare", query="wayfare delay")
        batches = drain(source)
        server.found.append(a_post(400))
        later = drain(source, batches[-1].cursor)
        queries = [asked.params["q"] for asked in loopback.asked if asked.path.endswith("searchPosts")]

    assert sorted(numbers(told(batches))) == sorted([*range(100, 300)] * 2)  # by each of the two
    assert numbers(told(later)) == [400, 400]
    assert set(queries) == {"#AskWayfare", "wayfare delay"}


def test_posts_of_one_moment_end_a_search() -> None:
    server = Server(found=[a_post(number, indexedAt="2026-05-03T12:00:00.000Z") for number in range(100, 300)])
    with serving(server) as loopback:
        assert len(numbers(told(drain(bluesky_source(loopback, query="wayfare"))))) == 50


def test_followers_that_cannot_be_told_cost_no_mention() -> None:
    server = Server(notices=[a_notice(a_post(7))])
    with serving(server) as loopback:
        source = bluesky_source(loopback)
        first = source.fetch({}, at=NOON, budget=None)
        server.mishaps = [as_json({"notifications": server.notices}), Said(status=500)]
        batch = source.fetch(first.cursor, at=NOON, budget=None)

    assert [mention.author.followers for mention in batch.mentions] == [None]
    assert [fault.where for fault in batch.faults] == ["profiles"]


def test_too_many_requests_wait_until_the_server_said() -> None:
    until = str(int((NOON + timedelta(minutes=4)).timestamp()))
    server = Server()
    with serving(server) as loopback:
        source = bluesky_source(loopback)
        source.fetch({}, at=NOON, budget=None)
        server.mishaps = [Said(status=429, headers={"ratelimit-reset": until})]
        with pytest.raises(SourceUnavailableError) as raised:
            source.fetch({}, at=NOON, budget=None)

    assert raised.value.retry_at == NOON + timedelta(minutes=4)
    assert str(raised.value) == "bluesky: too many requests (getAuthorFeed)"


def test_a_server_that_wants_to_be_left_alone_is_before_it_refuses() -> None:
    with serving(Server(headers={"RateLimit-Remaining": "2"})) as loopback:
        assert not bluesky_source(loopback).fetch({}, at=NOON, budget=None).more


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("AccountTakedown", "bluesky: AccountTakedown .getAuthorFeed.: the account was taken down"),
        ("<script>", "bluesky: 400 .getAuthorFeed."),
    ],
)
def test_what_only_a_person_can_mend_says_what_it_is(error: str, words: str) -> None:
    server = Server()
    with serving(server) as loopback:
        source = bluesky_source(loopback)
        source.fetch({}, at=NOON, budget=None)
        server.mishaps = [refusal(error)]
        with pytest.raises(SourceError, match=words) as raised:
            source.fetch({}, at=NOON, budget=None)

    assert not raised.value.retryable


def test_a_redirect_is_not_followed() -> None:
    moved = Said(status=302, headers={"Location": "https://mallory.example/"})
    with serving(Server(mishaps=[moved])) as loopback:
        with pytest.raises(SourceError):
            drain(bluesky_source(loopback))

        assert len(loopback.asked) == 1
