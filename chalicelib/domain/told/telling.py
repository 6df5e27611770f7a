"""What there is to tell one person about one alert: who wrote it, why this person, what to do and by when."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.handover import Handover
from chalicelib.domain.alert.notification import Notification, NotificationKind
from chalicelib.domain.alert.ticket import ticket_address
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import phrase
from chalicelib.domain.told.readable import local, many, one_line, shorten
from chalicelib.domain.told.tongue import ENGLISH, Tongue

NETWORKS = {
    Network.X: phrase("X"),
    Network.FEED: phrase("a website"),
    Network.MASTODON: phrase("Mastodon"),
    Network.BLUESKY: phrase("Bluesky"),
    Network.WEBHOOK: phrase("another channel"),
}
WITH_AT = frozenset({Network.X, Network.MASTODON, Network.BLUESKY})
FOLLOWED = 1_000
"""From this many followers on, an SMS says how many there are."""


LONGEST_URL = 2_000

TICKET = 20
"""Characters of a ticket that an SMS has room for; an address is longer."""

LONG_WAIT = 180
"""Minutes from which on a wait is told in hours."""


class News(Struct, frozen=True, kw_only=True):
    """One alert, told to one person. `lead` opens a line and is empty or ends with a space; `where` may be empty.

    `is_new` is False for what was told before: a repeat, a reminder, what came back.
    """

    alert: Alert
    tier: int
    lead: str
    why: str
    where: str
    task: str
    is_new: bool


def news(
    due: Iterable[tuple[Alert, Notification]], *, policies: Policies, at: datetime, tongue: Tongue = ENGLISH
) -> tuple[News, ...]:
    """One entry per alert, in the words of its newest notification: the newest urgent one first, routine as it came.

    The first of each trouble stands before the rest, so that a storm buries no other trouble.
    """
    newest = {alert.id: (alert, owed) for alert, owed in sorted(due, key=lambda each: _says_most(each[1]))}
    urgent = sorted((each for each in newest.values() if each[0].is_urgent), key=_age, reverse=True)
    routine = sorted((each for each in newest.values() if not each[0].is_urgent), key=_age)
    firsts = {alert.group: alert.id for alert, _ in reversed(routine)}
    routine.sort(key=lambda each: firsts[each[0].group] != each[0].id)
    return tuple(_news(alert, owed, policies, at, tongue) for alert, owed in (*urgent, *routine))


def _age(each: tuple[Alert, Notification]) -> tuple[datetime, datetime, str]:
    alert, owed = each
    return (owed.owed_at if alert.is_urgent else alert.opened_at), alert.opened_at, alert.id


def _says_most(owed: Notification) -> tuple[datetime, bool]:
    """Sorts what says more of one alert last: a call that began together with a notice adds nothing to it."""
    return owed.owed_at, owed.kind is not NotificationKind.CALL


def who(alert: Alert, tongue: Tongue = ENGLISH, *, brief: bool = False) -> str:
    """The author: "@kofi (12k followers)"; in brief only where there are many."""
    excerpt = alert.excerpt
    name = shorten(one_line(excerpt.handle).lstrip("@"), 30)
    handle = f"@{name}" if name and excerpt.network in WITH_AT else name or tongue.say("somebody")
    followers = excerpt.followers
    if followers is None or (brief and followers < FOLLOWED):
        return handle
    return tongue.count(
        "{handle} ({followers} followers)",
        "{handle} ({followers} followers)",
        followers,
        handle=handle,
        followers=many(followers, tongue),
    )


def safe_url(url: str) -> str:
    """The address if it is one that a browser opens as a page, else nothing."""
    clean = one_line(url)
    is_page = clean.lower().startswith(("https://", "http://")) and " " not in clean
    return clean if is_page and len(clean.encode()) <= LONGEST_URL else ""


def department_name(alert: Alert, policies: Policies) -> str:
    """The name that people know the department by."""
    department = policies.departments.get(alert.department)
    return one_line(department.name) if department else alert.department


def _news(alert: Alert, owed: Notification, policies: Policies, at: datetime, tongue: Tongue) -> News:
    person = policies.person(owed.contact.person)
    zone = person.hours.zone if person else "UTC"
    department = shorten(department_name(alert, policies), 24)
    clock = partial(local, zone=zone, at=at, tongue=tongue)
    return News(
        alert=alert,
        tier=owed.tier,
        lead=_lead(alert, owed, at, tongue),
        why=tongue.say("{department}, tier {tier}", department=department, tier=owed.tier) if owed.tier else department,
        where=_where(alert, clock, policies, tongue),
        task=_task(alert, owed.kind, clock, tongue),
        is_new=owed.kind is NotificationKind.CALL and not alert.repeats,
    )


def _lead(alert: Alert, owed: Notification, at: datetime, tongue: Tongue) -> str:
    """What is new about it, before everything else."""
    words, kind = [], owed.kind
    if alert.crisis or alert.is_urgent:
        words.append(tongue.say("CRISIS") if alert.crisis else tongue.say("URGENT"))
    if kind is NotificationKind.CALL and alert.handover:
        sender = shorten(one_line(alert.handover.sender), 20)
        form = (
            phrase("From {sender}, ticket {ticket}:") if 0 < len(alert.ticket) <= TICKET else phrase("From {sender}:")
        )
        words.append(tongue.say(form, sender=sender, ticket=alert.ticket))
    elif kind is NotificationKind.CALL and not owed.tier:
        words.append(tongue.say("The customer wrote again:"))
    elif kind is NotificationKind.CALL and alert.repeats:
        words.append(_repeat(alert, at, tongue))
    elif kind in _LEADS:
        words.append(tongue.say(_LEADS[kind]))
    return "".join(f"{word} " for word in words)


def _repeat(alert: Alert, at: datetime, tongue: Tongue) -> str:
    """Which call of the same people it is, and for how long somebody waits."""
    minutes = max(0, int((at - alert.since).total_seconds() // 60))
    if minutes < LONG_WAIT:
        waiting = tongue.say("waiting {minutes} min", minutes=minutes)
    else:
        waiting = tongue.say("waiting {hours} h", hours=minutes // 60)
    if alert.repeats in _REPEATS:
        return tongue.say(_REPEATS[alert.repeats], waiting=waiting)
    return tongue.say("Call number {number}, {waiting}:", number=alert.repeats + 1, waiting=waiting)


def _where(alert: Alert, clock: Callable[[datetime], str], policies: Policies, tongue: Tongue) -> str:
    excerpt = alert.excerpt
    network, time = tongue.say(NETWORKS[excerpt.network]), clock(excerpt.posted_at)
    posted = tongue.say("on {network}, {time}", network=network, time=time)
    return "\n".join(part for part in (posted, safe_url(excerpt.url), _ticket(alert, policies, tongue)) if part)


def _ticket(alert: Alert, policies: Policies, tongue: Tongue) -> str:
    address = ticket_address(alert.ticket, policies.brand.ticket_url)
    number = "" if alert.ticket == address else alert.ticket
    told = " ".join(part for part in (number, address) if part)
    return tongue.say("Ticket: {ticket}", ticket=told) if told else ""


def _task(alert: Alert, kind: NotificationKind, clock: Callable[[datetime], str], tongue: Tongue) -> str:
    """What to do by when, in one sentence or two."""
    if kind is NotificationKind.CALL and alert.handover:
        return _accept(alert.handover, alert.timers.get(Timer.ACCEPT), clock, tongue)
    timer, by, soon = _TASKS[kind]
    when = alert.timers.get(timer)
    return tongue.say(by, time=clock(when)) if when else tongue.say(soon)


def _accept(handover: Handover, until: datetime | None, clock: Callable[[datetime], str], tongue: Tongue) -> str:
    note = shorten(one_line(handover.note), 500)
    if note:
        given = tongue.say('{sender} hands this over to you and says: "{note}".', sender=handover.sender, note=note)
    else:
        given = tongue.say("{sender} hands this over to you.", sender=handover.sender)
    if until is None:
        return f"{given} {tongue.say('Accept it soon, or it goes back.')}"
    return f"{given} {tongue.say('Accept it by {time}, or it goes back.', time=clock(until))}"


_REPEATS = {
    1: phrase("Second call, {waiting}:"),
    2: phrase("Third call, {waiting}:"),
    3: phrase("Fourth call, {waiting}:"),
}

_LEADS = {
    NotificationKind.REMINDER: phrase("Your time ends soon:"),
    NotificationKind.LOAN_ENDED: phrase("Your time is over:"),
    NotificationKind.BOUNCED: phrase("Came back to you:"),
    NotificationKind.LAST_CALL: phrase("NOBODY ANSWERED:"),
    NotificationKind.NEW_LINK: phrase("Your new link:"),
    NotificationKind.HOW_IT_ENDED: phrase("How did it end?"),
    NotificationKind.REPLY_SEEN: phrase("Was it answered?"),
    NotificationKind.IN_CRISIS: phrase("In your crisis:"),
}

_OVER = phrase("You had this and nobody saw an answer in time: it is calling people again.")
_BACK = phrase("What you handed over came back to you. Answer it, or hand it to somebody else.")
_NEW = phrase("You asked for a new link. It opens this alert and everything else that is yours.")
_LAST = phrase("Everybody was told and nobody acknowledged. After you, nobody else is told.")
_ENDING = phrase(
    "The customer was asked to write in private, and wrote no more in public. Press how it ended: solved in private,"
    " still working on it, or never wrote."
)
_WHOSE = phrase(
    "One of us wrote in this thread, and nobody can tell to whom. If that was the answer, say that it is done."
)
_BESIDE = phrase("You have the crisis of this theme. The department is being called for this one.")

_TASKS = {
    NotificationKind.CALL: (
        Timer.TIER,
        phrase("Acknowledge by {time}, or the next in line is told."),
        phrase("Acknowledge soon, or the next in line is told."),
    ),
    NotificationKind.REMINDER: (
        Timer.LOAN,
        phrase("You have this. Answer in public or resolve it by {time}, or it goes back."),
        phrase("You have this. Answer in public or resolve it soon, or it goes back."),
    ),
    NotificationKind.LOAN_ENDED: (Timer.LOAN, _OVER, _OVER),
    NotificationKind.BOUNCED: (Timer.TIER, _BACK, _BACK),
    NotificationKind.LAST_CALL: (Timer.TIER, _LAST, _LAST),
    NotificationKind.NEW_LINK: (Timer.TIER, _NEW, _NEW),
    NotificationKind.HOW_IT_ENDED: (Timer.QUESTION, _ENDING, _ENDING),
    NotificationKind.REPLY_SEEN: (Timer.LOAN, _WHOSE, _WHOSE),
    NotificationKind.IN_CRISIS: (Timer.TIER, _BESIDE, _BESIDE),
}
"""Per kind of news, the timer that it names, and its sentence with and without that timer."""
