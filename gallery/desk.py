"""The pages of the desk with sample data: the door, the board, and what was heard."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from msgspec.structs import replace

from chalicelib.adapters.sessions import Session
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.glance import glance
from chalicelib.domain.alert.notification import NotificationStatus
from chalicelib.domain.errors import ForbiddenError, SignedOutError
from chalicelib.domain.heard.classification import Classification, Intent, Label, Sentiment
from chalicelib.domain.heard.mention import Author, Engagement, Mention
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.outcome import Heard, Outcome
from chalicelib.domain.people.address import Address, Proof, address_id
from chalicelib.domain.people.rota import shifts as rota_shifts
from chalicelib.domain.people.swap import Absence, Standing, Swap, SwapState
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Hours, Period, Person, Role, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Tier
from chalicelib.domain.said import said
from chalicelib.pipeline.blind_spots import Blindness, BlindSpot
from chalicelib.pipeline.board import BoardPage, HeardPage, Seen, Wanted, counts
from chalicelib.pipeline.respond import Detail, Shown
from chalicelib.web.desk.band import band_page
from chalicelib.web.desk.heard_pages import heard_page
from chalicelib.web.desk.pages import alert_page, board_page, enter_page, sign_in_page, voice_of
from chalicelib.web.desk.people_pages import people_page, phonebook_page
from chalicelib.web.links.done import SIGN_IN
from chalicelib.web.links.pages import renewed_page
from chalicelib.web.links.shifts import ShiftsShown, shifts_shown
from chalicelib.web.shelf.pages import problem_page
from gallery import town
from gallery.events import everything
from gallery.messages import owed

SESSION = Session(person=town.READER, since=town.NOW, csrf="made-anew-for-each-session")


def pages(language: str, alerts: tuple[Alert, ...]) -> Iterator[tuple[str, str]]:
    """Every page of the desk in `language`, about these alerts."""
    rules = town.rules(language)
    reader, now = rules.people[town.READER], town.NOW
    operator = replace(reader, role=Role.OPERATOR)
    yield "the door of the desk", str(enter_page(reader, rules).body)
    yield "asking for a link", str(sign_in_page(rules).body)
    yield "a link was asked for", str(renewed_page(rules, did=SIGN_IN).body)
    yield "the board", _board(alerts, rules, operator, now)
    yield "the board, for who only looks", _board(alerts[:2], rules, replace(reader, role=Role.VIEWER), now)
    yield "the board, with nothing open", _board((), rules, reader, now, did="acknowledge")
    yield "one alert", _alert(alerts[0], rules, reader, now)
    yield from directory(rules)
    yield "what we cannot see", str(band_page(spots(), reader, SESSION, rules, now).body)
    yield "we see everything", str(band_page((), reader, SESSION, rules, now).body)
    yield from hearing(rules)
    signed_out = said("you are not signed in: open a link that we sent you, and go to the desk from there")
    yield "not signed in", problem_page(SignedOutError(signed_out), language, sign_in="sign-in")
    role = said("your role is {role}: this needs a {needed}", role=Role.VIEWER, needed=Role.RESPONDER)
    yield "what one may not do", problem_page(ForbiddenError(role), language)


def spots() -> tuple[BlindSpot, ...]:
    """Each kind of blind spot once; one of them from the beginning."""
    seen = (
        BlindSpot(kind=kind, name="news", since=town.NOW - town.QUARTER, count=3, words="the address answered 503")
        for kind in Blindness
    )
    return (*seen, BlindSpot(kind=Blindness.SILENT, name="blog"))


def hearing(rules: Policies) -> Iterator[tuple[str, str]]:
    """What was heard, found and not."""
    reader, now = rules.people[town.READER], town.NOW
    outcomes = tuple(heard(outcome) for outcome in Outcome)
    page, nothing = HeardPage(heards=outcomes, older=now), HeardPage(heards=(), older=None)
    yield "what was heard", str(heard_page(page, {}, reader, SESSION, rules, now, did=True).body)
    yield "nothing was heard", str(heard_page(nothing, {}, reader, SESSION, rules, now).body)
    yield "nothing like that was heard", str(heard_page(nothing, {}, reader, SESSION, rules, now, q="bag").body)


def directory(rules: Policies) -> Iterator[tuple[str, str]]:
    """The directory, and the shifts that people change."""
    reader, now = rules.people[town.READER], town.NOW
    operator = replace(reader, role=Role.OPERATOR)
    working = with_hours(rules)
    shown = shifts(reader, working)
    yield "people", str(people_page(reader, SESSION, working, addresses(), now, shifts=shown).body)
    chief = shifts(operator, working, gone=True)
    yield (
        "people, for an operator",
        str(people_page(operator, SESSION, working, {}, now, shifts=chief, did="give").body),
    )
    yield (
        "people, by a personal link",
        str(phonebook_page(reader, working, now, token=town.LINK.rpartition("/")[2]).body),
    )
    yield (
        "nobody of that name",
        str(people_page(reader, SESSION, rules, {}, now, q="nobody", shifts=shifts(reader, rules)).body),
    )


def with_hours(rules: Policies) -> Policies:
    """The same rules, with a rota, office hours, an escalation policy that leaves holes, and a hidden number."""
    office = tuple(Period(weekday=day, start=time(9), end=time(17, 30)) for day in range(5))
    weekend = (Period(weekday=5, start=time(10), end=time(14)),)
    people = rules.people | {
        "ben": replace(rules.people["ben"], hours=Hours(zone="Europe/Berlin", periods=office + weekend), phone=None),
        "dana": replace(rules.people["dana"], hide_phone=True, email="dana@wayfare.example"),
        "eli": Person(id="eli", name="Eli Stone"),
    }
    rota = Rota(id="care", members=("ana", "dana"), starts=town.NOW - timedelta(days=1), zone="Europe/Berlin", days=1)
    by_shift = Tier(notify=(Target(kind=TargetKind.ROTA, id="care"),), wait=town.QUARTER)
    alone = replace(town.policy(), id="alone", tiers=town.policy().tiers[1:])
    departments = rules.departments | {"press": replace(rules.departments["press"], escalation="alone")}
    return replace(
        rules,
        people=people,
        departments=departments,
        rotas={"care": rota},
        escalation={"care": replace(town.policy(), tiers=(by_shift, *town.policy().tiers)), "alone": alone},
    )


def shifts(reader: Person, rules: Policies, *, gone: bool = False) -> ShiftsShown:
    """The coming shifts of a rota with everything that may become of one, and whether the reader is away."""
    day, now = timedelta(days=1), town.NOW
    coming = [shift for rota in rules.rotas.values() for shift in rota_shifts(rota, now, now + 8 * day)]

    def swap(number: int, giver: str, to: str, *states: tuple[SwapState, str]) -> Swap:
        """A swap of that turn, after these steps."""
        made = Swap(
            id=f"s{number}", rota="care", giver=giver, to=to, start=now + number * day, end=now + (number + 1) * day
        )
        for state, by in states:
            made = made.then(state, by=by, at=now)
        return replace(made, taker=to) if made.is_taken else made

    asked, taken = SwapState.ASKED, SwapState.TAKEN
    swaps = (
        swap(0, "dana", "", (asked, "dana")),
        swap(1, "ana", "ben", (asked, "ana")),
        swap(2, "dana", "ana", (asked, "dana")),
        swap(3, "ana", "dana", (asked, "ana"), (taken, "dana")),
        swap(4, "dana", "ben", (taken, "eli")),
        swap(5, "ana", "ben", (asked, "ana"), (SwapState.DECLINED, "ben")),
        swap(6, "dana", "ben", (asked, "dana"), (SwapState.WITHDRAWN, "dana")),
    )
    away = Absence(person=reader.id, start=now, end=now + 2 * day, by=reader.id, at=now)
    standing = Standing(swaps=swaps if coming else (), absences=(away,) if gone else ())
    address = f"{town.LINK.partition('/a/')[0]}/calendar/{reader.id}/AbCdEf" if gone else ""
    return shifts_shown(reader, coming, standing, voice_of(reader, rules, now), calendar=address)


def addresses() -> dict[str, Address]:
    """Each proof there is of an address, by a phone or mailbox of the town."""
    phone, mailbox = address_id("+12025550101"), address_id("dana@wayfare.example")
    return {
        phone: Address(id=phone, proof=Proof.OPENED, proven_at=town.NOW - timedelta(days=3)),
        mailbox: Address(id=mailbox, stopped_at=town.NOW),
    }


def _board(alerts: tuple[Alert, ...], rules: Policies, person: Person, at: datetime, *, did: str = "") -> str:
    glances = [glance(alert) for alert in alerts]
    page = BoardPage(
        seen=tuple(Seen(alert=alert, heard=heard(Outcome.TRIGGERED)) for alert in alerts),
        matching=len(alerts),
        counts=counts(glances, person.id),
        open=len(alerts),
    )
    return str(board_page(page, Wanted(urgency="urgent" if alerts else ""), person, SESSION, rules, at, did=did).body)


def _alert(alert: Alert, rules: Policies, person: Person, at: datetime) -> str:
    """The page of an alert that was resolved a moment ago, with a message in each state."""
    sent = tuple(
        replace(owed(alert), status=status, reason="the address is full", sent_at=at) for status in NotificationStatus
    )
    reply = Reply(
        key="x:2",
        network=alert.excerpt.network,
        thread="1",
        to_author="900",
        handle="wayfare",
        person=None,
        url="https://x.com/wayfare/status/2",
        at=at,
        earns_credit=False,
    )
    detail = Detail(
        shown=Shown(alert=alert, timeline=everything()),
        heards=(heard(Outcome.TRIGGERED),),
        replies=(reply,),
        notifications=sent,
    )
    return str(alert_page(detail, person, SESSION, rules, at, did="note").body)


def heard(outcome: Outcome) -> Heard:
    """A mention that was heard now."""
    shown = town.excerpt()
    mention = Mention(
        source="x",
        network=shown.network,
        id="1",
        url=shown.url,
        text=shown.text,
        author=Author(id=shown.author_id, handle=shown.handle),
        posted_at=shown.posted_at,
        thread="1",
        engagement=Engagement(likes=12),
    )
    return Heard(
        mention=mention,
        outcome=outcome,
        reason="route 'complaints': it takes every mention",
        heard_at=town.NOW,
        policies_version="v1",
        alert_id="a1",
        classification=Classification(
            sentiment=Label(Sentiment.NEGATIVE, 0.9),
            intent=Label(Intent.COMPLAINT, 0.9),
            complaint=Label(True, 0.9),
            needs_answer=Label(True, 0.9),
            language=Label("en", 0.9),
            model="gallery@1",
        ),
    )
