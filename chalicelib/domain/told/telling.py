"""What there is to tell one person about one alert: who wrote it, why this person, what to do and by when."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.notification import Notification, NotificationKind
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.told.readable import local, many, one_line, shorten

NETWORKS = {
    Network.X: "X",
    Network.FEED: "a website",
    Network.MASTODON: "Mastodon",
    Network.BLUESKY: "Bluesky",
    Network.WEBHOOK: "another channel",
}
WITH_AT = frozenset({Network.X, Network.MASTODON, Network.BLUESKY})
FOLLOWED = 1_000
"""From this many followers on, an SMS says how many there are."""


LONGEST_URL = 2_000

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


def news(due: Iterable[tuple[Alert, Notification]], *, policies: Policies, at: datetime) -> tuple[News, ...]:
    """One entry per alert, in the words of its newest notification: the newest urgent one first, routine as it came.

    The first of each trouble stands before the rest, so that a storm buries no other trouble.
    """
    newest = {alert.id: (alert, owed) for alert, owed in sorted(due, key=lambda each: _says_most(each[1]))}
    urgent = sorted((each for each in newest.values() if each[0].is_urgent), key=_age, reverse=True)
    routine = sorted((each for each in newest.values() if not each[0].is_urgent), key=_age)
    firsts = {alert.group: alert.id for alert, _ in reversed(routine)}
    routine.sort(key=lambda each: firsts[each[0].group] != each[0].id)
    return tuple(_news(alert, owed, policies, at) for alert, owed in (*urgent, *routine))


def _age(each: tuple[Alert, Notification]) -> tuple[datetime, datetime, str]:
    alert, owed = each
    return (owed.owed_at if alert.is_urgent else alert.opened_at), alert.opened_at, alert.id


def _says_most(owed: Notification) -> tuple[datetime, bool]:
    """Sorts what says more of one alert last: a call that began together with a notice adds nothing to it."""
    return owed.owed_at, owed.kind is not NotificationKind.CALL


def who(alert: Alert, *, brief: bool = False) -> str:
    """The author: "@kofi (12k followers)"; in brief only where there are many."""
    excerpt = alert.excerpt
    name = shorten(one_line(excerpt.handle).lstrip("@"), 30)
    handle = f"@{name}" if name and excerpt.network in WITH_AT else name or "somebody"
    followers = excerpt.followers
    if followers is None or (brief and followers < FOLLOWED):
        return handle
    return f"{handle} ({many(followers)} followers)"


def safe_url(url: str) -> str:
    """The address if it is one that a browser opens as a page, else nothing."""
    clean = one_line(url)
    is_page = clean.lower().startswith(("https://", "http://")) and " " not in clean
    return clean if is_page and len(clean.encode()) <= LONGEST_URL else ""


def department_name(alert: Alert, policies: Policies) -> str:
    """The name that people know the department by."""
    department = policies.departments.get(alert.department)
    return one_line(department.name) if department else alert.department


def _news(alert: Alert, owed: Notification, policies: Policies, at: datetime) -> News:
    person = policies.people.get(owed.contact.person)
    zone = person.hours.zone if person else "UTC"
    tier = f", tier {owed.tier}" if owed.tier else ""
    return News(
        alert=alert,
        tier=owed.tier,
        lead=_lead(alert, owed.kind, at),
        is_new=owed.kind is NotificationKind.CALL and not alert.repeats,
        why=f"{shorten(department_name(alert, policies), 24)}{tier}",
        where=_where(alert, zone, at),
        task=_task(alert, owed.kind, zone, at),
    )


def _lead(alert: Alert, kind: NotificationKind, at: datetime) -> str:
    """What is new about it, before everything else."""
    weight = "CRISIS " if alert.crisis else "URGENT " if alert.is_urgent else ""
    if kind is NotificationKind.CALL and alert.handover:
        return f"{weight}From {shorten(one_line(alert.handover.sender), 20)}: "
    return weight + (_repeat(alert, at) if kind is NotificationKind.CALL else _LEADS[kind])


def _repeat(alert: Alert, at: datetime) -> str:
    """Which call it is, and for how long somebody waits; nothing for the first."""
    if not alert.repeats:
        return ""
    minutes = max(0, int((at - alert.since).total_seconds() // 60))
    waiting = f"{minutes} min" if minutes < LONG_WAIT else f"{minutes // 60} h"
    return f"{_ORDINALS.get(alert.repeats, f'{alert.repeats + 1}th')} call, waiting {waiting}: "


def _where(alert: Alert, zone: str, at: datetime) -> str:
    excerpt = alert.excerpt
    posted = f"on {NETWORKS[excerpt.network]}, {local(excerpt.posted_at, zone, at=at)}"
    return "\n".join(part for part in (posted, safe_url(excerpt.url)) if part)


def _task(alert: Alert, kind: NotificationKind, zone: str, at: datetime) -> str:
    """What to do by when, in one sentence or two."""

    def by(timer: Timer) -> str:
        when = alert.timers.get(timer)
        return f" by {local(when, zone, at=at)}" if when else " soon"

    if kind is NotificationKind.CALL and alert.handover:
        sender, note = alert.handover.sender, one_line(alert.handover.note)
        said = f' and says: "{shorten(note, 500)}".' if note else "."
        return f"{sender} hands this over to you{said} Accept it{by(Timer.ACCEPT)}, or it goes back."
    return {
        NotificationKind.CALL: f"Acknowledge{by(Timer.TIER)}, or the next in line is told.",
        NotificationKind.REMINDER: f"You have this. Answer in public or resolve it{by(Timer.LOAN)}, or it goes back.",
        NotificationKind.LOAN_ENDED: "You had this and nobody saw an answer in time: it is calling people again.",
        NotificationKind.BOUNCED: "What you handed over came back to you. Answer it, or hand it to somebody else.",
        NotificationKind.LAST_CALL: "Everybody was told and nobody acknowledged. After you, nobody else is told.",
    }[kind]


_ORDINALS = {1: "Second", 2: "Third"}

_LEADS = {
    NotificationKind.REMINDER: "Your time ends soon: ",
    NotificationKind.LOAN_ENDED: "Your time is over: ",
    NotificationKind.BOUNCED: "Came back to you: ",
    NotificationKind.LAST_CALL: "NOBODY ANSWERED: ",
}
