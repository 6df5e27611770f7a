"""The one tree of errors: each says what an HTTP caller is answered and whether trying again can help."""

from datetime import datetime
from typing import ClassVar


class EarshotError(Exception):
    """Everything that Earshot raises on purpose. The message is written for the person who must act on it."""

    http_status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False
    kept: tuple[str, ...] = ()
    """What somebody typed into the form that could not be taken, so that nobody has to type it again."""


class BadRequestError(EarshotError):
    """The caller's message cannot be read: not JSON, not UTF-8, a field of the wrong type."""

    http_status = 400


class UnauthorizedError(EarshotError):
    """The caller could not show who it is: no signature, a wrong one, an old one, or one seen before."""

    http_status = 401


class SignedOutError(UnauthorizedError):
    """A page of the desk was asked for without a session, or with one that is over."""


class ForbiddenError(EarshotError):
    """The caller is known, and may not do that."""

    http_status = 403


class NotFoundError(EarshotError):
    """There is no such alert, mention, person or link."""

    http_status = 404


class LinkExpiredError(EarshotError):
    """The personal link was real and its time is over."""

    http_status = 410


class IllegalTransitionError(EarshotError):
    """The alert's status does not allow what was asked of it."""

    http_status = 409


class ShiftError(EarshotError):
    """The shift is not as it was, or nobody would cover what somebody wants to give."""

    http_status = 409


class StaleAlertError(EarshotError):
    """Somebody changed the alert since it was read. Read it again and decide again."""

    http_status = 409
    retryable = True


class DuplicateMentionError(EarshotError):
    """The mention was dealt with before; the queue delivered it twice."""

    http_status = 409


class RefusedError(EarshotError):
    """A notification cannot reach its contact and trying again does not help; the message is the reason."""

    http_status = 422


class TooLargeError(EarshotError):
    """The message is larger than Earshot reads."""

    http_status = 413


class UnprocessableError(EarshotError):
    """The message can be read, and says something that Earshot cannot do."""

    http_status = 422


class UnavailableError(EarshotError):
    """The other side is down, slow or throttling. Trying again later can help."""

    http_status = 503
    retryable = True


class CrowdedError(UnavailableError):
    """Others are writing the same items at this moment. Nothing was stored; in a moment it can be."""


class TooOftenError(EarshotError):
    """The caller asks more often than it may. In a minute it may again."""

    http_status = 429
    retryable = True


class UnreadableError(EarshotError):
    """A stored item was written by a newer version of the code, or is damaged. It stays as it is and is tried again."""

    http_status = 503
    retryable = True


class SourceError(EarshotError):
    """A source refused, and only a person can mend it: wrong credentials, no credit left, account suspended."""

    http_status = 502


class SourceUnavailableError(SourceError):
    """A source could not answer now. `retry_at` is when it asked to be asked again, where it said so."""

    http_status = 503
    retryable = True

    def __init__(self, message: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class SettingsError(EarshotError):
    """The environment lacks something or holds nonsense; the message names every variable at fault."""


class PoliciesError(EarshotError):
    """No policies were pushed yet, or the pushed ones cannot be read by this version of the code."""
