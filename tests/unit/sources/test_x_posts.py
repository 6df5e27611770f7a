"""How a post of X becomes a mention."""

from datetime import UTC, datetime

import pytest

from chalicelib.adapters.sources.x.posts import mentions, read_posts
from chalicelib.domain.heard.mention import Author, Engagement, Mention, Network
from tests.unit.sources.x_answers import ANA, BEN, PEOPLE, WAYFARE, Body, a_post, a_reply, at

OWN = frozenset({WAYFARE})
AGES_AGO = a_post(11, created_at="0001-01-01T00:00:00+23:59")


def translated(*entries: Body, own: frozenset[str] | None = OWN, **includes: list[Body]) -> tuple[Mention, ...]:
    """The mentions that a page of these posts becomes."""
    posts, faults = read_posts(entries, where="page")
    assert faults == []
    return mentions("x", posts, {"users": PEOPLE, **includes}, own=own)


def test_a_post_becomes_a_mention_with_everything_that_x_said() -> None:
    [mention] = translated(a_post(7))

    assert mention == Mention(
        source="x",
        network=Network.X,
        id="7",
        url="https://x.com/ana/status/7",
        text="@wayfare you lost my bag",
        author=Author(id=ANA, handle="ana", name="Ana", followers=10),
        posted_at=at(7),
        thread="7",
        thread_author=ANA,
        thread_by_brand=False,
        language="en",
        engagement=Engagement(likes=3, reposts=2, replies=1),
    )


def test_html_entities_are_resolved_exactly_once() -> None:
    [mention] = translated(a_post(7, "mac &amp; cheese &gt;&gt; &amp;lt;b&amp;gt;"))

    assert mention.text == "mac & cheese >> &lt;b&gt;"


def test_a_long_post_is_read_whole() -> None:
    whole = "@wayfare " + "and then they lost my bag again, " * 40
    [mention] = translated(a_post(7, whole[:270] + "…", note_tweet={"text": whole}))

    assert mention.text == whole.strip()


def test_hostile_text_loses_what_cannot_be_seen_and_nothing_else() -> None:
    [mention] = translated(a_post(7, "\u202egab ym tsol\x00\x1b[31m 👩‍✈️ <script>alert(1)</script>\n@wayfare"))

    assert mention.text == "gab ym tsol[31m 👩‍✈️ <script>alert(1)</script>\n@wayfare"


def test_mentions_come_oldest_first() -> None:
    assert [mention.id for mention in translated(a_post(30), a_post(9), a_post(100))] == ["9", "30", "100"]


def test_a_repost_says_which_post_it_repeats() -> None:
    [mention] = translated(a_post(7, "RT @wayfare: Hello", referenced_tweets=[{"type": "retweeted", "id": "3"}]))

    assert mention.repost_of == "3"
    assert mention.in_reply_to is None


def test_a_quote_is_a_mention_of_its_own() -> None:
    [mention] = translated(a_post(7, referenced_tweets=[{"type": "quoted", "id": "3"}]))

    assert (mention.repost_of, mention.in_reply_to, mention.thread) == (None, None, "7")


def test_a_post_that_only_begins_with_the_brands_handle_answers_nobody() -> None:
    [mention] = translated(a_post(7, in_reply_to_user_id=WAYFARE))

    assert (mention.in_reply_to, mention.reply_to_author, mention.thread_author) == (None, None, ANA)


def test_a_direct_reply_tells_who_began_the_thread() -> None:
    [mention] = translated(a_reply(7, to=3, of=WAYFARE, thread=3))

    assert (mention.in_reply_to, mention.reply_to_author) == ("3", WAYFARE)
    assert (mention.thread, mention.thread_author, mention.thread_by_brand) == ("3", WAYFARE, True)


def test_a_reply_deep_in_a_thread_learns_its_beginner_from_a_neighbour() -> None:
    answer, again = translated(
        a_reply(7, to=3, of=ANA, thread=3, by=WAYFARE), a_reply(9, to=7, of=WAYFARE, thread=3, by=BEN)
    )

    assert (answer.thread_author, again.thread_author) == (ANA, ANA)
    assert again.thread_by_brand is False


def test_a_reply_deep_in_a_thread_learns_its_beginner_from_the_included_parent() -> None:
    [mention] = translated(a_reply(9, to=7, of=BEN, thread=3), tweets=[a_reply(7, to=3, of=WAYFARE, thread=3, by=BEN)])

    assert mention.thread_author == WAYFARE


def test_where_nobody_tells_who_began_a_thread_it_stays_open() -> None:
    [mention] = translated(a_reply(9, to=7, of=BEN, thread=3))

    assert (mention.thread_author, mention.thread_by_brand) == (None, None)


def test_while_the_brands_accounts_are_unknown_nobody_claims_that_a_thread_is_not_theirs() -> None:
    [mention] = translated(a_post(7), own=None)

    assert mention.thread_by_brand is None


def test_an_author_whom_x_leaves_out_is_known_by_id_and_the_link_still_works() -> None:
    [mention] = translated(a_post(7, by="777"))

    assert mention.author == Author(id="777", handle="")
    assert mention.url == "https://x.com/i/status/7"


def test_times_are_kept_in_utc() -> None:
    [mention] = translated(a_post(7, created_at="2026-05-04T14:00:00.000+02:00"))

    assert mention.posted_at == datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert mention.posted_at.tzinfo is UTC


def test_a_broken_entry_is_a_fault_with_its_place_and_its_neighbours_are_kept() -> None:
    broken = a_post(8)
    del broken["created_at"]

    posts, faults = read_posts(
        [a_post(7), broken, "rubbish", a_post(9, author_id="../9"), a_post(10), AGES_AGO], where="search 0"
    )

    assert [post.id for post in posts] == ["7", "10"]
    assert [fault.where for fault in faults] == ["search 0[1]", "search 0[2]", "search 0[3]", "search 0[5]"]
    assert "created_at" in faults[0].reason


def test_a_post_that_comes_twice_is_one_post() -> None:
    posts, _ = read_posts([a_post(7), a_post(7)], where="page")

    assert [post.id for post in posts] == ["7"]


def test_the_versions_of_an_edited_post_are_one_mention_in_the_words_of_the_newest() -> None:
    versions: Body = {"edit_history_tweet_ids": ["7", "9"]}
    first = a_post(7, "you lost my bag", **versions)
    [mention] = translated(first, a_post(9, "you found my bag", conversation_id="7", **versions))

    assert (mention.id, mention.thread, mention.text) == ("7", "7", "you found my bag")
    assert (mention.url, mention.formerly) == ("https://x.com/ana/status/9", ("x:9",))


def test_an_edit_that_is_heard_alone_is_known_by_its_first_version() -> None:
    [mention] = translated(a_post(9, edit_history_tweet_ids=["7", "8", "9"]))

    assert (mention.id, mention.thread, mention.thread_author) == ("7", "7", ANA)


def test_a_post_that_nobody_edited_has_no_other_key() -> None:
    [mention] = translated(a_post(7, edit_history_tweet_ids=["7"]))

    assert (mention.id, mention.formerly) == ("7", ())


@pytest.mark.parametrize(
    "field",
    [
        "conversation_id",
        "edit_history_tweet_ids",
        "in_reply_to_user_id",
        "lang",
        "note_tweet",
        "public_metrics",
        "referenced_tweets",
    ],
)
def test_a_field_that_is_null_drops_no_post(field: str) -> None:
    empty: Body = {field: None}

    assert [mention.id for mention in translated(a_post(7) | empty)] == ["7"]


def test_a_count_that_is_null_is_none() -> None:
    [mention] = translated(a_post(7, public_metrics={"like_count": None, "retweet_count": 2}))

    assert (mention.engagement.likes, mention.engagement.reposts) == (0, 2)
