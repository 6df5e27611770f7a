"""The words of a notification: each kind, bundles, and texts that strangers wrote to do harm."""

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.notification import NotificationKind
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.brand import Guideline
from chalicelib.domain.rules.person import Hours
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.told.gsm import BASIC, EXTENDED, septets
from chalicelib.domain.told.message import Email, email, sms
from tests.builders import NOON, a_handover, a_notification, a_person, an_alert, an_excerpt, policies_for

LINK = "https://abc123defg.execute-api.eu-west-1.amazonaws.com/api/a/AbCdEfGhIjKlM"
RULES = policies_for(guidelines={"care": Guideline(replies=("Please DM us your booking number.",))})
QUARTER = timedelta(minutes=15)

nasty = st.one_of(
    st.text(max_size=400),
    st.text(st.sampled_from("\n\r\u2028\u202e\u200b\x1b[31m€^{}~😡é中\x00\ud800\"'`"), max_size=400),
    st.text(max_size=30).map(lambda text: text * 2_000),
)
alerts = st.builds(
    lambda text, handle, url, note, network, followers, urgency: an_alert(
        excerpt=an_excerpt(text=text, handle=handle, url=url, network=network, followers=followers),
        urgency=urgency,
        handover=a_handover(to="care", note=note),
        reason=note,
    ),
    nasty,
    nasty,
    nasty | nasty.map("https://w.example/".__add__),
    nasty,
    st.sampled_from(Network),
    st.none() | st.integers(0, 10**10),
    st.sampled_from(Urgency),
)
kinds = st.sampled_from(NotificationKind)


def told_by_sms(alert: Alert, kind: NotificationKind = NotificationKind.CALL) -> str:
    return sms([(alert, a_notification(kind=kind))], policies=RULES, link=LINK, at=NOON)


def told_by_email(alert: Alert, kind: NotificationKind = NotificationKind.CALL) -> Email:
    return email([(alert, a_notification(kind=kind))], policies=RULES, link=LINK, at=NOON)


def test_an_sms_says_who_what_and_why_and_where_to_act() -> None:
    text = told_by_sms(an_alert(excerpt=an_excerpt(text="no water for hours", handle="kofi")))
    assert text == f'@kofi: "no water for hours" Customer care, tier 1 {LINK}'


def test_an_urgent_sms_says_so_first_and_counts_many_followers() -> None:
    excerpt = an_excerpt(text="smoke", handle="kofi", followers=12_400)
    assert told_by_sms(an_alert(urgency=Urgency.URGENT, excerpt=excerpt)) == (
        f'URGENT @kofi (12k followers): "smoke" Customer care, tier 1 {LINK}'
    )


def test_a_long_text_is_shortened_and_the_link_is_not() -> None:
    text = told_by_sms(an_alert(excerpt=an_excerpt(text="never again " * 50, handle="kofi")))
    assert septets(text) <= 160
    assert '..." Customer care, tier 1 ' in text
    assert text.endswith(f" {LINK}")


def test_a_long_link_takes_the_room_of_the_reason_and_then_of_the_excerpt() -> None:
    alert = an_alert(excerpt=an_excerpt(text="three hours at the gate and nobody tells us", handle="kofi"))

    def told(length: int) -> str:
        link = "https://w.example/".ljust(length, "x")
        return sms([(alert, a_notification())], policies=RULES, link=link, at=NOON).removesuffix(link)

    assert told(100) == '@kofi: "three hours at the gate a..." Customer care, tier 1 '
    assert told(110) == '@kofi: "three hours at the gate and nobody te..." '
    assert told(140) == "@kofi "
    assert told(159) == ""


def test_emoji_and_other_scripts_are_spelled_out_and_links_of_strangers_are_not_to_be_tapped() -> None:
    text = told_by_sms(an_alert(excerpt=an_excerpt(text="“Où” 😡 Москва http://evil.example/x", handle="kofi")))
    assert text.startswith("@kofi: \"'Où' :rage: Moskva (link)\"")


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        (NotificationKind.CALL, "@kofi: "),
        (NotificationKind.REMINDER, "Your time ends soon: @kofi: "),
        (NotificationKind.LOAN_ENDED, "Your time is over: @kofi: "),
        (NotificationKind.BOUNCED, "Came back to you: @kofi: "),
        (NotificationKind.LAST_CALL, "NOBODY ANSWERED: @kofi: "),
    ],
)
def test_each_kind_of_news_begins_with_what_is_new(kind: NotificationKind, start: str) -> None:
    alert = an_alert(excerpt=an_excerpt(text="smoke", handle="kofi"))
    assert told_by_sms(alert, kind).startswith(start)
    assert told_by_email(alert, kind).subject.startswith(start)


def test_the_subject_of_a_long_post_keeps_both_of_its_quotation_marks() -> None:
    alert = an_alert(excerpt=an_excerpt(text="no water " * 20, handle="kofi"))
    subject = told_by_email(alert).subject
    assert subject.startswith('@kofi: "no water')
    assert subject.endswith('..."')
    assert len(subject) <= 99


def test_several_routine_alerts_share_one_sms_that_quotes_the_oldest() -> None:
    old = an_alert(id="a2", opened_at=NOON - timedelta(hours=9), excerpt=an_excerpt(text="no seat", handle="kofi"))
    due = [(an_alert(), a_notification()), (old, a_notification(alert="a2"))]

    assert sms(due, policies=RULES, link=LINK, at=NOON) == f'2 alerts wait for you. Oldest: @kofi: "no seat" {LINK}'


def test_the_newest_urgent_alert_leads_an_sms_and_the_others_are_counted() -> None:
    new = an_alert(id="a1", urgency=Urgency.URGENT, excerpt=an_excerpt(text="smoke in the cabin", handle="kofi"))
    old = an_alert(id="a2", urgency=Urgency.URGENT, excerpt=an_excerpt(text="fire", handle="mia"))
    due = [
        (an_alert(id="a3"), a_notification(alert="a3", owed_at=NOON)),
        (old, a_notification(alert="a2", owed_at=NOON - QUARTER)),
        (new, a_notification(alert="a1", owed_at=NOON - timedelta(minutes=1))),
    ]

    assert sms(due, policies=RULES, link=LINK, at=NOON) == (
        f'URGENT @kofi: "smoke in the cabin" and 2 more, 1 urgent {LINK}'
    )


def test_a_repeat_says_that_it_repeats_and_for_how_long_somebody_waits() -> None:
    third = an_alert(repeats=2, since=NOON - timedelta(minutes=42), excerpt=an_excerpt(text="no seat", handle="kofi"))
    assert told_by_sms(third).startswith('Third call, waiting 42 min: @kofi: "no seat"')


def test_a_call_beside_a_notice_is_told_in_the_words_of_the_notice() -> None:
    alert = an_alert()
    due = [(alert, a_notification("1.1-bounced", kind=NotificationKind.BOUNCED)), (alert, a_notification("1.1"))]
    assert sms(due, policies=RULES, link=LINK, at=NOON).startswith("Came back to you: ")


def test_an_alert_that_owes_two_messages_is_told_once_in_the_words_of_the_newest() -> None:
    first, second = a_notification(), a_notification("0.2", tier=2, owed_at=NOON + QUARTER)
    told = sms([(an_alert(), second), (an_alert(), first)], policies=RULES, link=LINK, at=NOON)
    assert "Customer care, tier 2" in told


def test_an_email_reads_from_what_was_said_to_what_to_do() -> None:
    alert = an_alert(excerpt=an_excerpt(text="no water\nfor hours", handle="kofi", followers=12_400))
    assert told_by_email(alert) == Email(
        subject='@kofi (12k followers): "no water for hours"',
        body=f"""@kofi (12k followers) wrote:
> no water
> for hours
on X, 12:00 UTC
https://x.com/customer900/status/1

Acknowledge by 12:00 UTC, or the next in line is told.

Acknowledge, hand over, or say that it needs no answer:
{LINK}

Why you: Customer care, tier 1 of 2, routine.
Because of route 'complaints': it takes every mention

You could answer:
Please DM us your booking number.""",
    )


def test_times_are_on_the_receivers_clock_and_name_another_day() -> None:
    ana = a_person(hours=Hours(zone="Asia/Kolkata"))
    rules = replace(RULES, people=RULES.people | {"ana": ana})
    alert = an_alert(timers={Timer.TIER: NOON + timedelta(hours=12)})
    body = email([(alert, a_notification())], policies=rules, link=LINK, at=NOON).body

    assert "on X, 17:15 IST" in body
    assert "Acknowledge by Tue 5 May 05:30 IST, or the next in line is told." in body


@pytest.mark.parametrize(
    ("kind", "task"),
    [
        (NotificationKind.REMINDER, "Answer in public or resolve it by 12:30 UTC, or it goes back."),
        (NotificationKind.LOAN_ENDED, "it is calling people again"),
        (NotificationKind.BOUNCED, "came back to you"),
        (NotificationKind.LAST_CALL, "Everybody was told and nobody acknowledged."),
    ],
)
def test_an_email_says_what_to_do_by_when(kind: NotificationKind, task: str) -> None:
    assert task in told_by_email(an_alert(timers={Timer.LOAN: NOON + timedelta(minutes=30)}), kind).body


def test_a_transfer_begins_with_who_hands_over() -> None:
    pending = a_handover(to="care", from_department="it", note="yours?")
    assert told_by_sms(an_alert(handover=pending)).startswith("From ben: @customer900: ")


@pytest.mark.parametrize(
    ("handle", "network", "said"),
    [
        ("@kofi", Network.X, "@kofi"),
        ("Kofi's travel blog", Network.FEED, "Kofi's travel blog"),
        ("\u200b", Network.X, "somebody"),
        ("", Network.WEBHOOK, "somebody"),
    ],
)
def test_an_author_is_called_as_the_network_calls_people(handle: str, network: Network, said: str) -> None:
    assert told_by_sms(an_alert(excerpt=an_excerpt(handle=handle, network=network))).startswith(f"{said}: ")


def test_the_handles_that_a_reply_begins_with_take_no_room() -> None:
    alert = an_alert(excerpt=an_excerpt(text="@wayfare @kim: no water", handle="kofi"))
    assert told_by_sms(alert).startswith('@kofi: "no water"')
    assert told_by_email(alert).subject == '@kofi: "no water"'


def test_an_email_about_a_transfer_says_who_hands_over_and_why() -> None:
    pending = a_handover(to="care", from_department="it", note="yours?")
    body = told_by_email(an_alert(handover=pending, timers={Timer.ACCEPT: NOON + QUARTER})).body
    assert 'ben hands this over to you and says: "yours?". Accept it by 12:15 UTC, or it goes back.' in body


def test_a_post_cannot_pose_as_a_part_of_the_email() -> None:
    body = told_by_email(an_alert(excerpt=an_excerpt(text="x\n\nAcknowledge:\r\nhttps://evil.example\u2028more"))).body
    assert "\n> Acknowledge:\n> https://evil.example\n> more\n" in body


def test_an_address_that_is_no_page_is_left_out() -> None:
    assert "javascript" not in told_by_email(an_alert(excerpt=an_excerpt(url="javascript:alert(1)"))).body


def test_a_bundle_names_ten_alerts_and_counts_the_rest() -> None:
    due = [(an_alert(id=f"a{number}"), a_notification(alert=f"a{number}")) for number in range(60)]
    told = email(due, policies=RULES, link=LINK, at=NOON)

    assert told.subject.startswith('Wayfare: 60 open, 60 new: @customer900: "three hours')
    assert "\n10. @customer900" in told.body
    assert "\n11. " not in told.body
    assert told.body.endswith("And 50 more on the page.")


def test_the_subject_of_a_bundle_counts_what_is_urgent_and_names_the_newest_of_it() -> None:
    urgent = an_alert(id="a9", urgency=Urgency.URGENT, excerpt=an_excerpt(text="smoke", handle="kofi"))
    repeat = an_alert(id="a8", repeats=1)
    due = [(each, a_notification(alert=each.id)) for each in (an_alert(), repeat, urgent)]

    assert email(due, policies=RULES, link=LINK, at=NOON).subject == (
        'Wayfare: 3 open, 2 new, 1 urgent: URGENT @kofi: "smoke"'
    )


@given(alerts, kinds)
@settings(max_examples=60, deadline=None)
def test_whatever_was_written_an_sms_is_one_part_of_the_alphabet(alert: Alert, kind: NotificationKind) -> None:
    text = told_by_sms(alert, kind)
    assert septets(text) <= 160
    assert set(text) <= (BASIC | EXTENDED) - {"\n"}
    assert text.endswith(LINK)


@given(st.lists(alerts, min_size=2, max_size=4), kinds)
@settings(max_examples=20, deadline=None)
def test_whatever_was_written_a_bundle_is_one_part_and_one_email(written: list[Alert], kind: NotificationKind) -> None:
    due = [
        (replace(alert, id=f"a{number}"), a_notification(alert=f"a{number}", kind=kind))
        for number, alert in enumerate(written)
    ]
    assert septets(sms(due, policies=RULES, link=LINK, at=NOON)) <= 160
    assert_sendable(email(due, policies=RULES, link=LINK, at=NOON))


@given(alerts, kinds)
@settings(max_examples=60, deadline=None)
def test_whatever_was_written_an_email_is_one_that_sns_sends(alert: Alert, kind: NotificationKind) -> None:
    assert_sendable(told_by_email(alert, kind))


def assert_sendable(told: Email) -> None:
    assert 0 < len(told.subject.encode("utf-16-le")) // 2 < 100
    assert told.subject.strip()
    assert len(told.body.encode()) <= 256 * 1024
    unseen = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not [c for c in told.subject if unicodedata.category(c) in unseen]
    assert not [c for c in told.body if unicodedata.category(c) in unseen and c != "\n"]
    assert LINK in told.body
