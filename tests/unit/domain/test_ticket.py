"""A ticket is a number or an https address, and nothing else that somebody may type or send."""

import pytest

from chalicelib.domain.alert.awaiting_event import TicketNoted
from chalicelib.domain.alert.ticket import note_ticket, ticket_address
from chalicelib.domain.errors import UnprocessableError
from tests.builders import NOON, an_alert


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("4711", "4711"),
        (" #4711 ", "4711"),
        ("HD-12/3", "HD-12/3"),
        ("https://help.example/t/4711?x=1", "https://help.example/t/4711?x=1"),
    ],
)
def test_a_number_or_an_address_is_kept(written: str, kept: str) -> None:
    change = note_ticket(an_alert(), by="helpdesk", ticket=written, at=NOON)

    assert change.alert.ticket == kept
    assert change.events == (TicketNoted(alert_id="a1", at=NOON, by="helpdesk", ticket=kept),)
    assert note_ticket(change.alert, by="helpdesk", ticket=written, at=NOON).events == ()


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "two words",
        "4711\n4712",
        "javascript:alert(1)",
        "http://help.example/1",
        "https://ana:secret@help.example/1",
        'https://help.example/"><script>',
        "https://help.example/\u202e1",
        "7" * 61,
        "https://help.example/" + "7" * 300,
    ],
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(UnprocessableError, match=r"^ticket: must be a number"):
        note_ticket(an_alert(), by="helpdesk", ticket=written, at=NOON)


@pytest.mark.parametrize(
    ("ticket", "template", "address"),
    [
        ("4711", "https://help.example/{}", "https://help.example/4711"),
        ("a/../b", "https://help.example/{}?tab=1", "https://help.example/a%2F..%2Fb?tab=1"),
        ("4711", "", ""),
        ("", "https://help.example/{}", ""),
        ("https://other.example/1", "https://help.example/{}", "https://other.example/1"),
    ],
)
def test_a_ticket_is_looked_at_where_the_brand_says(ticket: str, template: str, address: str) -> None:
    assert ticket_address(ticket, template) == address
