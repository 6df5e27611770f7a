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

NAMES = {
    Reading.OUTCOME: phrase("what became of it"),
}

VALUES: Mapping[Reading, Mapping[str, str]] = {
    Reading.OUTCOME: {
        "ignored": phrase("ignored"),
        "watching": phrase("watched"),
        "called": phrase("needs somebody"),
    },
}


def reading_words(event: Corrected, tongue: Tongue, departments: Mapping[str, str]) -> dict[str, str]:
    """The values of a correction as people call them; `departments` are those departments' names by id."""
    values = departments if event.reading is Reading.DEPARTMENT else VALUES.get(event.reading, {})
    told = {
        name: tongue.say(values.get(value, value)) for name, value in (("said", event.said), ("label", event.label))
    }
    return {"reading": tongue.say(NAMES[event.reading]), **told}
