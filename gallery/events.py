"""One of everything that can happen to an alert, so that the gallery's timeline shows every sentence of it."""

from datetime import timedelta
from typing import Any

from chalicelib.domain.alert import event as events
from chalicelib.domain.alert.awaiting_event import (
    CustomerAwaited,
    OwnerAsked,
    ReplyBegun,
    ReplySeen,
    SolvedInPrivate,
    TicketNoted,
)
from chalicelib.domain.alert.corrected import Corrected, Reading
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.rules.routes import Urgency
from gallery.town import NOW, QUARTER

TOMORROW = NOW + timedelta(hours=19)


def everything() -> tuple[AnyEvent, ...]:
    """Each event once, oldest first, with the reasons that Earshot itself records."""
    at: dict[str, Any] = {"alert_id": "a1", "at": NOW}
    soon = NOW + QUARTER
    return (
        events.Watched(**at, mention="x:1", route="questions", until=TOMORROW),
        events.Triggered(**at, mention="x:1", reason="nobody answered in time"),
        events.MentionJoined(**at, mention="x:2", count=2),
        events.UrgencyRaised(**at, mention="x:2", urgency=Urgency.URGENT),
        events.Held(**at, until=TOMORROW, reason="care is closed"),
        events.Escalated(**at, cycle=0, tier=1, told=("ana", "ben")),
        events.TierSkipped(**at, cycle=0, tier=2, reason="ben is off until Tuesday 09:00; zoe has no phone"),
        events.Exhausted(**at, cycle=0, told=()),
        events.Acknowledged(**at, owner="ana", until=soon),
        events.Reminded(**at, owner="ana", until=soon),
        events.LoanEnded(**at, owner="ana"),
        events.Transferred(
            **at,
            by="ana",
            from_department="care",
            to_department="press",
            to_person=None,
            note="yours?",
            until=soon,
        ),
        events.TransferAccepted(**at, by="ben"),
        events.TransferDeclined(**at, by="ben", department="press", note="baggage", words=""),
        events.TransferBounced(**at, department="care", bounces=1, reason="press did not accept it in time"),
        events.Snoozed(**at, by="ana", until=TOMORROW, reason="they sleep"),
        events.SnoozeEnded(**at, by="ana"),
        events.Noted(**at, by="helpdesk", text="ticket 4711 is open"),
        CustomerAwaited(**at, owner="ana", until=TOMORROW, in_private=True),
        events.Escalated(**at, cycle=1, tier=0, told=("ana",)),
        events.TierSkipped(**at, cycle=1, tier=0, reason="ana is off until Tuesday 09:00"),
        OwnerAsked(**at, owner="ana", until=soon),
        SolvedInPrivate(**at, by="ana"),
        ReplySeen(**at, handle="wayfare", url="", asked=("ana",)),
        ReplyBegun(**at, by="ana"),
        Corrected(**at, by="ana", mention="x:1", reading=Reading.SENTIMENT, said="neutral", label="negative"),
        Corrected(**at, by="ana", mention="x:1", reading=Reading.INTENT, said="question", label="complaint"),
        Corrected(**at, by="ana", mention="x:1", reading=Reading.DEPARTMENT, said="care", label="press"),
        Corrected(**at, by="ana", mention="x:1", reading=Reading.URGENT, said="false", label="true"),
        Corrected(**at, by="ana", mention="x:1", reading=Reading.ABOUT_US, said="true", label="false"),
        Corrected(**at, by="ana", mention="x:1", reading=Reading.OUTCOME, said="ignored", label="called"),
        TicketNoted(**at, by="helpdesk", ticket="4711"),
        events.Answered(**at, handle="wayfare", person=None, url="", after_s=610, counted=True),
        events.Credited(**at, person="ana", after_s=610),
        events.Resolved(**at, by="ana", reason="needs no answer"),
        events.Reopened(**at, by="x:3", reason="the customer wrote again"),
        events.CrisisOpened(**at, group="care/delays", rate=41, limit=12),
        events.CrisisEnded(**at, by="dana", children="rearm"),
        events.Inhibited(**at, crisis="a4"),
        events.Released(**at, crisis="a4"),
        events.CameBack(**at, mention="x:1", before=12, reach=80),
    )
