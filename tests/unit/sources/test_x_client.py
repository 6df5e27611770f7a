"""The wire to X: what goes out, and which of our errors each of X's failures becomes."""

import logging
from datetime import UTC, datetime

import pytest

from chalicelib.domain.errors import SourceError, SourceUnavailableError
from tests.unit.sources.loopback import NEVER, Said, as_json, zipped
from tests.unit.sources.x_answers import Body, a_page, a_post, known, read, x_saying, x_source

PROBLEM = {"title": "Problem", "detail": "what X says of it", "type": "about:blank"}


def refusal(*answers: Body | Said) -> SourceError:
    """The error that a fetch raises when X answers so."""
    with x_saying(*answers) as x, pytest.raises(SourceError) as raised:
        read(x_source(x), known())
    return raised.value


def delay(*answers: Body | Said, timeout: float = 30.0) -> SourceUnavailableError:
    """The like, where trying again can help."""
    with x_saying(*answers) as x, pytest.raises(SourceUnavailableError) as raised:
        read(x_source(x, timeout=timeout), known())
    return raised.value


def test_the_request_goes_to_the_given_host_with_the_token_and_asks_for_long_posts_and_authors() -> None:
    with x_saying(a_page(a_post(7))) as x:
        read(x_source(x), known())

    [asked] = x.asked
    assert asked.path == "/2/tweets/search/recent"
    assert asked.headers["Authorization"] == "Bearer s3cret"
    assert asked.params["expansions"] == "author_id"
    assert "note_tweet" in asked.params["tweet.fields"]
    assert "public_metrics" in asked.params["user.fields"]


def test_without_a_token_nothing_is_sent() -> None:
    with x_saying(a_page()) as x:
        with pytest.raises(SourceError, match="no bearer token is configured"):
            read(x_source(x, token=""), known())
        assert x.asked == []


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_only_a_person_can_mend_is_not_tried_again(status: int) -> None:
    error = refusal(as_json(PROBLEM, status=status))

    assert not error.retryable
    assert "what X says of it" in str(error)


def test_spent_credit_names_itself() -> None:
    error = refusal(as_json({"title": "CreditsDepleted", "detail": "no credits"}, status=402))

    assert type(error) is SourceError
    assert "no credit is left; buy some in the developer console" in str(error)


@pytest.mark.parametrize("period", ["Monthly", "Daily"])
def test_a_cap_that_is_used_up_names_itself_and_what_mends_it(period: str) -> None:
    cap = {"title": "UsageCapExceeded", "period": period, "detail": f"Usage cap exceeded: {period} product cap"}
    error = refusal(as_json({**cap, "type": "https://api.twitter.com/2/problems/usage-capped"}, status=429))

    assert type(error) is SourceError
    assert f"{period} product cap: the cap is used up; raise it in the developer console" in str(error)


@pytest.mark.parametrize("token", ["s3cret\n", "s3 cret", "s3cret\r\n"])
def test_a_token_that_was_stored_with_a_line_break_says_so_and_is_not_repeated(token: str) -> None:
    with x_saying(a_page()) as x:
        with pytest.raises(SourceError, match="holds a line break or a space: store it again without") as raised:
            read(x_source(x, token=token), known())
        assert x.asked == []
    assert "s3" not in str(raised.value)


@pytest.mark.parametrize("status", [500, 503])
def test_a_failing_x_is_tried_again_later(status: int) -> None:
    assert delay(as_json(PROBLEM, status=status)).retryable


def test_too_many_requests_say_when_to_come_back_and_nobody_sleeps_until_then() -> None:
    reset = datetime(2026, 5, 4, 12, 15, tzinfo=UTC)
    headers = {"x-rate-limit-reset": str(int(reset.timestamp()))}

    error = delay(Said(status=429, headers=headers, body=b"{}"))

    assert error.retry_at == reset


def test_too_many_requests_need_not_say_when_to_come_back() -> None:
    assert delay(Said(status=429, body=b"{}")).retry_at is None


@pytest.mark.parametrize("reset", ["soon", "99999999999999999999"])
def test_a_senseless_reset_time_is_still_too_many_requests(reset: str) -> None:
    said = Said(status=429, headers={"x-rate-limit-reset": reset}, body=b"{}")

    assert delay(said).retry_at is None


@pytest.mark.parametrize(
    "body", [b"", b"<html>busy</html>", b"[]", b"null", b'"no"', b'{"data": [', b"\xff\xfe", b'{"errors": 7}']
)
@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_that_cannot_be_read_is_a_failure_of_the_source(body: bytes, status: int) -> None:
    with x_saying(Said(body=body, status=status)) as x, pytest.raises(SourceError):
        read(x_source(x), known())


def test_an_answer_that_breaks_off_is_tried_again() -> None:
    whole = as_json(a_page(a_post(7)))

    assert delay(Said(body=whole.body, cut=40)).retryable


def test_an_answer_that_does_not_come_in_time_is_given_up() -> None:
    assert delay(as_json(a_page(a_post(7)), late=NEVER), timeout=0.5).retryable


def test_an_answer_of_more_than_ten_megabytes_is_not_read_to_its_end() -> None:
    endless = as_json(a_page(a_post(7, "wayfare " * 1_400_000)))

    assert delay(endless).retryable


def test_a_packed_answer_is_unpacked() -> None:
    with x_saying(zipped(as_json(a_page(a_post(7))).body)) as x:
        assert [mention.id for mention in read(x_source(x), known()).mentions] == ["7"]


@pytest.mark.parametrize("newest", ["²", "9" * 5_000, "-1", "", 7, None])
def test_a_senseless_bookmark_of_x_is_replaced_by_the_posts_own(newest: object) -> None:
    page = a_page(a_post(7))
    page["meta"]["newest_id"] = newest
    with x_saying(page) as x:
        assert read(x_source(x), known()).cursor["search 0/since"].startswith("7 ")


def test_nobody_listening_is_a_failure_of_the_source() -> None:
    with x_saying(a_page()) as x:
        pass

    with pytest.raises(SourceUnavailableError):
        read(x_source(x), known())


def test_a_redirect_is_not_followed_because_the_token_would_travel() -> None:
    with x_saying(a_page(a_post(7))) as elsewhere:
        said = Said(status=302, headers={"Location": f"{elsewhere.url}/2/tweets/search/recent"})
        assert delay(said).retryable

        assert elsewhere.asked == []


def test_an_answer_that_holds_only_errors_is_a_failure_although_its_status_is_200() -> None:
    error = refusal({"errors": [{"detail": "User has been suspended: [45648666].", "title": "Forbidden"}]})

    assert str(error) == "x: search 0: User has been suspended: [45648666]."


def test_errors_beside_posts_are_faults_and_the_posts_are_kept() -> None:
    with x_saying(a_page(a_post(7), errors=[{"detail": "Could not find user with id: [5]."}])) as x:
        batch = read(x_source(x), known())

    assert [mention.id for mention in batch.mentions] == ["7"]
    assert [fault.reason for fault in batch.faults] == ["Could not find user with id: [5]."]


def test_the_token_and_the_posts_never_reach_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="tweepy.client")
    with x_saying(a_page(a_post(7, "they lost my bag"))) as x:
        read(x_source(x), known())

    assert len(x.asked) == 1
    assert "s3cret" not in caplog.text
    assert "they lost my bag" not in caplog.text
