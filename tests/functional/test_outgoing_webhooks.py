"""Tools hear of everything that happens to an alert, whatever dies on the way, and never stand in the way of people."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.asked import Acknowledge, Act, Note, Resolve, Transfer
from chalicelib.domain.errors import EarshotError, RefusedError, UnavailableError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.receiver import NoticeKind, Receiver
from tests.builders import PHONES
from tests.functional.deaths import Fate, Mishap, ProcessDiedError
from tests.functional.town import Town, town_policies

ALL = Receiver(name="helpdesk", url="https://helpdesk.example/hook")
SOME = Receiver(name="board", url="https://board.example/", events=(NoticeKind.OPENED, NoticeKind.RESOLVED))


def rules(*receivers: Receiver) -> Policies:
    base = town_policies()
    return replace(base, brand=replace(base.brand, outgoing=receivers or (ALL,)))


def told(town: Town, name: str = "helpdesk") -> list[dict[str, Any]]:
    return [json.loads(notice.body) for receiver, notice in town.world.receivers.told if receiver == name]


def kinds(town: Town, name: str = "helpdesk") -> list[str]:
    return [each["type"].removeprefix("alert.") for each in told(town, name)]


def happened(town: Town) -> Counter[tuple[str, str]]:
    """Every event that the helpdesk heard of, each message once."""
    messages = {notice.id: json.loads(notice.body) for _, notice in town.world.receivers.told}
    return Counter((each["event"], each["at"]) for message in messages.values() for each in message["data"]["happened"])


def timeline(town: Town, post: Mention) -> Counter[tuple[str, str]]:
    """What happened, as it is stored, and what was sent."""
    store, alert = town.world.outside.store, town.alert_of(post).id
    events = [(type(event).__name__, event.at) for event in store.timeline(alert)]
    sent = [("NotificationSent", each.sent_at) for each in store.notifications(alert) if each.sent_at]
    return Counter((name, msgspec.json.encode(at).decode().strip('"')) for name, at in (*events, *sent))


def act(town: Town, post: Mention, by: str, what: Act) -> None:
    """Press until it worked, as a person does."""
    for _ in range(3):
        try:
            town.world.respond.act(town.alert_of(post).id, by, what)
        except (EarshotError, ProcessDiedError):
            continue
        return


def a_day(town: Town) -> Mention:
    post = town.post("x", "you lost my bag")
    town.fast_forward(minutes=16)
    act(town, post, "ben", Acknowledge())
    act(town, post, "ben", Resolve(reason="refunded"))
    town.fast_forward(minutes=2)
    return post


def test_a_tool_is_told_each_step_once_with_the_alert_as_it_was() -> None:
    town = Town(rules())
    a_day(town)

    assert kinds(town) == ["opened", "escalated", "told", "escalated", "told", "acknowledged", "resolved"]
    messages = told(town)
    assert [each["data"]["version"] for each in messages] == sorted(each["data"]["version"] for each in messages)
    assert [each["data"]["alert"]["status"] for each in messages[-2:]] == ["acknowledged", "resolved"]
    assert messages[-1]["data"]["happened"][0]["by"] == "ben"
    ids = [notice.id for _, notice in town.world.receivers.told]
    assert len(set(ids)) == len(ids)
    assert not any("." in id for id in ids), "signatures join id and body by full stops"


def test_handing_over_an_answer_exhaustion_and_all_else_have_their_words() -> None:
    town = Town(rules())
    post = town.post("x", "you lost my bag")
    act(town, post, "ana", Transfer(to="ben", note="yours"))
    town.brand_replies(post)
    other = town.post("x", "you lost my suitcase", by="kim")
    act(town, other, "zapier", Note(text="called the gate"))
    town.fast_forward(hours=2)

    assert {"handed-over", "answered", "changed", "exhausted"} <= set(kinds(town))


def test_a_tool_that_asks_for_some_events_hears_of_no_others() -> None:
    town = Town(rules(ALL, SOME))
    a_day(town)

    assert kinds(town, "board") == ["opened", "resolved"]
    ids = {
        name: {notice.id for to, notice in town.world.receivers.told if to == name} for name in ("board", "helpdesk")
    }
    assert ids["board"] < ids["helpdesk"], "one event has one id, whoever is told"


def test_without_receivers_nothing_is_owed_to_anybody() -> None:
    town = Town()
    a_day(town)

    assert (town.world.receivers.told, town.world.outside.store.owed_before(town.world.clock())) == ([], [])


def test_no_phone_no_email_and_no_link_is_told() -> None:
    town = Town(rules())
    post = a_day(town)
    said = "".join(notice.body for _, notice in town.world.receivers.told)

    assert post.text in said
    for secret in (*PHONES.values(), "/a/"):
        assert secret not in said


DEATHS = (Mishap.DIES_BEFORE, Mishap.DIES_AFTER, Mishap.FAILS_BEFORE, Mishap.FAILS_AFTER)


@pytest.mark.parametrize("mishap", DEATHS)
def test_whatever_dies_or_fails_everything_that_happened_is_told(mishap: Mishap) -> None:
    """One mishap at each side effect of a day in turn. All that is stored was told, and nothing that was not stored."""
    whole = Town(rules(), fate=(counting := Fate()))
    a_day(whole)
    assert happened(whole) == timeline(whole, a_post(whole))
    for number in range(counting.effects):
        town = Town(rules(), fate=(fate := Fate({number: mishap})))
        post = a_day(town)
        town.fast_forward(minutes=8)

        assert fate.struck, number
        missing = timeline(town, post) - happened(town)
        if fate.struck[0][0] == "owe" and mishap is Mishap.FAILS_BEFORE:
            assert {name for name, _ in missing} <= {"NotificationSent"}, "documented: the store took only the mark"
            continue
        assert not missing, (number, fate.struck, missing)
        unsaid = {name for name, _ in happened(town) - timeline(town, post)}
        assert unsaid <= {"NotificationSent"}, (number, fate.struck, unsaid)  # sent twice, and marked once
        assert not town.world.outside.store.owed_before(town.world.clock()), (number, fate.struck)


def a_post(town: Town) -> Mention:
    [alert] = town.world.outside.store.alerts(
        list({json.loads(n.body)["data"]["alert"]["id"] for _, n in town.world.receivers.told})
    ).values()
    heard = town.world.outside.store.heard(alert.excerpt.mention)
    assert heard
    return heard.mention


def test_a_queue_that_is_down_delays_no_person_and_loses_no_notice() -> None:
    town = Town(rules())
    town.world.notices.is_down = True
    post = town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    assert kinds(town) == []
    town.world.notices.is_down = False
    town.fast_forward(minutes=1)

    assert sorted(kinds(town)) == ["escalated", "opened", "told"]
    assert town.alert_of(post).is_triggered


def test_a_tool_that_is_down_gets_it_later_and_people_are_called_meanwhile() -> None:
    town = Town(rules(), slow=True)
    town.world.receivers.fault = UnavailableError("answered 503")
    town.post("x", "you lost my bag")
    town.phone("ana").expects_sms("lost my bag")
    town.fast_forward(minutes=30)
    town.phone("ben").expects_sms("lost my bag")
    assert kinds(town) == []
    town.world.receivers.fault = None
    town.fast_forward(minutes=20)

    assert {"opened", "escalated", "told"} <= set(kinds(town))


def test_what_is_refused_twenty_times_is_kept_apart() -> None:
    town = Town(rules(SOME), slow=True)
    town.world.receivers.fault = UnavailableError("answered 500")
    town.post("x", "you lost my bag")
    town.fast_forward(hours=4)

    assert [notice.kind for notice in town.world.notice_belt.dead] == [NoticeKind.OPENED]


def test_a_tool_that_wants_no_more_and_one_that_was_taken_out_are_not_tried_again() -> None:
    town = Town(rules(SOME), slow=True)
    town.world.receivers.fault = RefusedError("gone")
    town.post("x", "you lost my bag")
    town.world.notices.is_down = True
    town.post("x", "you lost my suitcase", by="kim")
    town.pushes(town_policies())
    town.world.notices.is_down = False
    town.world.clock.at += timedelta(minutes=1)
    town.world.queue_notices.run()
    town.world.drain()

    faults = [fault for _, fault in town.world.telemetry.noticings]
    assert faults == ["gone", "its receiver is not in brand.yaml any more"]
    assert town.world.notice_belt.is_empty
