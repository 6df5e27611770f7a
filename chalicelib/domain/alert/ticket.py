"""A ticket: the number or address under which a helpdesk deals with what an alert is about."""

import re
from datetime import datetime
from urllib.parse import quote

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.awaiting_event import TicketNoted
from chalicelib.domain.alert.change import Change
from chalicelib.domain.errors import UnprocessableError
from chalicelib.domain.said import said

LONGEST = 300

_NUMBER = re.compile(r"[^\W_][\w./-]{0,59}")
_ADDRESS = re.compile(
    r"https://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(?::\d{1,5})?(?:[/?#][!#$%&()*+,./0-9:;=?@A-Z\[\]_a-z~-]*)?"
)
"""No name and password in it, no quotes, no spaces, and nothing that could end the place where it is printed."""


def note_ticket(alert: Alert, *, by: str, ticket: str, at: datetime) -> Change:
    """Keep a ticket with the alert, in place of the last one; the status stays as it is.

    `ticket` is a number such as "#4711" or "HD-12", or an https address. Raise UnprocessableError for anything else.
    """
    plain = ticket.strip().removeprefix("#")
    if len(plain) > LONGEST or not (_NUMBER.fullmatch(plain) or _ADDRESS.fullmatch(plain)):
        raise UnprocessableError(said("ticket: must be a number such as 4711 or HD-12, or an address with https://"))
    if plain == alert.ticket:
        return Change(alert=alert)
    return Change(
        alert=replace(alert, ticket=plain), events=(TicketNoted(alert_id=alert.id, at=at, by=by, ticket=plain),)
    )


def ticket_address(ticket: str, template: str) -> str:
    """Where the ticket is looked at: its own address, or the brand's `ticket_url` with its number, else empty."""
    if ticket.startswith("https://"):
        return ticket
    return template.replace("{}", quote(ticket, safe="")) if ticket and template else ""
