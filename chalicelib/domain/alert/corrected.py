"""What a person says that Earshot read or judged wrongly: kept with the alert, for whoever teaches it."""

from enum import StrEnum

from chalicelib.domain.alert.happened import Event


class Reading(StrEnum):
    """What can be wrong; all but the last two are fields of a classification."""

    SENTIMENT = "sentiment"
    INTENT = "intent"
    DEPARTMENT = "department"
    URGENT = "urgent"
    ABOUT_US = "about_us"
    OUTCOME = "outcome"


class Corrected(Event, frozen=True, kw_only=True):
    """`by` says that `reading` of a mention was not `said` but `label`; both are values as they are stored."""

    by: str
    mention: str
    reading: Reading
    said: str
    label: str
