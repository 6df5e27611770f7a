"""What somebody who answers by SMS is told: done, to whose post, or not done and why; always one SMS."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from chalicelib.domain.said import phrase
from chalicelib.domain.told.gsm import ONE_PART, fold, septets
from chalicelib.domain.told.readable import shorten
from chalicelib.domain.told.tongue import Tongue


class Answer(StrEnum):
    """Each thing that an answer can say."""

    YOURS = "yours"
    YOURS_UNTIL = "yours-until"
    PASSED_ON = "passed-on"
    DONE = "done"
    NOT_DONE = "not-done"
    SURE = "sure"
    WHICH_ONE = "which-one"
    WHO = "who"
    NOTHING_WAITS = "nothing-waits"
    NO_SUCH_NUMBER = "no-such-number"
    HELP = "help"
    UNCLEAR = "unclear"
    STARTED = "started"


HELP = phrase(
    'Answer with the number in the message: "1 ack" takes it, "1 pass" calls the next one, "1 done" ends it. '
    '"all ack" takes all.'
)

SENTENCES = {
    Answer.YOURS: phrase("{alerts}: yours."),
    Answer.YOURS_UNTIL: phrase("{alerts}: yours until {time}."),
    Answer.PASSED_ON: phrase("{alerts}: passed on."),
    Answer.DONE: phrase("{alerts}: done."),
    Answer.NOT_DONE: phrase("{alerts}: {problem}."),
    Answer.SURE: phrase('{alerts}: urgent, and nobody has it. Really done? Answer "yes".'),
    Answer.WHICH_ONE: phrase("Which one? {alerts}"),
    Answer.WHO: phrase('Who are you? Add your name, like "{command}".'),
    Answer.NOTHING_WAITS: phrase("Nothing waits for you."),
    Answer.NO_SUCH_NUMBER: phrase("Nothing of yours has the number {number}."),
    Answer.HELP: HELP,
    Answer.UNCLEAR: phrase("That was not understood. {help}"),
    Answer.STARTED: phrase("You get messages again."),
}


class Said(Struct, frozen=True, kw_only=True):
    """What an answer is about: posts by number and author, a number, an error's sentence, a command to copy, an
    instant in words."""

    alerts: tuple[str, ...] = ()
    number: int = 0
    problem: str = ""
    command: str = ""
    time: str = ""


NOTHING = Said()


def answered(answer: Answer, tongue: Tongue, about: Said = NOTHING) -> str:
    """The sentence, in the 7-bit alphabet and within one SMS: of many alerts it names those that there is room for."""
    for shown in range(len(about.alerts), 0, -1):
        sentence = _sentence(answer, tongue, about, shown)
        if septets(sentence) <= ONE_PART:
            return sentence
    return one_sms(_sentence(answer, tongue, about, 1))


def one_sms(text: str) -> str:
    """The text as one SMS; only its beginning where it does not fit."""
    return shorten(fold(text), ONE_PART, cost=septets)


def _sentence(answer: Answer, tongue: Tongue, about: Said, shown: int) -> str:
    values = {
        "alerts": _listed(about.alerts, tongue, shown),
        "number": about.number,
        "problem": tongue.again(about.problem),
        "command": about.command,
        "time": about.time,
        "help": tongue.say(HELP),
    }
    return fold(tongue.say(SENTENCES[answer], **values))


def _listed(alerts: Sequence[str], tongue: Tongue, shown: int) -> str:
    named, left = ", ".join(alerts[:shown]), len(alerts) - shown
    return tongue.say("{named} and {count} more", named=named, count=left) if left > 0 else named
