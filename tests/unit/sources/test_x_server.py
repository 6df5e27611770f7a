"""The stand-in for X: recordings served to the real source, moved to now, in X's own language and limits."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from chalicelib.adapters.sources import make_source
from chalicelib.domain.errors import SourceError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.brand import SourcePolicy
from infra.errors import OperatorError
from localrun.x_server import XServer, serve
from tests.builders import NOON
from tests.unit.sources.x_answers import ANA, BEN, PEOPLE, WAYFARE, Body, a_page, a_post, a_reply

SAMPLES = Path(__file__).parents[4] / "shared/samples/x"
ERROR = {"title": "Invalid Request", "detail": "ids are numbers"}
NAMES_WAYFARE = {"mentions": [{"username": "Wayfare"}]}
REPOSTS_3 = [{"type": "retweeted", "id": "3"}]


def recorded(uri: str, body: Body, status: int = 200) -> Body:
    """One recording."""
    request = {"method": "GET", "uri": f"https://api.twitter.com/2/{uri}"}
    return {"request": request, "status": status, "headers": {}, "body": body}


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """A day with Wayfare: a complaint and its answer, praise, a repost, somebody else's talk, an error."""
    page = a_page(
        a_reply(14, to=10, of=ANA, thread=10, by=WAYFARE, text="@ana Sorry! Which flight?"),
        a_post(13, "RT @wayfare: Hello", by=BEN, referenced_tweets=REPOSTS_3, entities=NAMES_WAYFARE),
        a_post(12, "wayfarer sunglasses, cheap", by=BEN),
        a_post(11, "Lovely crew, @wayfare", by=BEN, entities=NAMES_WAYFARE),
        a_post(10, "@wayfare lost my bag", in_reply_to_user_id=WAYFARE, entities=NAMES_WAYFARE),
    )
    page["includes"]["tweets"] = [a_post(3, "Hello", by=WAYFARE)]
    page["includes"]["users"] = PEOPLE
    stranger = a_page(a_post(99, "I have nothing to do with any of it", by="777"))
    files = {
        "page": recorded("x", page),
        "stranger": recorded("y", stranger),
        "bad": recorded("users?ids=NA", ERROR, 400),
    }
    for name, recording in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(recording))
    return tmp_path


@pytest.fixture
def x(recordings: Path) -> Iterator[XServer]:
    """The day with Wayfare, being served."""
    with serve(recordings, shift_to=NOON, handle="wayfare") as server:
        yield server


def asked(x: XServer, path: str, **params: str) -> tuple[int, Any]:
    """The status and body of an answer."""
    answer = requests.get(f"{x.url}/2/{path}", params=params, headers={"Authorization": "Bearer any"}, timeout=5)
    return answer.status_code, answer.json()


def found(x: XServer, query: str, **params: str) -> list[str]:
    """The ids that a search finds."""
    return [post["id"] for post in asked(x, "tweets/search/recent", query=query, **params)[1].get("data", [])]


def heard(x: XServer, handle: str, **options: str) -> list[Mention]:
    """Everything that the real source reads of the server, until it has no more."""
    policy = SourcePolicy(name="x", kind="x", options=options)
    source = make_source(policy, handles=(handle,), staff=(), secrets={"x-bearer-token": "any"}, x_api_url=x.url)
    mentions: list[Mention] = []
    batch = source.fetch({}, at=NOON, budget=None)
    while batch.more:
        mentions += batch.mentions
        batch = source.fetch(batch.cursor, at=NOON, budget=None)
        assert (batch.faults, batch.gap) == ((), None)
    return [*mentions, *batch.mentions]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("@wayfare", ["13", "11", "10"]),
        ("to:wayfare", ["10"]),
        ("to:ana", ["14"]),
        ("from:WAYFARE", ["14"]),
        ("retweets_of:wayfare", ["13"]),
        ("conversation_id:10", ["14", "10"]),
        ("@wayfare -is:retweet", ["11", "10"]),
        ("(@wayfare OR from:wayfare) -is:retweet", ["14", "11", "10"]),
        ("from:ben lovely", ["11"]),
        ('"lovely crew"', ["11"]),
        ("wayfare", ["13", "11", "10"]),
        ("from:ana lovely OR from:wayfare", ["14"]),
        ("-(from:ben OR from:ana) lang:en", ["14"]),
        ("nobody", []),
    ],
)
def test_the_search_language_of_x_is_understood(x: XServer, query: str, ids: list[str]) -> None:
    assert found(x, query) == ids


def test_where_only_an_error_was_recorded_every_request_gets_it(tmp_path: Path) -> None:
    error = recorded("tweets/search/all?query=anything", {"title": "CreditsDepleted", "status": 402}, 402)
    (tmp_path / "error.json").write_text(json.dumps(error))

    with serve(tmp_path, shift_to=NOON) as x:
        assert asked(x, "tweets/search/recent", query="wayfare") == (402, error["body"])


@pytest.mark.parametrize("query", ["(@wayfare", "", "OR", "has:media", "@wayfare)", "w" * 513])
def test_a_search_that_x_would_refuse_is_refused(x: XServer, query: str) -> None:
    assert asked(x, "tweets/search/recent", query=query)[0] == 400


def test_the_newest_post_about_the_brand_was_written_just_now_and_the_others_keep_their_distance(x: XServer) -> None:
    _, body = asked(x, "tweets/search/recent", query="from:wayfare OR from:ana", **{"tweet.fields": "created_at"})

    assert [post["created_at"] for post in body["data"]] == ["2026-05-04T11:59:55.000Z", "2026-05-04T11:59:51.000Z"]
    assert [post["id"] for post in body["data"]] == ["14", "10"]


def test_what_would_lie_in_the_future_after_the_move_is_not_served(x: XServer) -> None:
    assert found(x, "from:ana OR nothing") == ["10"]
    assert "99" not in x.recordings.posts


def test_windows_and_pages_are_those_of_x(x: XServer) -> None:
    assert found(x, "@wayfare", since_id="10") == ["13", "11"]
    assert found(x, "@wayfare", until_id="13") == ["11", "10"]
    assert found(x, "@wayfare", start_time="2026-05-04T11:59:52Z") == ["13", "11"]
    assert asked(x, "tweets/search/recent", query="@wayfare", max_results="9")[0] == 400
    assert asked(x, "tweets/search/recent", query="@wayfare", start_time="2026-04-01T00:00:00Z")[0] == 400


def test_a_page_token_leads_to_the_next_page(tmp_path: Path) -> None:
    dozen = a_page(*(a_post(number, by=BEN) for number in range(101, 113)))
    (tmp_path / "dozen.json").write_text(json.dumps(recorded("x", dozen)))
    pages: list[list[int]] = []
    token: dict[str, str] = {}
    with serve(tmp_path, shift_to=NOON) as x:
        for _ in range(3):
            _, body = asked(x, f"users/{BEN}/tweets", max_results="5", **token)
            pages.append([int(post["id"]) for post in body["data"]])
            token = {"pagination_token": body["meta"].get("next_token", "")}

    assert pages == [[112, 111, 110, 109, 108], [107, 106, 105, 104, 103], [102, 101]]
    assert token == {"pagination_token": ""}


@pytest.mark.parametrize("text", [None, "[]", "{", '{"status": 200}'])
def test_a_folder_without_recordings_is_a_clear_mistake(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "one.json").write_text(text)

    with pytest.raises(OperatorError, match="recorded answer"):
        serve(tmp_path, shift_to=NOON)


def test_a_recording_without_times_takes_them_from_the_ids(tmp_path: Path) -> None:
    ids = "1400937466555682816", "1400584281538367489"
    posts = [{"id": id, "text": "@wayfare", "author_id": ANA} for id in ids]
    (tmp_path / "timeless.json").write_text(json.dumps(recorded("x", a_page(*posts))))

    with serve(tmp_path, shift_to=NOON) as x:
        times = [post["created_at"] for post in x.recordings.newest_first()]

    assert times == ["2026-05-04T11:59:55.000Z", "2026-05-03T12:36:29.130Z"]


def test_fields_and_expansions_come_only_when_asked_for(x: XServer) -> None:
    _, plain = asked(x, "tweets/search/recent", query="is:retweet")
    _, rich = asked(
        x,
        "tweets/search/recent",
        query="is:retweet",
        expansions="author_id,referenced_tweets.id,referenced_tweets.id.author_id",
        **{"tweet.fields": "author_id", "user.fields": "public_metrics"},
    )

    assert plain == {"data": [{"id": "13", "text": "RT @wayfare: Hello"}], "meta": plain["meta"]}
    assert rich["data"][0]["author_id"] == BEN
    assert {user["username"]: user["public_metrics"]["followers_count"] for user in rich["includes"]["users"]} == {
        "ben": 12_345,
        "wayfare": 90_000,
    }
    assert [post["id"] for post in rich["includes"]["tweets"]] == ["3"]


def test_accounts_and_posts_are_looked_up_as_at_x(x: XServer) -> None:
    ana = {"id": ANA, "username": "ana", "name": "Ana"}
    assert asked(x, "users/by/username/ANA") == (200, {"data": ana})
    assert asked(x, f"users/{ANA}") == (200, {"data": ana})
    assert asked(x, "users", ids=ANA)[1]["data"] == [ana]
    status, some = asked(x, "users/by", usernames="ana,nobody")
    assert (status, some["data"], some["errors"][0]["value"]) == (200, [ana], "nobody")
    assert asked(x, "tweets/3")[1]["data"]["text"] == "Hello"
    assert [post["id"] for post in asked(x, "tweets", ids="3,10")[1]["data"]] == ["3", "10"]
    assert asked(x, "lists/1")[0] == 404


def test_an_account_that_was_not_recorded_is_answered_with_errors_and_status_200(x: XServer) -> None:
    status, body = asked(x, "users/by/username/nobody")

    assert (status, list(body)) == (200, ["errors"])
    assert body["errors"][0]["detail"] == "Could not find user with username: [nobody]."


def test_a_recorded_error_is_repeated_for_its_own_request(x: XServer) -> None:
    assert asked(x, "users", ids="NA") == (400, ERROR)


def test_nobody_is_answered_without_authorization(x: XServer) -> None:
    assert requests.get(f"{x.url}/2/users/{ANA}", timeout=5).status_code == 401


@pytest.mark.parametrize("options", [{}, {"mode": "mentions"}])
def test_the_real_source_hears_the_whole_day(x: XServer, options: dict[str, str]) -> None:
    by_id = {mention.id: mention for mention in heard(x, "wayfare", **options)}

    assert sorted(by_id) == ["10", "11", "13", "14"]
    assert by_id["13"].repost_of == "3"
    assert (by_id["14"].thread, by_id["14"].reply_to_author, by_id["14"].thread_by_brand) == ("10", ANA, False)
    assert by_id["14"].posted_at == NOON - timedelta(seconds=5)


def test_a_source_whose_account_was_not_recorded_says_so(x: XServer) -> None:
    with pytest.raises(SourceError, match="there is no account called @nobody"):
        heard(x, "nobody", mode="mentions")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the recordings are not beside this checkout")
@pytest.mark.parametrize(("options", "reposts"), [({}, 16), ({"reposts": "no"}, 0), ({"mode": "mentions"}, 16)])
def test_every_recorded_post_to_a_real_brand_is_heard_once(options: dict[str, str], reposts: int) -> None:
    with serve(SAMPLES, shift_to=NOON, handle="kfc") as x:
        mentions = heard(x, "kfc", **options)

    own = [mention for mention in mentions if mention.author.handle == "kfc"]
    public = [mention for mention in mentions if mention not in own and not mention.repost_of]
    assert (len(public), len(own), sum(mention.repost_of is not None for mention in mentions)) == (214, 4, reposts)
    assert len({mention.id for mention in mentions}) == len(mentions)
    assert {mention.thread for mention in own if mention.in_reply_to} == {"1399538256274882566"}
    assert NOON - timedelta(days=7) < min(mention.posted_at for mention in mentions)
    assert max(mention.posted_at for mention in mentions) == NOON - timedelta(seconds=5)
