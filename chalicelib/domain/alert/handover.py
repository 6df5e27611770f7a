"""A handover: an alert that somebody sent on, and where it goes if nobody accepts it."""

from msgspec import Struct

from chalicelib.domain.rules.person import Hours
from chalicelib.domain.rules.tiers import EscalationPolicy


class Handover(Struct, frozen=True, kw_only=True):
    """A transfer that waits to be accepted. `to` is the department or person that it was sent to.

    `from_department`, `policy` and `hours` are where it bounces to.
    """

    sender: str
    to: str
    from_department: str
    policy: EscalationPolicy
    hours: Hours
    note: str
