"""What a look at one thing found."""

from enum import StrEnum

from msgspec import Struct


class Verdict(StrEnum):
    """Good; worth knowing; or at fault: then `found` says what to do."""

    GOOD = "good"
    NOTE = "note"
    FAULT = "fault"


class Finding(Struct, frozen=True, kw_only=True):
    """One line of the doctor's table."""

    verdict: Verdict
    what: str
    found: str


def good(what: str, found: str) -> Finding:
    """All is well."""
    return Finding(verdict=Verdict.GOOD, what=what, found=found)


def note(what: str, found: str) -> Finding:
    """It works, and somebody should know."""
    return Finding(verdict=Verdict.NOTE, what=what, found=found)


def fault(what: str, found: str) -> Finding:
    """It does not work; `found` says what to do."""
    return Finding(verdict=Verdict.FAULT, what=what, found=found)
