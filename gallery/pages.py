"""Every page: an alert in each state, problems on top of it, and the pages of errors."""

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.asked import Acknowledge, Act, Resolve, Snooze, carry_out
from chalicelib.domain.alert.event import AnyEvent
from chalicelib.domain.errors import EarshotError, LinkExpiredError, NotFoundError, UnavailableError
from chalicelib.domain.said import said
from chalicelib.pipeline.respond import Shown, View
from chalicelib.web.links.pages import link_page, renewed_page
from chalicelib.web.shelf.pages import problem_page
from gallery import desk, town
from gallery.events import everything

TAKEN = said("cannot {act} alert {alert}: {owner} already has it", act="acknowledge", alert="a1", owner="ben")


def pages(language: str) -> Iterator[tuple[str, str]]:
    """Every page in `language`, as HTML."""
    for name, alert in alerts():
        yield name, page(language, shown(alert))
    yield "several alerts", page(language, shown(town.alert()), shown(town.urgent()), shown(town.handed_over()))
    yield "one alert and more of mine", page(language, shown(town.alert()), also=(town.urgent(), *others()))
    yield "done a moment ago", page(language, shown(after(Resolve())), did="resolve", at="a1")
    yield "a new link was asked for", str(renewed_page(town.rules(language)).body)
    yield "everything that can happen", page(language, shown(town.alert(), *everything()))
    yield "a long story", page(language, shown(town.alert(), *everything(), *everything()))
    yield "a crisis", page(language, shown(town.crisis(), children=(town.urgent(), town.alert(town.RIGHT_TO_LEFT))))
    yield "could not be done", page(language, shown(town.alert()), problem=NotFoundError(TAKEN))
    yield "alerts that are gone", page(language)
    yield from desk.pages(language, (town.alert(), town.urgent(), town.crisis(), *others()))
    for name, error in problems():
        yield name, problem_page(error, language)


def alerts() -> Iterator[tuple[str, Alert]]:
    """An alert in each state, and with texts of each sort."""
    mine = after(Acknowledge())
    yield "nobody has it", town.alert()
    yield "nobody has it, urgent", town.urgent()
    yield "nobody has it, waits for opening hours", town.alert(timers={Timer.OPENING: town.NOW + timedelta(hours=19)})
    yield "nobody has it, watched", town.alert(timers={Timer.REPLY: town.NOW + town.QUARTER}, mentions=3)
    yield "nobody has it, everybody was told", town.alert(timers={})
    yield "a crisis stands for it", town.alert(inhibited_by="a4")
    yield "you have it", mine
    yield "you have it, snoozed", after(Snooze(until=town.NOW + timedelta(hours=19), reason="they sleep"))
    yield from waiting()
    yield "somebody else has it", after(Acknowledge(), by="ben")
    yield "handed over", town.handed_over()
    yield "resolved", after(Resolve())
    yield "with a ticket", town.alert(ticket="https://help.example/4711")
    yield "a long post", town.alert(town.LONG)
    yield "emoji and a link", town.alert(town.EMOJI)
    yield "from right to left", town.alert(town.RIGHT_TO_LEFT)


def waiting() -> Iterator[tuple[str, Alert]]:
    """An alert that waits for the customer, or for its owner's word."""
    yield "you have it, waiting for the customer", town.waiting()
    yield "you are asked how it ended", town.waiting(timers={Timer.QUESTION: town.NOW + town.QUARTER})
    yield "somebody else waits for the customer", town.waiting(owner="ben")
    yield "somebody else is asked how it ended", town.waiting(owner="ben", timers={Timer.QUESTION: town.NOW})


def problems() -> Iterator[tuple[str, EarshotError]]:
    """The errors that have a page of their own."""
    yield (
        "an expired link",
        LinkExpiredError(said("this link has expired: ask for a new one, which comes to whom this one was sent")),
    )
    ended = EarshotError(said("you are not signed in: open a link that we sent you, and go to the desk from there"))
    ended.kept = ("I called them.",)
    yield "a session that ended in the middle of a form", ended
    yield "a link to nowhere", NotFoundError(said("this link leads nowhere: was all of it copied?"))
    yield "an address of nothing", NotFoundError(said("there is nothing at this address"))
    busy = said("{service} cannot answer now: {code}", service="DynamoDB", code="ThrottlingException")
    yield "a service that is down", UnavailableError(busy)
    yield (
        "anything else",
        EarshotError(said("a body may be {most} bytes long, this one is {length}", most=9, length=10)),
    )


def others() -> tuple[Alert, ...]:
    """An alert at each step, as lines tell them."""
    steps = {
        Timer.SNOOZE: after(Snooze(until=town.NOW + timedelta(hours=19), reason="they sleep")),
        Timer.CUSTOMER: town.waiting(),
        Timer.QUESTION: town.waiting(timers={Timer.QUESTION: town.NOW + town.QUARTER}),
        Timer.LOAN: after(Acknowledge()),
        Timer.ACCEPT: town.handed_over(),
        Timer.OPENING: town.alert(timers={Timer.OPENING: town.NOW + timedelta(hours=19)}),
        Timer.REPLY: town.alert(town.RIGHT_TO_LEFT, timers={Timer.REPLY: town.NOW + timedelta(days=3)}),
        Timer.TIER: town.alert(tier=2),
    }
    quiet = (town.alert(timers={}), town.alert(inhibited_by="a4", timers={}), after(Acknowledge(), by="ben"))
    return tuple(replace(alert, id=f"m{number}") for number, alert in enumerate((*steps.values(), *quiet)))


def page(
    language: str,
    *alerts: Shown,
    problem: EarshotError | None = None,
    also: tuple[Alert, ...] = (),
    did: str = "",
    at: str = "",
) -> str:
    rules = town.rules(language)
    view = View(
        person=rules.people[town.READER],
        shown=alerts,
        policies=rules,
        expires_at=town.NOW + timedelta(days=3),
        at=town.NOW,
        also=also,
    )
    return str(link_page(view, problem=problem, did=did, at=at).body)


def shown(alert: Alert, *timeline: AnyEvent, children: tuple[Alert, ...] = ()) -> Shown:
    return Shown(alert=alert, timeline=timeline, children=children)


def after(act: Act, *, by: str = town.READER) -> Alert:
    """The alert once somebody did this."""
    return carry_out(act, town.alert(), by=by, policies=town.rules("en"), at=town.NOW).alert
