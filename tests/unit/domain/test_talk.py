"""After a public answer of ours: answers to a question are told, thanks wake nobody, trouble is never small talk."""

import pytest

from chalicelib.domain.heard.classification import Classification, Intent, Label, Sentiment
from chalicelib.domain.heard.conversation import conversation, speaking_to
from chalicelib.domain.judged.awaiting import waits_for_customer
from chalicelib.domain.judged.courtesy import is_courtesy
from chalicelib.domain.judged.routing import Decision
from chalicelib.domain.judged.talk import after_answers
from chalicelib.domain.rules.routes import Action
from tests.builders import a_classification, a_mention, a_reply, policies_for

WATCH = Decision(action=Action.WATCH, department="care", route="rest", reason="route 'rest': it takes every mention")
IGNORE = Decision(action=Action.IGNORE, route="small-talk", reason="route 'small-talk': it takes every mention")

TALK = "have been flying with you since school"
ANSWERED, ASKED = a_reply(), a_reply(asks=True)


def read(intent: Intent, sentiment: Sentiment = Sentiment.NEUTRAL, confidence: float = 0.9) -> Classification:
    return a_classification(sentiment, intent, confidence=confidence)


@pytest.mark.parametrize("intent", [Intent.PRAISE, Intent.OTHER])
def test_small_talk_in_an_answered_thread_is_let_be(intent: Intent) -> None:
    decision = after_answers(WATCH, read(intent), TALK, [ANSWERED], policies_for())

    assert decision.action is Action.IGNORE
    assert decision.reason == (
        "thanks or talk in a thread that @wayfare answered (route 'rest': it takes every mention)"
    )


@pytest.mark.parametrize("intent", [Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST])
def test_what_needs_more_in_an_answered_thread_is_watched_still(intent: Intent) -> None:
    assert after_answers(WATCH, read(intent), TALK, [ANSWERED], policies_for()) == WATCH


def test_small_talk_in_a_thread_that_nobody_answered_is_watched_still() -> None:
    elsewhere = speaking_to(conversation(a_mention("3", thread="1", thread_by_brand=False)), [a_reply(thread="9")])

    assert after_answers(WATCH, read(Intent.OTHER), TALK, elsewhere, policies_for()) == WATCH


@pytest.mark.parametrize(("confidence", "action"), [(0.6, Action.WATCH), (0.59, Action.IGNORE)])
def test_what_is_surely_negative_is_no_talk(confidence: float, action: Action) -> None:
    said = read(Intent.OTHER, Sentiment.NEGATIVE, confidence)

    assert after_answers(WATCH, said, "that was nothing", [ANSWERED], policies_for()).action is action


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("wciąż czekam na zwrot pieniędzy", Action.WATCH),
        ("@wayfare ok", Action.IGNORE),
        ("\U0001f44d", Action.IGNORE),
        ("muchas gracias", Action.IGNORE),
        ("https://t.co/abc", Action.IGNORE),
    ],
)
def test_what_cannot_be_read_is_watched_still_unless_it_says_nothing(text: str, action: Action) -> None:
    unread = a_classification(Sentiment.UNKNOWN, Intent.UNKNOWN, language=Label("pl", 0.9))

    assert after_answers(WATCH, unread, text, [ANSWERED], policies_for()).action is action


@pytest.mark.parametrize("decision", [WATCH, IGNORE])
def test_the_answer_to_our_question_is_told(decision: Decision) -> None:
    found = after_answers(decision, read(Intent.OTHER), "it's 4471", [ASKED], policies_for())

    assert (found.action, found.department) == (Action.ALERT, "care")
    assert found.reason == f"the customer's answer to what @wayfare asked ({decision.reason})"


def test_only_our_last_reply_can_be_waiting() -> None:
    found = after_answers(IGNORE, read(Intent.OTHER), "it's 4471", [ASKED, ANSWERED], policies_for())

    assert found == IGNORE


@pytest.mark.parametrize("decision", [WATCH, IGNORE])
def test_thanks_for_our_question_wake_nobody(decision: Decision) -> None:
    found = after_answers(decision, read(Intent.PRAISE), "thanks!", [ASKED], policies_for())

    assert found.action is Action.IGNORE


def test_what_is_told_already_stays_as_it_is() -> None:
    alert = Decision(action=Action.ALERT, department="press", reason="route 'press'")

    assert after_answers(alert, read(Intent.OTHER), "it's 4471", [ASKED], policies_for()) == alert


@pytest.mark.parametrize(
    "text",
    [
        "Please DM us your booking reference.",
        "Which flight were you on?",
        "Sorry to hear this, could you send us a direct message",
        "Write to us at care@wayfare.example and we will look into it",
        "Envíanos un mensaje directo con tu reserva",
        "Schreib uns bitte per DM",
    ],
)
def test_a_reply_that_asks_or_points_to_a_private_channel_waits_for_the_customer(text: str) -> None:
    assert waits_for_customer(text)


@pytest.mark.parametrize("text", ["Thank you, that made our day!", "Your bag is on the next flight.", "We are sorry."])
def test_a_reply_that_says_all_waits_for_nobody(text: str) -> None:
    assert not waits_for_customer(text)


@pytest.mark.parametrize(
    "text",
    ["brilliant, thanks Marco", "arrived today, thank you, lovely wrapping", "it works again, cheers to you and Kim"],
)
def test_thanks_in_words_of_their_own_wake_nobody_where_they_read_as_praise(text: str) -> None:
    praise = read(Intent.PRAISE, Sentiment.POSITIVE)

    assert after_answers(WATCH, praise, text, [ASKED], policies_for()).action is Action.IGNORE
    assert after_answers(WATCH, read(Intent.OTHER), text, [ASKED], policies_for()).action is Action.ALERT


@pytest.mark.parametrize(
    "text",
    [
        "thanks but my card is blocked",
        "thank you, and my other case?",
        "thanks, order 4471",
        "thanks, still waiting for it",
        "lovely, a second week without heating",
        "thanks \U0001f621",
    ],
)
def test_thanks_that_say_more_are_told_however_they_read(text: str) -> None:
    praise = read(Intent.PRAISE, Sentiment.POSITIVE)

    assert after_answers(WATCH, praise, text, [ASKED], policies_for()).action is Action.ALERT


@pytest.mark.parametrize(
    "text", ["https://t.co/abc", "\U0001f44e", "\U0001f621", "?", "yes please", "do it", "no thanks"]
)
def test_a_picture_a_mark_or_an_upset_face_answers_our_question(text: str) -> None:
    assert after_answers(IGNORE, read(Intent.OTHER), text, [ASKED], policies_for()).action is Action.ALERT


@pytest.mark.parametrize("text", ["?", "\U0001f44e"])
def test_a_mark_or_an_upset_face_is_no_small_talk(text: str) -> None:
    unread = a_classification(Sentiment.UNKNOWN, Intent.UNKNOWN)

    assert after_answers(WATCH, unread, text, [ANSWERED], policies_for()).action is Action.WATCH


@pytest.mark.parametrize(
    "text",
    [
        "ok danke, alles klar",
        "vielen Dank für die schnelle Hilfe",
        "muito obrigada, tudo certo",
        "merci, c'est parfait",
        "grazie, tutto perfetto",
        "hartelijk dank, top",
        "dzięki, super",
        "tamam, teşekkür ederim",
        "تمام شكرا لكم",
        "bahut shukriya",
        "no, that's everything, thanks",
        "nothing else, thank you",
        "yep it works now, thx",
    ],
)
def test_courtesy_is_known_in_each_language(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text", ["danke, geht nicht", "gracias, no funciona", "merci, toujours rien", "tamam ama olmadı"]
)
def test_thanks_with_trouble_are_no_courtesy_in_any_language(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    ["", "ok", "\U0001f44d\U0001f44d", "Thank you so much!", "no worries, cheers", "will do", "@wayfare great, ty"],
)
def test_courtesy_says_nothing_more(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    ["ok done", "4471", "no", "help", "thanks for nothing", "great, another hour", "thanks, when?", "??", "sent it"],
)
def test_whatever_else_is_said_is_no_courtesy(text: str) -> None:
    assert not is_courtesy(text)
