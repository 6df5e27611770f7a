"""Mastodon: whom it is heard from, what becomes of it, and what is asked next."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.heard.source import Batch
from chalicelib.domain.judged.addressed import is_said_to
from chalicelib.domain.judged.ours import reply_in
from chalicelib.domain.rules.brand import Brand
from tests.builders import NOON, policies_for
from tests.unit.sources.loopback import Said
from tests.unit.sources.toots import (
    ANA,
    HOME,
    WAYFARE,
    Body,
    Server,
    a_notice,
    a_toot,
    an_answer,
    drain,
    mastodon_source,
    serving,
)

NAMES_US = (
    f'<p><span class="h-card"><a href="https://{HOME}/@wayfare" class="u-url mention">@<span>wayfare</span></a></span> '
    "you lost my bag &amp; my coat</p><p>Twice.</p>"
)
NAMED = [{"id": WAYFARE, "username": "wayfare", "acct": "wayfare", "url": f"https://{HOME}/@wayfare"}]
POLICIES = policies_for(brand=Brand(name="Wayfare", handles={"mastodon": (f"wayfare@{HOME}",)}))


def heard(server: Server) -> list[Mention]:
    """All that the source says of the server."""
    with serving(server) as loopback:
        return told(drain(mastodon_source(loopback)))


def told(batches: list[Batch]) -> list[Mention]:
    return [mention for batch in batches for mention in batch.mentions]


def one(toot: Body) -> Mention:
    """The mention that a notification of this post becomes."""
    [mention] = heard(Server(notices=[a_notice(toot)]))
    return mention


def local(mention: Mention) -> str:
    return mention.id.rpartition("/")[2]


def test_a_mention_has_its_author_its_reach_its_language_and_its_address() -> None:
    mention = one(a_toot(7, NAMES_US, mentions=NAMED))

    assert mention.text == f"@wayfare@{HOME} you lost my bag & my coat\nTwice."
    assert (mention.author.handle, mention.author.name, mention.author.followers) == ("ana@far.example", "Ana", 120)
    assert (mention.url, mention.language) == ("https://far.example/@ana/7", "en")
    assert (mention.engagement.likes, mention.engagement.reposts, mention.engagement.replies) == (3, 2, 1)
    assert mention.posted_at == NOON - timedelta(days=1) + timedelta(seconds=7)
    assert is_said_to(mention, POLICIES)


def test_the_same_name_on_another_server_is_somebody_else() -> None:
    far = [{**NAMED[0], "acct": "wayfare@far.example", "url": "https://far.example/@wayfare"}]
    mention = one(a_toot(7, NAMES_US.replace(HOME, "far.example"), mentions=far))

    assert mention.text.startswith("@wayfare@far.example you lost")
    assert not is_said_to(mention, POLICIES)


def test_a_warning_stands_as_the_title() -> None:
    mention = one(a_toot(7, "<p>the fish</p>", spoiler_text="food poisoning", sensitive=True))

    assert mention.words == "food poisoning\nthe fish"


def test_a_post_without_words_says_how_its_pictures_are_described() -> None:
    pictures = [{"type": "image", "description": "a suitcase in two halves"}, {"type": "image", "description": None}]

    assert one(a_toot(7, "", media_attachments=pictures)).text == "a suitcase in two halves"


def test_a_private_message_is_heard_without_its_words() -> None:
    for visibility in ("private", "direct", "mutuals_only", None):
        mention = one(a_toot(7, NAMES_US, visibility=visibility, spoiler_text="my passport"))

        assert mention.private
        assert (mention.words, mention.url) == ("", "https://far.example/@ana/7")


def test_an_unlisted_post_is_public() -> None:
    assert not one(a_toot(7, visibility="unlisted")).private


def test_what_others_said_among_themselves_is_not_kept() -> None:
    server = Server(tagged=[a_toot(7, visibility="private")], found=[a_toot(8, visibility="private")])

    with serving(server) as loopback:
        assert told(drain(mastodon_source(loopback, hashtag="AskWayfare", query="wayfare"))) == []


def test_a_private_answer_of_the_brand_answers_without_its_words() -> None:
    server = Server(
        notices=[a_notice(a_toot(5, visibility="direct"))],
        own=[
            an_answer(6, to=5, of=ANA, by=WAYFARE, visibility="direct"),
            a_toot(7, by=WAYFARE, visibility="direct"),
        ],
        above={"6": [a_toot(5, visibility="direct")]},
    )
    [asked, answer] = sorted(heard(server), key=local)

    assert (local(asked), local(answer), answer.text) == ("5", "6", "")
    reply = reply_in(answer, POLICIES)
    assert reply is not None
    assert (reply.thread, reply.to_author) == (asked.thread, asked.author.id)


def test_an_answer_belongs_to_the_thread_that_its_first_post_began() -> None:
    server = Server(
        notices=[a_notice(an_answer(7, to=6, of=WAYFARE))],
        above={"7": [a_toot(4, by=WAYFARE), an_answer(5, to=4, of=WAYFARE), an_answer(6, to=5, of=ANA, by=WAYFARE)]},
    )
    [mention] = heard(server)

    assert mention.thread.endswith("/4")
    assert mention.thread_by_brand
    assert (mention.in_reply_to or "").endswith("/6")
    assert (mention.reply_to_author or "").endswith(f"/{WAYFARE}")


def test_an_answer_to_what_was_heard_needs_no_question() -> None:
    server = Server(notices=[a_notice(a_toot(5))])
    with serving(server) as loopback:
        source = mastodon_source(loopback)
        end = drain(source)[-1].cursor
        server.notices += [a_notice(an_answer(6, to=5, of=ANA)), a_notice(an_answer(7, to=6, of=ANA))]
        mentions = told(drain(source, end))

        assert [asked.path for asked in loopback.asked if "context" in asked.path] == []
    assert [mention.thread.rpartition("/")[2] for mention in mentions] == ["5", "5"]


def test_the_thread_of_what_answers_a_deleted_post_is_what_is_left_of_it() -> None:
    server = Server(notices=[a_notice(an_answer(7, to=6, of=WAYFARE))], above={"7": [an_answer(5, to=4, of=WAYFARE)]})
    [mention] = heard(server)

    assert mention.thread.endswith("/4")


@pytest.mark.parametrize("failure", [404, 403, 500])
def test_a_thread_that_cannot_be_read_costs_no_mention(failure: int) -> None:
    server = Server(notices=[a_notice(an_answer(7, to=6, of=WAYFARE))], above={"7": Said(status=failure)})
    with serving(server) as loopback:
        batches = drain(mastodon_source(loopback))

    assert [mention.thread.rpartition("/")[2] for mention in told(batches)] == ["6"]
    assert [fault.where for batch in batches for fault in batch.faults] == ["thread of 7"]


def test_many_threads_are_looked_up_a_few_at_a_time_and_nothing_is_lost() -> None:
    answers = [an_answer(number, to=number + 1000, of=WAYFARE) for number in range(10, 19)]
    server = Server(notices=[a_notice(toot) for toot in answers], above={toot["id"]: [a_toot(1)] for toot in answers})
    with serving(server) as loopback:
        source = mastodon_source(loopback)
        batches = drain(source)
        server.notices += [a_notice(an_answer(number, to=number + 1000, of=WAYFARE)) for number in range(20, 27)]
        server.above |= {str(number): [a_toot(1)] for number in range(20, 27)}
        later = drain(source, batches[-1].cursor)

    assert sorted(local(mention) for mention in told(batches)) == [str(number) for number in range(10, 19)]
    assert [local(mention) for mention in told(later)] == [str(number) for number in range(20, 27)]


def test_an_edited_post_is_one_mention() -> None:
    server = Server(notices=[a_notice(a_toot(7))])
    with serving(server) as loopback:
        source = mastodon_source(loopback)
        [before] = told(drain(source))
        server.notices = [a_notice(a_toot(7, "<p>you lost my bags</p>", edited_at="2026-05-04T11:59:00.000Z"))]
        [after] = told(drain(source))

    assert (before.key, before.text == after.text) == (after.key, False)


def test_mentions_whose_posts_are_gone_are_counted_and_passed() -> None:
    with serving(Server(notices=[a_notice(None, 5), a_notice(a_toot(6)), a_notice(None, 7)])) as loopback:
        batches = drain(mastodon_source(loopback))

    assert [local(mention) for mention in told(batches)] == ["6"]
    reasons = [fault.reason for batch in batches for fault in batch.faults]
    assert reasons == ["2 of its posts were deleted, or cannot be seen any more"]


def test_only_what_says_something_to_us_is_asked_for_and_the_next_ones_by_min_id() -> None:
    server = Server(notices=[a_notice(a_toot(5))])
    with serving(server) as loopback:
        source = mastodon_source(loopback)
        end = drain(source)[-1].cursor
        loopback.asked.clear()
        drain(source, end)
        asked = next(asked for asked in loopback.asked if asked.path.endswith("notifications"))

    assert (asked.params["min_id"], asked.params["types[]"]) == ("5", "quote")  # the last of `mention`, `quote`
    assert "max_id" not in asked.params
    assert asked.headers["Authorization"] == "Bearer s3cret"


def test_a_first_pass_goes_back_no_further_than_a_week() -> None:
    old = [a_notice(a_toot(number, created_at="2026-04-01T10:00:00.000Z")) for number in range(1, 200)]
    server = Server(notices=[*old, a_notice(a_toot(500))])
    with serving(server) as loopback:
        drain(mastodon_source(loopback))

        assert len([asked for asked in loopback.asked if asked.path.endswith("notifications")]) == 1


def test_the_brands_posts_the_hashtag_and_a_search_are_heard() -> None:
    server = Server(
        own=[a_toot(5, by=WAYFARE)],
        tagged=[a_toot(6)],
        found=[a_toot(number) for number in range(100, 200)],
    )
    with serving(server) as loopback:
        source = mastodon_source(loopback, hashtag="AskWayfare", query="wayfare delay")
        batches = drain(source)
        server.found.append(a_toot(300))
        later = drain(source, batches[-1].cursor)
        paths = {asked.path: asked.params for asked in loopback.asked}

    assert sorted(int(local(mention)) for mention in told(batches)) == [5, 6, *range(100, 200)]
    assert [local(mention) for mention in told(later)] == ["300"]
    assert "/api/v1/timelines/tag/AskWayfare" in paths
    assert paths["/api/v2/search"]["q"] == "wayfare delay"
    assert set(paths) == {
        "/api/v1/accounts/verify_credentials",
        f"/api/v1/accounts/{WAYFARE}/statuses",
        "/api/v1/notifications",
        "/api/v1/timelines/tag/AskWayfare",
        "/api/v2/search",
    }


def test_the_brands_own_posts_carry_its_whole_handle() -> None:
    [mention] = heard(Server(own=[a_toot(5, by=WAYFARE)]))

    assert mention.author.handle == f"wayfare@{HOME}"


def test_too_many_requests_wait_until_the_server_said() -> None:
    limited = Said(status=429, headers={"X-RateLimit-Reset": "2026-05-04T12:04:00.000000Z"})
    with serving(Server(mishaps=[limited])) as loopback, pytest.raises(SourceUnavailableError) as raised:
        drain(mastodon_source(loopback))

    assert raised.value.retry_at == NOON + timedelta(minutes=4)
    assert str(raised.value) == "mastodon: too many requests"


def test_a_server_that_wants_to_be_left_alone_is_before_it_refuses() -> None:
    server = Server(notices=[a_notice(a_toot(5))], headers={"X-RateLimit-Remaining": "2"})
    with serving(server) as loopback:
        source = mastodon_source(loopback)
        batch = source.fetch({}, at=NOON, budget=None)
        assert batch.more  # it has not read anything yet
        batch = source.fetch(batch.cursor, at=NOON, budget=None)

    assert not batch.more
    assert batch.cursor["turn"] == "1"  # the next run goes on with the next stream


def test_limits_that_cannot_be_read_harm_nothing() -> None:
    server = Server(notices=[a_notice(a_toot(5))], headers={"X-RateLimit-Reset": "never", "X-RateLimit-Remaining": "x"})

    assert len(heard(server)) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "the access token is wrong or was revoked"),
        (403, "the access token lacks a right"),
        (404, "no such account"),
    ],
)
def test_what_only_a_person_can_mend_says_what_mends_it(status: int, words: str) -> None:
    refusal = Said(status=status, body=b'{"error": "no <b>way</b>"}')
    with serving(Server(mishaps=[refusal])) as loopback, pytest.raises(SourceError, match=words) as raised:
        drain(mastodon_source(loopback))

    assert not raised.value.retryable


def test_somebody_elses_token_is_refused() -> None:
    me = Said(body=b'{"id": "1", "username": "mallory", "acct": "mallory"}')
    with serving(Server(mishaps=[me])) as loopback, pytest.raises(SourceError, match="is @mallory's"):
        drain(mastodon_source(loopback))


@pytest.mark.parametrize(("token", "words"), [("", "no access token"), ("s3cret\n", "holds a line break")])
def test_a_token_that_cannot_be_one_is_never_sent(token: str, words: str) -> None:
    with serving(Server()) as loopback:
        with pytest.raises(SourceError, match=words):
            drain(mastodon_source(loopback, token=token))

        assert loopback.asked == []


def test_a_redirect_is_not_followed_with_the_token() -> None:
    moved = Said(status=302, headers={"Location": "https://mallory.example/"})
    with serving(Server(mishaps=[moved])) as loopback:
        with pytest.raises(SourceError):
            drain(mastodon_source(loopback))

        assert len(loopback.asked) == 1


def test_another_server_is_read_anew() -> None:
    with (
        serving(Server(notices=[a_notice(a_toot(5))])) as one_server,
        serving(Server(notices=[a_notice(a_toot(3))])) as other,
    ):
        end = drain(mastodon_source(one_server))[-1].cursor

        assert [local(mention) for mention in told(drain(mastodon_source(other), end))] == ["3"]


def test_the_same_number_on_two_servers_is_two_mentions() -> None:
    with (
        serving(Server(notices=[a_notice(a_toot(5))])) as one_server,
        serving(Server(notices=[a_notice(a_toot(5))])) as other,
    ):
        keys = {told(drain(mastodon_source(server)))[0].key for server in (one_server, other)}

    assert len(keys) == 2
