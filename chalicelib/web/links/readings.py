"""What Earshot reads from a post, and what a person may say that it is instead, in words."""

from collections.abc import Mapping

from chalicelib.domain.alert.corrected import Corrected, Reading
from chalicelib.domain.said import phrase
from chalicelib.domain.told.tongue import Tongue

SENTIMENTS = {
    "negative": phrase("negative"),
    "neutral": phrase("neutral"),
    "positive": phrase("positive"),
    "unknown": phrase("not readable"),
}

INTENTS = {
    "complaint": phrase("a complaint"),
    "question": phrase("a question"),
    "request": phrase("a request"),
    "praise": phrase("praise"),
    "other": phrase("something else"),
    "unknown": phrase("not readable"),
}

NAMES = {
    Reading.SENTIMENT: phrase("how it sounds"),
    Reading.INTENT: phrase("what it is"),
    Reading.DEPARTMENT: phrase("whose it is"),
    Reading.URGENT: phrase("how urgent it is"),
    Reading.ABOUT_US: phrase("whom it is about"),
    Reading.OUTCOME: phrase("what became of it"),
}

VALUES: Mapping[Reading, Mapping[str, str]] = {
    Reading.SENTIMENT: SENTIMENTS,
    Reading.INTENT: INTENTS,
    Reading.URGENT: {"true": phrase("urgent"), "false": phrase("routine")},
    Reading.ABOUT_US: {"true": phrase("us"), "false": phrase("not about us")},
    Reading.OUTCOME: {
        "ignored": phrase("ignored"),
        "watching": phrase("watched"),
        "called": phrase("needs somebody"),
    },
}


def reading_words(event: Corrected, tongue: Tongue, departments: Mapping[str, str]) -> dict[str, str]:
    """The values of a correction as people call them; `departments` are those departments' names by id."""
    told = {
        name: value_words(event.reading, value, tongue, departments)
        for name, value in (("said", event.said), ("label", event.label))
    }
    return {"reading": tongue.say(NAMES[event.reading]), **told}


def value_words(reading: Reading, value: str, tongue: Tongue, departments: Mapping[str, str]) -> str:
    """One value as people call it."""
    if reading is Reading.DEPARTMENT:
        return departments.get(value, value)
    known = VALUES[reading].get(value)
    return tongue.say(known) if known else value
