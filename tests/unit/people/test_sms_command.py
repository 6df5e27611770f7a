"""What people really type at 3 a.m. is understood, and nothing is done on doubt."""

import pytest

from chalicelib.domain.told.sms_command import Command, Verb, command_in


@pytest.mark.parametrize(
    "text",
    [
        '"1 ack"',
        "\u201c1 ack\u201d",
        "1. ack",
        "1: ack",
        "(1) ack",
        "#1 ack",
        "1 ack \U0001f44d",
        "1 \U0001f44d",
        "1 ack thanks",
        "1 ack, on my way in 5 minutes",
        "1 ack\n\nSent from my iPhone",
        "ack1",
        "Ack no. 1".replace("no.", "nr."),
        "ACK 1!!",
        "1 acknowledge",
        "acknowledged 1",
        "ok 1",
        "got 1",
        "1 ask",
        "\uff11 ack",
        "1 übernehme",
    ],
)
def test_what_a_phone_adds_to_an_answer_does_not_spoil_it(text: str) -> None:
    assert command_in(text) == Command(verb=Verb.ACK, numbers=(1,))


@pytest.mark.parametrize(
    "text", ["Ack!!", "ok", "OK.", "Okay thanks", "got it", "on it", "I have this", "\U0001f44d", "mine"]
)
def test_an_answer_without_a_number_is_one_too(text: str) -> None:
    assert command_in(text) == Command(verb=Verb.ACK)


@pytest.mark.parametrize("text", ["1,2 ack", "1 and 2 ack", "ack 1, 2", "1-2 ack", "#1 #2 ack"])
def test_several_numbers_are_several_alerts(text: str) -> None:
    assert command_in(text) == Command(verb=Verb.ACK, numbers=(1, 2))


@pytest.mark.parametrize("text", ["all ack", "ack all", "claim_all", "Take all!", "alle übernehme"])
def test_all_is_all(text: str) -> None:
    assert command_in(text) == Command(verb=Verb.ACK, all=True)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("1 pass", Verb.PASS),
        ("next", Verb.PASS),
        ("Done.", Verb.DONE),
        ("1 erledigt", Verb.DONE),
        ("resolved", Verb.DONE),
        ("HELP?", Verb.HELP),
        ("?", Verb.HELP),
        ("STOP", Verb.STOP),
        ("Stop all", Verb.STOP),
        ("unsubscribe", Verb.STOP),
        ("START", Verb.START),
        ("yes", Verb.YES),
    ],
)
def test_each_act_has_its_words(text: str, verb: Verb) -> None:
    command = command_in(text)
    assert command is not None
    assert command.verb is verb


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "2",
        "not done",
        "I can't ack",
        "I don\u2019t ack",
        "1 done?",
        "who is this?",
        "done for today",
        "ok but who are you",
        "1 ack 2 done",
        "thank you for your message",
        "Liked \u201cURGENT @carla: 1 ack or https://x.example\u201d",
        "1234 ack",
        "pass me the salt",
    ],
)
def test_nothing_is_done_on_doubt(text: str) -> None:
    assert command_in(text) is None


def test_done_and_yes_together_are_sure() -> None:
    assert command_in("1 done yes") == Command(verb=Verb.DONE, numbers=(1,), sure=True)


def test_a_name_is_understood_where_it_is_known() -> None:
    assert command_in("ana ack") is None
    assert command_in("Ana ack", names=frozenset({"ana", "ben"})) == Command(verb=Verb.ACK, names=frozenset({"ana"}))


@pytest.mark.parametrize(
    ("text", "numbers", "lasting"),
    [
        ("ack 1d", (), "1d"),
        ("1 ack 1d", (1,), "1d"),
        ("1 Ack for 2 hours, thanks", (1,), "2h"),
        ("1,2 ack 30 min", (1, 2), "30m"),
        ("ack 3 business days", (), "3 business days"),
        ("1 übernehme für 3 Werktage", (1,), "3 business days"),
        ("ack 2 business hours", (), "2 business hours"),
        ("ack 1w", (), "1w"),
        ("1 ack 1x", (1,), "1x"),
        ("1 ack, on my way in 5 minutes", (1,), ""),
        ("ack 1", (1,), ""),
        ("ack 1and2", (1, 2), ""),
        ("ack 1 danke", (1,), ""),
    ],
)
def test_for_how_long_somebody_takes_it_is_no_number_of_an_alert(
    text: str, numbers: tuple[int, ...], lasting: str
) -> None:
    assert command_in(text) == Command(verb=Verb.ACK, numbers=numbers, lasting=lasting)


@pytest.mark.parametrize("text", ["not ack 1d", "1 done ack 1d"])
def test_for_how_long_makes_nothing_plainer(text: str) -> None:
    assert command_in(text) is None
