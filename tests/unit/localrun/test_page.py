"""The page of a local run: what it shows, and whom it answers."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from chalicelib.domain.judged.silence import Silence, SilenceKind
from chalicelib.domain.rules.person import Channel
from localrun.outbox import Received
from localrun.page import view
from localrun.page.server import Front, Latest, page
from localrun.watch import Followed
from tests.builders import NOON, QUARTER, a_heard, a_mention, an_alert
from tests.unit.localrun.snapshots import a_snapshot

HERE = "http://127.0.0.1:8080"


@pytest.fixture
def latest() -> Latest:
    return Latest(a_snapshot())


@pytest.fixture
def client(latest: Latest) -> FlaskClient:
    front = Front(api="http://127.0.0.1:9", webhook_secret="whsec_c2VjcmV0", port=8080, clock=lambda: NOON)
    return page(front, latest).test_client()


def test_nothing_heard_is_a_page_too(client: FlaskClient) -> None:
    shown = client.get("/", base_url=HERE)

    assert shown.status_code == 200
    assert "Nothing needs an answer" in shown.text
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]


def test_whatever_a_stranger_wrote_is_shown_as_text(client: FlaskClient, latest: Latest) -> None:
    hostile = "<script>alert(1)</script>"
    heard = a_heard(a_mention(text=hostile))
    sms = Received(Channel.SMS, "+12025550101", "", hostile, "r1")
    latest.snapshot = a_snapshot(heard=(heard,), alerts=(Followed(an_alert(), (), ()),), received=(sms,))

    shown = client.get("/local/board", base_url=HERE).text

    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 2


def test_what_is_silenced_is_on_the_board_with_its_reason(client: FlaskClient, latest: Latest) -> None:
    bot = Silence(
        id="s1",
        kind=SilenceKind.AUTHOR,
        subject="x:900",
        by="ana",
        reason="<b>a bot</b>",
        at=NOON,
        until=NOON + QUARTER,
    )
    latest.snapshot = a_snapshot(silences=(bot,))

    shown = client.get("/local/board", base_url=HERE).text

    assert "author x:900, by ana (&lt;b&gt;a bot&lt;/b&gt;)" in shown


@pytest.mark.parametrize("host", ["http://evil.example:8080", "http://127.0.0.1:9999"])
def test_a_name_that_was_rebound_to_this_machine_is_not_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", base_url=host).status_code == 421


def test_another_sites_form_cannot_say_anything(client: FlaskClient) -> None:
    form = {"text": "hello", "handle": "mallory", "followers": "1"}

    answer = client.post("/local/say", data=form, base_url=HERE, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


def test_a_public_address_whose_api_is_gone_says_so(client: FlaskClient) -> None:
    assert client.get("/a/some-token", base_url=HERE).status_code == 502


def test_what_needs_an_answer_comes_first(latest: Latest) -> None:
    watched, called = Followed(an_alert(id="w", status="watching"), (), ()), Followed(an_alert(id="t"), (), ())

    assert [seen.alert.id for seen in view.by_need((watched, called))] == ["t", "w"]


def test_only_earshots_own_links_are_clickable_whatever_a_stranger_wrote() -> None:
    text = 'see <b>http://evil.example/a/x</b> http://127.0.0.1:8080/a/tok"onclick="x'

    shown = str(view.linked(text, "http://127.0.0.1:8080"))

    assert shown.count("<a ") == 1
    assert 'href="http://127.0.0.1:8080/a/tok"' in shown
    assert "<b>" not in shown
    assert 'onclick="' not in shown


def test_the_next_step_says_what_happens_and_when() -> None:
    alert = an_alert(tier=1)
    assert alert.due_at is not None

    assert view.next_step(alert, alert.due_at - timedelta(seconds=75)) == "next tier told in 1 min 15 s"
    assert view.next_step(alert, alert.due_at) == "next tier told now"
