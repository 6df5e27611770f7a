"""What somebody who answers by SMS is told: done, not done and why, or how to ask."""

from enum import StrEnum

from chalicelib.domain.said import phrase
from chalicelib.domain.told.tongue import Tongue


class Answer(StrEnum):
    """Each thing that an answer can say."""

    YOURS = "yours"
    PASSED_ON = "passed-on"
    DONE = "done"
    NOT_DONE = "not-done"
    WHICH_ONE = "which-one"
    NOTHING_WAITS = "nothing-waits"
    NO_SUCH_NUMBER = "no-such-number"
    HELP = "help"
    UNCLEAR = "unclear"
    STRANGER = "stranger"


HELP = phrase(
    'Answer with the number in the message: "1 ack" takes it, "1 pass" calls the next one, "1 done" ends it. '
    '"all ack" takes all.'
)

SENTENCES = {
    Answer.YOURS: phrase("{number}: yours."),
    Answer.PASSED_ON: phrase("{number}: passed on."),
    Answer.DONE: phrase("{number}: done."),
    Answer.NOT_DONE: phrase("{number}: {problem}."),
    Answer.WHICH_ONE: phrase("Which one? {alerts}"),
    Answer.NOTHING_WAITS: phrase("Nothing waits for you."),
    Answer.NO_SUCH_NUMBER: phrase("Nothing of yours has the number {number}."),
    Answer.HELP: HELP,
    Answer.UNCLEAR: phrase("That was not understood. {help}"),
    Answer.STRANGER: phrase("This number is not registered here."),
}


def answered(answer: Answer, tongue: Tongue, *, number: int = 0, alerts: str = "", problem: str = "") -> str:
    """The answer in words; `problem` is an error's sentence, in English as it was raised."""
    values = {"number": number, "alerts": alerts, "problem": tongue.again(problem), "help": tongue.say(HELP)}
    return tongue.say(SENTENCES[answer], **values)
