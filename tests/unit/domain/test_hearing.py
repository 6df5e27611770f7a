"""What a mention does to its situation."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import AlertStatus
from chalicelib.domain.alert.event import Answered, MentionJoined, Watched
from chalicelib.domain.alert.hearing import Situation, hear
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.rules.routes import Action, Urgency
from tests.builders import NOON, a_mention, a_reply, an_alert, policies_for

POLICIES = policies_for()


def heard(situation: Situation, action: Action = Action.WATCH) -> list[type]:
    decision = Decision(action=action, department="care", route="rest", reason="route 'rest'")
    change = hear(a_mention(posted_at=NOON), decision, situation, policies=POLICIES, at=NOON)
    return [type(event) for event in change.events] if change else []


def test_what_needs_no_answer_and_has_no_alert_changes_nothing() -> None:
    assert heard(Situation(), Action.IGNORE) == []


@pytest.mark.parametrize(
    ("days", "changes", "is_news"),
    [
        pytest.param(2, {}, False, id="another paper prints it"),
        pytest.param(8, {}, True, id="the same headline over another story"),
        pytest.param(2, {"urgency": Urgency.URGENT}, True, id="now it is urgent"),
    ],
)
def test_an_article_reaches_people_once(days: int, changes: dict[str, Any], is_news: bool) -> None:
    known = an_alert(opened_at=NOON, status=AlertStatus.RESOLVED)
    article = a_mention(network=Network.FEED, title="Wayfare jet turns back", posted_at=NOON + timedelta(days=days))
    decision = replace(Decision(action=Action.ALERT, department="care", route="news", reason="route 'news'"), **changes)

    change = hear(article, decision, Situation(alert=known), policies=POLICIES, at=article.posted_at)

    assert change is not None
    assert change.alert.is_resolved is not is_news
    assert change.alert.mentions == known.mentions + 1


def test_what_needs_an_answer_opens_an_alert() -> None:
    assert heard(Situation()) == [Watched]


@pytest.mark.parametrize(("minutes", "is_answered"), [(-1, False), (0, True), (10, True)])
def test_an_answer_comes_after_what_it_answers(minutes: int, is_answered: bool) -> None:
    reply = a_reply(at=NOON + timedelta(minutes=minutes))

    assert (Answered in heard(Situation(replies=[reply]))) is is_answered


def test_a_further_mention_joins_its_alert_whatever_it_asks_for() -> None:
    assert heard(Situation(alert=an_alert()), Action.IGNORE) == [MentionJoined]
    assert MentionJoined in heard(Situation(alert=an_alert()))
