"""The fictional airline of the gallery: its people and rules, and alerts about it in every state."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, AlertStatus, Crisis, Timer
from chalicelib.domain.alert.awaited import Awaited
from chalicelib.domain.alert.excerpt import Excerpt
from chalicelib.domain.alert.handover import Handover
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.brand import Brand, Guideline
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Hours, Person, Target, TargetKind
from chalicelib.domain.rules.routes import Urgency
from chalicelib.domain.rules.tiers import Department, EscalationPolicy, Tier

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""A Monday, at two in the afternoon for whoever reads."""

QUARTER = timedelta(minutes=15)
READER = "ana"
LINK = "https://abc123defg.execute-api.eu-west-1.amazonaws.com/api/a/AbCdEfGhIjKlM"

SHORT = "no water for hours at gate B12"
LONG = (
    "Three hours at the gate and nobody tells us anything. My mother is 82, she has had no water since noon, the "
    "app says boarding, the screen says delayed and the desk is empty. I have flown with you for twenty years and "
    "this is the first time that I am ashamed of having talked my whole family into it."
)
EMOJI = "😡😡 stuck again ✈️… “on time” they said 🙃 #never https://example.com/photo"
RIGHT_TO_LEFT = "ثلاث ساعات عند البوابة ولا أحد يخبرنا بشيء"


def rules(language: str) -> Policies:
    """The airline's rules, where everybody is told in `language`."""
    names = {"ana": "Ana Ruiz", "ben": "Ben Okafor", "dana": "Dana Whitfield"}
    hours = Hours(zone="Europe/Berlin")
    people = {id: Person(id=id, name=name, phone="+12025550101", hours=hours) for id, name in names.items()}
    return Policies(
        version="v1",
        brand=Brand(name="Wayfare", language=language, ticket_url="https://help.example/{}"),
        people=people,
        departments={
            "care": Department(id="care", name="Customer care", escalation="care"),
            "press": Department(id="press", name="Press office", escalation="care"),
        },
        escalation={"care": policy()},
        routes=(),
        duty_manager="dana",
        guidelines={
            "care": Guideline(
                do=("Say sorry first.",), dont=("Promise a refund.",), replies=("Please DM us your booking number.",)
            )
        },
    )


def policy() -> EscalationPolicy:
    """Two tiers of one person each."""
    channels = (Channel.SMS, Channel.EMAIL)
    tiers = (Tier(notify=(Target(kind=TargetKind.PERSON, id=id, channels=channels),), wait=QUARTER) for id in names())
    return EscalationPolicy(id="care", tiers=tuple(tiers))


def names() -> tuple[str, ...]:
    return ("ana", "ben")


def excerpt(text: str = SHORT, **changes: Any) -> Excerpt:
    """What somebody wrote on X a quarter of an hour ago."""
    shown = Excerpt(
        mention="x:1",
        network=Network.X,
        text=text,
        handle="kofi",
        author_id="900",
        followers=120,
        url="https://x.com/kofi/status/1",
        posted_at=NOW - QUARTER,
    )
    return replace(shown, **changes)


def alert(text: str = SHORT, **changes: Any) -> Alert:
    """Triggered a quarter of an hour ago: the first tier was told, and the second one is told in another quarter."""
    opened = Alert(
        id="a1",
        conversation="x:1",
        thread="1",
        department="care",
        urgency=Urgency.ROUTINE,
        route="complaints",
        reason="route 'complaints': it takes every mention",
        policies_version="v1",
        policy=policy(),
        hours=Hours(),
        excerpt=excerpt(text),
        opened_at=NOW - QUARTER,
        since=NOW - QUARTER,
        status=AlertStatus.TRIGGERED,
        tier=1,
        timers={Timer.TIER: NOW + QUARTER, Timer.LOAN: NOW + 4 * QUARTER},
    )
    return replace(opened, **changes)


def urgent() -> Alert:
    """One that must not wait, by an author whom many follow."""
    shown = excerpt("smoke in the cabin, children on board", followers=12_400)
    reason = "theme 'safety' never waits (route 'complaints': it takes every mention)"
    return alert(id="a2", urgency=Urgency.URGENT, excerpt=shown, reason=reason, opened_at=NOW - 2 * QUARTER)


def handed_over(note: str = "She asks for the pilot's name: yours?") -> Alert:
    """Sent to care by ben of the press office, to be accepted within a quarter of an hour."""
    home = Handover(sender="ben", to="care", from_department="press", policy=policy(), hours=Hours(), note=note)
    return alert(id="a3", handover=home, timers={Timer.ACCEPT: NOW + QUARTER}, opened_at=NOW - 3 * QUARTER)


def waiting(**changes: Any) -> Alert:
    """Answered by the reader, who pointed the customer to a private channel."""
    awaited = Awaited(since=NOW, handle="wayfare", in_private=True)
    held = alert(status=AlertStatus.ACKNOWLEDGED, owner=READER, timers={Timer.CUSTOMER: NOW + timedelta(days=2)})
    return replace(held, **{"id": "a5", "awaited": awaited, **changes})


def crisis() -> Alert:
    """The alert that stands for all others about delays."""
    statement = "We are looking into what happened at Lisbon and will tell you more here at 18:00."
    return alert(
        id="a4",
        urgency=Urgency.URGENT,
        excerpt=excerpt("everybody at Lisbon is stuck", followers=5_100_000),
        reason="41 people spoke about delays (care) within an hour, and at most 12 is normal",
        crisis=Crisis(group="care/delays", statement=statement),
    )
