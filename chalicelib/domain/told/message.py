"""The words in which a person is told: one SMS that fits one part, or one email that reads well on a phone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from msgspec import Struct

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.notification import Notification
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.told.gsm import ONE_PART, fold, septets
from chalicelib.domain.told.readable import one_line, paragraphs, quoted, shorten, utf16
from chalicelib.domain.told.telling import News, department_name, news, who

Due = tuple[Alert, Notification]
"""One alert with what is owed about it to the person that the message goes to."""

SUBJECT = 99
"""SNS refuses subjects of 100 characters and more."""

NO_NUMBERS: Mapping[str, int] = MappingProxyType({})

QUOTE = 4_000
BUNDLED_QUOTE = 280
MOST_BUNDLED = 10
"""With the lengths of quotes, notes and addresses, this keeps any email below SNS's 256 KiB."""

SHORTEST_QUOTE = 24
"""Below this an excerpt says too little to be worth the room of the reasons."""


class Email(Struct, frozen=True, kw_only=True):
    """Plain text. `subject` is one line of 1 to 99 characters; `body` stays far below SNS's 256 KiB."""

    subject: str
    body: str


def sms(
    due: Sequence[Due], *, policies: Policies, link: str, at: datetime, numbers: Mapping[str, int] = NO_NUMBERS
) -> str:
    """One SMS about one alert or several, in the 7-bit alphabet and one part wherever `link` leaves the room.

    What the post said is shortened first, the link never. `due` holds at least one alert; an alert that is
    owed several messages is told once, in the words of the newest. `numbers` are the alerts' short numbers on
    this phone, where it can answer.
    """
    told = news(due, policies=policies, at=at)
    first = told[0]
    link = f"{_answer(told, numbers)}{link}"
    if len(told) == 1:
        return _fit(f"{first.lead}{who(first.alert, brief=True)}", first, why=first.why, link=link)
    if first.alert.is_urgent:
        return _fit(f"{first.lead}{who(first.alert, brief=True)}", first, why=_and_more(told), link=link)
    return _fit(f"{_count(told)} Oldest: {who(first.alert, brief=True)}", first, why="", link=link)


def email(due: Sequence[Due], *, policies: Policies, link: str, at: datetime) -> Email:
    """One email about one alert or several, the newest urgent one first, with times in the receiver's own zone."""
    told = news(due, policies=policies, at=at)
    if len(told) == 1:
        return Email(subject=_subject(told[0]), body=_body(told[0], policies, link))
    return Email(subject=_bundle_subject(told, policies), body=_bundle(told, link))


def _fit(lead: str, first: News, *, why: str, link: str) -> str:
    """The richest of three forms that fits one part: with the reason, without it, without the excerpt."""
    start, quote = fold(lead), quoted(fold(one_line(first.alert.excerpt.text)))
    tails = (f" {fold(why)} {link}", f" {link}") if why else (f" {link}",)
    for tail in tails:
        room = ONE_PART - septets(f'{start}: ""{tail}')
        if room >= min(SHORTEST_QUOTE, septets(quote)):
            return f'{start}: "{shorten(quote, room, cost=septets)}"{tail}'
    return f"{shorten(start, ONE_PART - septets(link) - 1, cost=septets)} {link}".strip()


def _answer(told: Sequence[News], numbers: Mapping[str, int]) -> str:
    """What to answer with, in front of the link; nothing where answers are not received."""
    known = [numbers[each.alert.id] for each in told if each.alert.id in numbers]
    if not known:
        return ""
    return f"{known[0]} ack or " if len(told) == 1 else "all ack or "


def _subject(told: News) -> str:
    start = one_line(f"{told.lead}{who(told.alert, brief=True)}")
    room = SUBJECT - utf16(f'{start}: ""')
    if room < SHORTEST_QUOTE:
        return shorten(start, SUBJECT, cost=utf16)
    return f'{start}: "{shorten(quoted(told.alert.excerpt.text), room, cost=utf16)}"'


def _bundle_subject(told: Sequence[News], policies: Policies) -> str:
    """The brand, how much there is, and what leads: so that no two subjects are alike."""
    first = told[0]
    start = one_line(
        f"{shorten(policies.brand.name, 20)}: {_summary(told)}: {first.lead}{who(first.alert, brief=True)}"
    )
    room = SUBJECT - utf16(f'{start}: ""')
    if room < SHORTEST_QUOTE // 2:
        return shorten(start, SUBJECT, cost=utf16)
    return f'{start}: "{shorten(quoted(first.alert.excerpt.text), room, cost=utf16)}"'


def _body(told: News, policies: Policies, link: str) -> str:
    parts = (_said(told, QUOTE), told.task, _open(link), _why(told, policies), _suggested_reply(told, policies))
    return "\n\n".join(part for part in parts if part)


def _bundle(told: Sequence[News], link: str) -> str:
    shown = (
        f"{number}. {each.lead}{_said(each, BUNDLED_QUOTE)}\n\n{each.task}"
        for number, each in enumerate(told[:MOST_BUNDLED], start=1)
    )
    more = f"And {len(told) - MOST_BUNDLED} more on the page." if len(told) > MOST_BUNDLED else ""
    return "\n\n".join(part for part in (f"{_summary(told)}.", _open(link), *shown, more) if part)


def _said(told: News, room: int) -> str:
    lines = shorten(paragraphs(told.alert.excerpt.text), room).split("\n")
    quote = "\n".join(f"> {line}".rstrip() for line in lines)
    return f"{who(told.alert)} wrote:\n{quote}\n{told.where}"


def _open(link: str) -> str:
    return f"Acknowledge, hand over, or say that it needs no answer:\n{link}"


def _why(told: News, policies: Policies) -> str:
    alert = told.alert
    tiers = f", tier {told.tier} of {len(alert.policy.tiers)}" if told.tier else ""
    heading = f"Why you: {department_name(alert, policies)}{tiers}, {alert.urgency}."
    reason = shorten(one_line(alert.reason), 500)
    return f"{heading}\nBecause of {reason}" if reason else heading


def _suggested_reply(told: News, policies: Policies) -> str:
    if told.alert.crisis:
        return f"You may say at once:\n{shorten(paragraphs(told.alert.crisis.statement), 2_000)}"
    guideline = policies.guidelines.get(told.alert.department)
    if guideline is None or not guideline.replies:
        return ""
    return f"You could answer:\n{shorten(paragraphs(guideline.replies[0]), 2_000)}"


def _summary(told: Sequence[News]) -> str:
    """What waits, in numbers: "12 open, 3 new, 2 urgent"."""
    urgent = sum(each.alert.is_urgent for each in told)
    return f"{len(told)} open, {sum(each.is_new for each in told)} new" + (f", {urgent} urgent" if urgent else "")


def _and_more(told: Sequence[News]) -> str:
    """What else waits beside the newest urgent one."""
    urgent = sum(each.alert.is_urgent for each in told) - 1
    return f"and {len(told) - 1} more" + (f", {urgent} urgent" if urgent else "")


def _count(told: Sequence[News]) -> str:
    urgent = sum(each.alert.is_urgent for each in told)
    return f"{len(told)} alerts wait for you" + (f", {urgent} urgent." if urgent else ".")
