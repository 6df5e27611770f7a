"""A sender's own shape, made ours by the expressions of brand.yaml; and forms."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.adapters.sources.inbound import MOST, Told, read_body, told_by
from chalicelib.domain.errors import BadRequestError, EarshotError, TooLargeError, UnprocessableError
from policyreader.mapping import rules_of
from tests.builders import NOON
from tests.unit.sources.test_fuzz import FUZZ, JSON, escaped, storable

NESTED = {
    "each": "data.reviews",
    "id": "id",
    "text": "body.text",
    "author.handle": "user.name",
    "author.followers": "user.fans",
    "posted_at": "created",
}
REVIEW = {"id": 17, "body": {"text": "three hours"}, "user": {"name": "kim", "fans": "120"}, "created": 1777890000}


def told(document: Any, rules: dict[str, str]) -> Told:
    return told_by(document, source="tool", at=NOON, sender="tool", rules=rules)


def test_a_nested_list_becomes_several_mentions() -> None:
    read = told({"data": {"reviews": [REVIEW, REVIEW | {"id": 18}]}}, NESTED)

    assert [mention.key for mention in read.mentions] == ["webhook:tool#17", "webhook:tool#18"]
    [first, _] = read.mentions
    assert (first.text, first.author.handle, first.author.followers) == ("three hours", "kim", 120)
    assert first.posted_at == datetime.fromtimestamp(1777890000, UTC)
    assert read.faults == ()


def test_what_no_expression_asks_for_is_kept_beside() -> None:
    more = REVIEW | {"stars": 2, "user": {"name": "kim", "fans": None, "city": "Graz"}, "tags": ["a", ""]}
    [mention] = told({"data": {"reviews": [more]}}, NESTED).mentions

    assert mention.beside == (("user.city", "Graz"), ("stars", "2"), ("tags", "a"))


def test_a_date_that_cannot_be_believed_counts_as_left_out_and_is_kept_beside() -> None:
    [mention] = told({"data": {"reviews": [REVIEW | {"created": "03/05/2026"}]}}, NESTED).mentions

    assert (mention.posted_at, mention.beside) == (NOON, (("posted_at", "03/05/2026"),))


def test_of_a_batch_the_good_are_kept_and_an_expression_that_fails_is_one_entrys_fault() -> None:
    rules = NESTED | {"text": "join(' ', body.lines)"}
    good = REVIEW | {"body": {"lines": ["three", "hours"]}}
    read = told({"data": {"reviews": [good, REVIEW | {"body": {"lines": 7}}]}}, rules)

    assert [mention.text for mention in read.mentions] == ["three hours"]
    [fault] = read.faults
    assert fault.startswith("mentions[1].text: its expression cannot be told: ")


def test_pythons_own_errors_in_an_expression_are_a_fault_of_the_entry() -> None:
    rules = NESTED | {"text": "max_by(body.lines, &length).text"}
    with pytest.raises(UnprocessableError, match=r"^mention\.text: its expression cannot be told: "):
        told({"data": {"reviews": [REVIEW | {"body": {"lines": [{"length": None}, {"length": "a"}]}}]}}, rules)


@pytest.mark.parametrize("document", [{}, {"data": {"reviews": []}}, [], None, 7])
def test_a_body_without_entries_says_where_they_were_looked_for(document: object) -> None:
    with pytest.raises(UnprocessableError, match=r"^map\.each: there is nothing at data\.reviews$"):
        told(document, NESTED)


def test_empty_texts_and_nulls_are_left_out() -> None:
    rules = NESTED | {"title": "title", "url": "url", "language": "language"}
    [mention] = told({"data": {"reviews": [REVIEW | {"title": "", "url": None, "language": ""}]}}, rules).mentions

    assert (mention.title, mention.url, mention.language) == ("", "", None)
    with pytest.raises(UnprocessableError, match=r"^mention\.author: is missing$"):
        told({"data": {"reviews": [REVIEW | {"user": {"name": ""}}]}}, NESTED)


def test_no_more_entries_than_a_body_may_hold() -> None:
    with pytest.raises(TooLargeError, match="this one holds 501"):
        told({"data": {"reviews": [REVIEW] * (MOST + 1)}}, NESTED)


def test_a_form_is_one_entry_and_what_is_repeated_in_it_a_list() -> None:
    assert read_body(b"text=a+b&tag=1&tag=2&empty=", is_form=True) == {"text": "a b", "tag": ["1", "2"], "empty": ""}
    for wrong in (b"nothing", b"", b"a=\xff"):
        with pytest.raises(BadRequestError, match="not a form"):
            read_body(wrong, is_form=True)


PUBLISHED = [
    (
        # The shape of rss-parser's item, which n8n's RSS Read node hands on: its package's test/output
        # (app.unpkg.com/rss-parser@3.3.0/files/test/output/instant-article.json, an item of 2016-05-04).
        "n8n",
        {
            "creator": "tobi",
            "dc:creator": "tobi",
            "title": "Where is my bag?",
            "link": "https://blog.example/1",
            "pubDate": "Mon, 04 May 2026 06:53:45 GMT",
            "content": "<b>It</b> is lost",
            "contentSnippet": "It is lost",
            "guid": "https://blog.example/1",
            "isoDate": "2026-05-04T06:53:45.000Z",
        },
        ("tool#https://blog.example/1", "It is lost", "tobi", "2026-05-04T06:53:45+00:00"),
    ),
    (
        # As https://f5bot.com/docs-api shows it ("Webhook Payload Format", an alert of 2026-01-12).
        "f5bot",
        {
            "id": "F5BOT-alert-7",
            "url": "https://www.reddit.com/r/travel/comments/1/",
            "title": "wayfare - Reddit Comments - Lost bags",
            "content_html": "Here <b>wayfare</b> lost &amp; found",
            "date_published": "2026-01-12T19:20:30+01:00",
            "group": "",
            "username": "kim",
            "tags": ["wayfare", "Reddit Comments"],
        },
        ("tool#F5BOT-alert-7", "Here wayfare lost & found", "kim", "2026-01-12T18:20:30+00:00"),
    ),
    (
        # `namedValues` of "Form submit", developers.google.com/apps-script/guides/triggers/events (dated 6/7/2015):
        # each column's answers are a list, and the time is in American order, so nobody can tell it.
        "sheet",
        {"Timestamp": ["6/7/2015 20:54:13"], "Text": ["The queue was long"], "Author": ["Jane"], "Link": [""]},
        ("tool#6/7/2015 20:54:13", "The queue was long", "Jane", NOON.isoformat()),
    ),
]


@pytest.mark.parametrize(("preset", "payload", "became"), PUBLISHED, ids=[name for name, _, _ in PUBLISHED])
def test_a_preset_reads_what_its_sender_publishes(preset: str, payload: Any, became: tuple[str, ...]) -> None:
    [mention] = told(payload, rules_of(preset, None)).mentions

    assert (mention.id, mention.text, mention.author.handle, mention.posted_at.isoformat()) == became


def test_zapier_sends_a_form_or_json_of_flat_fields() -> None:
    """Both ways of help.zapier.com/hc/en-us/articles/8496083355661 (read on 2026-11-25), with our fields."""
    rules = rules_of("zapier", None)
    form = read_body(b"id=7&text=three+hours&author__handle=kim&author__followers=12&url=", is_form=True)
    as_json = json.loads('{"id": 7, "text": "three hours", "author": "kim", "url": "", "posted_at": ""}')

    [by_form], [by_json] = told(form, rules).mentions, told(as_json, rules).mentions
    assert (by_form.key, by_form.text, by_form.author.handle) == ("webhook:tool#7", "three hours", "kim")
    assert (by_form.author.followers, by_json.author.handle, by_json.key) == (12, "kim", by_form.key)


@pytest.mark.parametrize(
    ("rules", "document"),
    [
        # The flow through n8n of docs/webhooks.md: what Octolens publishes (octolens.com/docs/quickstart/webhooks,
        # read on 2026-11-25), taken from its own shape.
        (
            {
                "id": "data.url",
                "url": "data.url",
                "text": "data.body",
                "author.handle": "data.author",
                "posted_at": "data.timestamp",
            },
            {
                "action": "mention_created",
                "data": {
                    "title": "",
                    "body": "three hours",
                    "url": "https://b.example/1",
                    "timestamp": "2026-05-04T11:00:00Z",
                    "author": "kim",
                },
            },
        ),
        (
            {
                "id": "id",
                "url": "url",
                "text": "text",
                "author.handle": "author",
                "posted_at": "posted_at",
            },
            {
                "id": "https://b.example/1",
                "url": "https://b.example/1",
                "text": "three hours",
                "author": "kim",
                "posted_at": "2026-05-04T11:00:00Z",
            },
        ),
    ],
    ids=["octolens", "by n8n"],
)
def test_the_documented_flow_gives_a_mention(rules: dict[str, str], document: Any) -> None:
    [mention] = told(document, rules_of(None, rules)).mentions

    assert (mention.url, mention.text, mention.author.handle) == ("https://b.example/1", "three hours", "kim")
    assert mention.posted_at == datetime(2026, 5, 4, 11, tzinfo=UTC)


@FUZZ
@given(
    some.lists(some.dictionaries(some.sampled_from(["id", "body", "user", "created", "x"]), JSON), max_size=3) | JSON
)
def test_any_entries_are_read_or_refused(entries: Any) -> None:
    try:
        document = read_body(escaped({"data": {"reviews": entries}}))
        found = told(document, NESTED | {"text": "body || to_string(@)", "author.handle": "user || 'kim'"})
    except EarshotError:
        return
    storable(found.mentions)


INTAKE = Path(__file__).resolve().parents[4] / "shared" / "cases" / "intake"


@pytest.mark.skipif(not INTAKE.exists(), reason="the cases of intake are not here")
@pytest.mark.parametrize(
    ("case", "preset", "became"),
    [
        ("inbound-n8n-rss-item.json", "n8n", ("tool#https://b.example/1", "They lost it.", "kim")),
        ("inbound-zapier-empty-strings.json", "zapier", ("tool#7", "three hours", "kim")),
    ],
)
def test_a_case_of_intake_is_accepted_by_its_preset(case: str, preset: str, became: tuple[str, ...]) -> None:
    late = NOON.replace(year=2027)
    document = json.loads((INTAKE / case).read_text())
    read = told_by(document, source="tool", at=late, sender="tool", rules=rules_of(preset, None))

    [mention] = read.mentions
    assert (mention.id, mention.text, mention.author.handle) == became
