"""Values as the tests' stories need them: say what matters, the rest is filled in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, AlertStatus, Timer
from chalicelib.domain.alert.excerpt import Excerpt
from chalicelib.domain.alert.handover import Handover
from chalicelib.domain.alert.notification import Contact, Notification, NotificationKind
from chalicelib.domain.heard.classification import Classification, Intent, Label, Sentiment
from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.outcome import Heard, Outcome
from chalicelib.domain.rules.brand import Brand, CreditRule
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel, Hours, Person, Target, TargetKind
from chalicelib.domain.rules.routes import Route, Theme, Urgency
from chalicelib.domain.rules.tiers import Department, EscalationPolicy, Tier
from chalicelib.domain.told.link import Link

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""A Monday."""

QUARTER = timedelta(minutes=15)

PHONES = {
    "ana": "+12025550101",
    "ben": "+12025550102",
    "zoe": "+12025550103",
    "kofi": "+447700900104",
    "mei": "+12025550105",
    "omar": "+447700900106",
    "dana": "+12025550107",
}


def a_person(id: str = "ana", **changes: Any) -> Person:
    """Somebody with an email address, and a phone where `PHONES` knows one, who works round the clock."""
    person = Person(id=id, name=id.title(), email=f"{id}@wayfare.example", phone=PHONES.get(id))
    return replace(person, **changes)


def to_person(id: str, *channels: Channel) -> Target:
    """A tier's target: this person, by these channels or by both."""
    return Target(kind=TargetKind.PERSON, id=id, channels=channels or (Channel.SMS, Channel.EMAIL))


def a_policy(*people: str, wait: timedelta = QUARTER, **changes: Any) -> EscalationPolicy:
    """One tier a person, each with the same wait."""
    tiers = tuple(Tier(notify=(to_person(id),), wait=wait) for id in people or ("ana", "ben"))
    return replace(EscalationPolicy(id="care", tiers=tiers), **changes)


def policies_for(policy: EscalationPolicy | None = None, **changes: Any) -> Policies:
    """Wayfare's rules: one department, "care", that every complaint and question goes to; watching the rest."""
    policies = Policies(
        version="v1",
        brand=Brand(name="Wayfare", handles={Network.X: ("wayfare",)}, credit=CreditRule(hashtag="AskWayfare")),
        people={id: a_person(id) for id in PHONES},
        departments={"care": Department(id="care", name="Customer care", escalation="care")},
        escalation={"care": policy or a_policy()},
        routes=(
            Route(name="complaints", department="care", when="classification.intent.value == 'complaint'"),
            Route(name="questions", department="care", when="classification.intent.value == 'question'"),
        ),
        duty_manager="dana",
        themes={"safety": Theme(name="safety", phrases=("smoke", "fire"), urgent=True)},
        fallback_department="care",
    )
    return replace(policies, **changes)


def an_author(id: str = "900", **changes: Any) -> Author:
    """A customer."""
    return replace(Author(id=id, handle=f"customer{id}", name="A Customer", followers=120), **changes)


def a_mention(id: str = "1", **changes: Any) -> Mention:
    """A complaint on X at NOON that begins its own thread."""
    mention = Mention(
        source="x-mentions",
        network=Network.X,
        id=id,
        url=f"https://x.com/customer900/status/{id}",
        text="@wayfare three hours at the gate and nobody tells us anything",
        author=an_author(),
        posted_at=NOON,
        thread=changes.get("thread", id),
        language="en",
    )
    return replace(mention, **changes)


def a_classification(
    sentiment: Sentiment = Sentiment.NEGATIVE,
    intent: Intent = Intent.COMPLAINT,
    *,
    confidence: float = 0.9,
    **changes: Any,
) -> Classification:
    """What a sure model says; `complaint` and `needs_answer` follow from the intent."""
    wants_answer = intent in (Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST)
    classification = Classification(
        sentiment=Label(sentiment, confidence),
        intent=Label(intent, confidence),
        complaint=Label(intent is Intent.COMPLAINT, confidence),
        needs_answer=Label(wants_answer, confidence),
        language=Label("en", confidence),
        model="builder@1",
    )
    return replace(classification, **changes)


def an_excerpt(mention: Mention | None = None, **changes: Any) -> Excerpt:
    """What an alert shows of `mention`."""
    shown = mention or a_mention()
    excerpt = Excerpt(
        mention=shown.key,
        network=shown.network,
        text=shown.text,
        handle=shown.author.handle,
        author_id=shown.author.id,
        followers=shown.author.followers,
        url=shown.url,
        posted_at=shown.posted_at,
    )
    return replace(excerpt, **changes)


def an_alert(**changes: Any) -> Alert:
    """A triggered alert, never saved, whose first tier (ana) was told a quarter ago: ben's turn is at NOON."""
    alert = Alert(
        id="a1",
        conversation="x:1",
        thread="1",
        department="care",
        urgency=Urgency.ROUTINE,
        route="complaints",
        reason="route 'complaints': it takes every mention",
        policies_version="v1",
        policy=a_policy(),
        hours=Hours(),
        excerpt=an_excerpt(posted_at=NOON - QUARTER),
        opened_at=NOON - QUARTER,
        since=NOON - QUARTER,
        status=AlertStatus.TRIGGERED,
        tier=1,
        timers={Timer.TIER: NOON},
    )
    return replace(alert, **changes)


def a_notification(
    step: str = "0.1", *, alert: str = "a1", person: str = "ana", channel: Channel = Channel.SMS, **changes: Any
) -> Notification:
    """An SMS owed to ana at NOON, because the first tier of alert a1 is called."""
    contact = Contact(person=person, channel=channel)
    notification = Notification(
        id=f"{alert}/{step}/{contact.id}",
        alert_id=alert,
        department="care",
        kind=NotificationKind.CALL,
        contact=contact,
        cycle=0,
        tier=1,
        owed_at=NOON,
        due_at=changes.get("owed_at", NOON),
    )
    return replace(notification, **changes)


def a_heard(mention: Mention | None = None, **changes: Any) -> Heard:
    """A mention that was ignored at NOON."""
    heard = Heard(
        mention=mention or a_mention(),
        outcome=Outcome.IGNORED,
        reason="no route matched",
        heard_at=NOON,
        policies_version="v1",
        classification=a_classification(),
    )
    return replace(heard, **changes)


def a_reply(key: str = "x:2", **changes: Any) -> Reply:
    """The brand's own answer, ten minutes after NOON, to the customer of `a_mention()`."""
    reply = Reply(
        key=key,
        network=Network.X,
        thread="1",
        to_author="900",
        handle="wayfare",
        person=None,
        url="https://x.com/wayfare/status/2",
        at=NOON + timedelta(minutes=10),
        earns_credit=False,
    )
    return replace(reply, **changes)


def a_handover(**changes: Any) -> Handover:
    """What ben of care sent to tech, which has not accepted it yet."""
    home = Handover(sender="ben", to="tech", from_department="care", policy=a_policy(), hours=Hours(), note="")
    return replace(home, **changes)


def a_link(token: str = "token-1", **changes: Any) -> Link:  # noqa: S107  # no secret: tests only
    """Ana's link to alert a1, good for three days from NOON."""
    return replace(Link(token=token, person="ana", alerts=("a1",), expires_at=NOON + timedelta(days=3)), **changes)
