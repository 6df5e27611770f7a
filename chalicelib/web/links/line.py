"""One alert as a line of a list: who wrote what, how it stands, and what happens next and in how long."""

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.people.directory import reachable_people
from chalicelib.domain.said import phrase
from chalicelib.domain.told.clock import ago, away
from chalicelib.domain.told.readable import one_line, shorten
from chalicelib.domain.told.telling import department_name, who
from chalicelib.web.links.timeline import Voice

QUOTE = 140
NAME = 60

STEPS = (
    (Timer.SNOOZE, phrase("snoozed, wakes up {away}")),
    (Timer.CUSTOMER, phrase("waiting for the customer, over {away}")),
    (Timer.QUESTION, phrase("asked how it ended in private, ends {away}")),
    (Timer.ACCEPT, phrase("goes back {away} unless accepted")),
    (Timer.OPENING, phrase("people are told {away}")),
    (Timer.REPLY, phrase("people are told {away} if nobody answers")),
    (Timer.TIER, phrase("the next in line is told {away}")),
    (Timer.LOAN, phrase("goes back {away}")),
    (Timer.LAST_CALL, phrase("everybody was told, and the last resort is called again {away}")),
)
"""What happens next, by the timer that runs; the first that does counts."""


class Line(Struct, frozen=True, kw_only=True):
    """An alert in one line. `name` tells it from others where a button is read out; `time` is when `next` happens."""

    alert: Alert
    author: str
    words: str
    name: str
    department: str
    age: str
    has_it: str
    next: str
    time: str
    is_mine: bool
    is_free: bool


def line(alert: Alert, voice: Voice, *, reader: str) -> Line:
    """The line of an alert for the person whose id is `reader`."""
    words = one_line(alert.excerpt.text)
    author = who(alert, voice.tongue, brief=True)
    step = _step(alert)
    return Line(
        alert=alert,
        author=author,
        words=shorten(words, QUOTE),
        name=f"{author}: {shorten(words, NAME)}",
        department=department_name(alert, voice.policies),
        age=ago(alert.excerpt.posted_at, at=voice.at, tongue=voice.tongue),
        has_it=has_it(alert, voice, reader=reader),
        next=_next(alert, voice),
        time=voice.time(alert.timers[step[0]]) if step else "",
        is_mine=alert.is_acknowledged and alert.owner == reader,
        is_free=alert.is_untaken and not (alert.handover and alert.handover.sender == reader),
    )


def has_it(alert: Alert, voice: Voice, *, reader: str) -> str:
    """Who has it, in a word or two."""
    say = voice.tongue.say
    if alert.is_resolved:
        return say("done")
    if alert.is_acknowledged:
        return say("you have it") if alert.owner == reader else say("{owner} has it", owner=voice.name(alert.owner))
    if alert.handover:
        return say("{sender} hands it over", sender=voice.name(alert.handover.sender))
    return say("nobody has it")


def _next(alert: Alert, voice: Voice) -> str:
    """What happens next if nobody does anything."""
    say = voice.tongue.say
    if alert.inhibited_by:
        return say("a crisis stands for it")
    step = _step(alert)
    if step is None:
        return ""
    timer, words = step
    soon = away(alert.timers[timer], at=voice.at, tongue=voice.tongue)
    names = _called_next(alert, voice) if timer is Timer.TIER else ""
    return say("{names} is told {away}", names=names, away=soon) if names else say(words, away=soon)


def _step(alert: Alert) -> tuple[Timer, str] | None:
    return next(((timer, words) for timer, words in STEPS if timer in alert.timers), None)


def _called_next(alert: Alert, voice: Voice) -> str:
    """Whom the next tier reaches when its turn comes, if there is one that the present walk still has."""
    tier = alert.policy.tiers[alert.tier] if alert.tier < len(alert.policy.tiers) else None
    if tier is None:
        return ""
    at = alert.timers[Timer.TIER]
    people = (person for target in tier.notify for person in reachable_people(target, voice.policies, at))
    return ", ".join(dict.fromkeys(person.name for person in people))
