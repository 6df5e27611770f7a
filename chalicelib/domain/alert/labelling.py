"""What an alert was read as, and what a person may say that it is instead. It moves nothing: it teaches."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.alert.corrected import Corrected, Reading
from chalicelib.domain.errors import UnprocessableError
from chalicelib.domain.heard.classification import Intent, Sentiment
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import said

YES, NO = "true", "false"


def labels(policies: Policies) -> Mapping[Reading, tuple[str, ...]]:
    """Every label that a person may give."""
    return {
        Reading.SENTIMENT: tuple(each for each in Sentiment if each is not Sentiment.UNKNOWN),
        Reading.INTENT: tuple(each for each in Intent if each is not Intent.UNKNOWN),
        Reading.DEPARTMENT: tuple(policies.departments),
        Reading.URGENT: (YES, NO),
        Reading.ABOUT_US: (NO,),
    }


def read_as(alert: Alert, heard: Heard | None) -> Mapping[Reading, str]:
    """What its post was read as, and what the rules made of that; `heard` is the post as it was recorded."""
    read = heard.classification if heard else None
    return {
        Reading.SENTIMENT: read.sentiment.value if read else Sentiment.UNKNOWN,
        Reading.INTENT: read.intent.value if read else Intent.UNKNOWN,
        Reading.DEPARTMENT: alert.department,
        Reading.URGENT: YES if alert.is_urgent else NO,
        Reading.ABOUT_US: YES,
    }


def correct(alert: Alert, heard: Heard | None, given: str, *, by: str, policies: Policies, at: datetime) -> Change:
    """Keep what a person says; `given` is READING:LABEL. Raise UnprocessableError where that says nothing new."""
    name, _, label = given.partition(":")
    reading = next((each for each, allowed in labels(policies).items() if each == name and label in allowed), None)
    if reading is None:
        raise UnprocessableError(said("choose what it should be"))
    now = read_as(alert, heard)[reading]
    if now == label:
        raise UnprocessableError(said("that is what it was read as"))
    event = Corrected(
        alert_id=alert.id, at=at, by=by, mention=alert.excerpt.mention, reading=reading, said=now, label=label
    )
    return Change(alert=alert, events=(event,))
