"""Which dates can be believed: software that has none writes year 1, 1970 or a year far ahead."""

from datetime import UTC, datetime, timedelta

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before this nobody posted anything; what says so is a zero of some program."""

AHEAD = timedelta(days=1)
"""How far a date may lie ahead: a clock that is fast, or a zone that was left out."""


def is_believable(written: datetime, *, at: datetime) -> bool:
    """Whether something that was read `at` can have been written then; both aware."""
    return EARLIEST <= written <= at + AHEAD


def believed(written: datetime | None, *, at: datetime) -> datetime:
    """When it was written as far as anybody can tell, never later than `at`; `at` itself where nobody can."""
    if written is None or not is_believable(written, at=at):
        return at
    return min(written, at)
