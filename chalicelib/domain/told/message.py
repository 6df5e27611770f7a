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
from chalicelib.domain.told.tongue import ENGLISH, Tongue

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
    due: Sequence[Due],
    *,
    policies: Policies,
    link: str,
    at: datetime,
    numbers: Mapping[str, int] = NO_NUMBERS,
    tongue: Tongue = ENGLISH,
) -> str:
    """One SMS about one alert or several, in the 7-bit alphabet and one part wherever `link` leaves the room.

    What the post said is shortened first, the link never. `due` holds at least one alert; an alert that is
    owed several messages is told once, in the words of the newest. `numbers` are the alerts' short numbers on
    this phone, where it can answer.
    """
    told = news(due, policies=policies, at=at, tongue=tongue)
    first = told[0]
    author = who(first.alert, tongue, brief=True)
    link = _answer(told, numbers, link, tongue)
    if len(told) == 1:
        why = f"{first.why}." if first.alert.id in numbers else first.why  # "tier 1. 1 ack or": two numbers stand apart
        return _fit(f"{first.lead}{author}", first, why=why, link=link)
    if first.alert.is_urgent:
        return _fit(f"{first.lead}{author}", first, why=_and_more(told, tongue), link=link)
    lead = tongue.say("{alerts} Oldest: {author}", alerts=_count(told, tongue), author=author)
    return _fit(lead, first, why="", link=link)


def email(due: Sequence[Due], *, policies: Policies, link: str, at: datetime, tongue: Tongue = ENGLISH) -> Email:
    """One email about one alert or several, the newest urgent one first, with times in the receiver's own zone."""
    told = news(due, policies=policies, at=at, tongue=tongue)
    if len(told) == 1:
        return Email(subject=_subject(told[0], tongue), body=_body(told[0], policies, link, tongue))
    return Email(subject=_bundle_subject(told, policies, tongue), body=_bundle(told, link, tongue))


def _fit(lead: str, first: News, *, why: str, link: str) -> str:
    """The richest of three forms that fits one part: with the reason, without it, without the excerpt."""
    start, quote = fold(lead), quoted(fold(one_line(first.alert.excerpt.text)))
    tails = (f" {fold(why)} {link}", f" {link}") if why else (f" {link}",)
    for tail in tails:
        room = ONE_PART - septets(f'{start}: ""{tail}')
        if room >= min(SHORTEST_QUOTE, septets(quote)):
            return f'{start}: "{shorten(quote, room, cost=septets)}"{tail}'
    return f"{shorten(start, ONE_PART - septets(link) - 1, cost=septets)} {link}".strip()


def _answer(told: Sequence[News], numbers: Mapping[str, int], link: str, tongue: Tongue) -> str:
    """The link, with what to answer in front of it where answers are received."""
    known = [numbers[each.alert.id] for each in told if each.alert.id in numbers]
    if not known:
        return link
    if len(told) == 1:
        return fold(tongue.say("{number} ack or {link}", number=known[0], link=link))
    return fold(tongue.say("all ack or {link}", link=link))


def _subject(told: News, tongue: Tongue) -> str:
    start = one_line(f"{told.lead}{who(told.alert, tongue, brief=True)}")
    room = SUBJECT - utf16(f'{start}: ""')
    if room < SHORTEST_QUOTE:
        return shorten(start, SUBJECT, cost=utf16)
    return f'{start}: "{shorten(quoted(told.alert.excerpt.text), room, cost=utf16)}"'


def _bundle_subject(told: Sequence[News], policies: Policies, tongue: Tongue) -> str:
    """The brand, how much there is, and what leads: so that no two subjects are alike."""
    first = told[0]
    brand, author = shorten(one_line(policies.brand.name), 20), who(first.alert, tongue, brief=True)
    start = one_line(f"{brand}: {_summary(told, tongue)}: {first.lead}{author}")
    room = SUBJECT - utf16(f'{start}: ""')
    if room < SHORTEST_QUOTE // 2:
        return shorten(start, SUBJECT, cost=utf16)
    return f'{start}: "{shorten(quoted(first.alert.excerpt.text), room, cost=utf16)}"'


def _body(told: News, policies: Policies, link: str, tongue: Tongue) -> str:
    parts = (
        _said(told, QUOTE, tongue),
        told.task,
        _open(link, tongue),
        _why(told, policies, tongue),
        _suggested_reply(told, policies, tongue),
    )
    return "\n\n".join(part for part in parts if part)


def _bundle(told: Sequence[News], link: str, tongue: Tongue) -> str:
    shown = (
        f"{number}. {each.lead}{_said(each, BUNDLED_QUOTE, tongue)}\n\n{each.task}"
        for number, each in enumerate(told[:MOST_BUNDLED], start=1)
    )
    left = len(told) - MOST_BUNDLED
    more = tongue.count("And {number} more on the page.", "And {number} more on the page.", left) if left > 0 else ""
    return "\n\n".join(part for part in (f"{_summary(told, tongue)}.", _open(link, tongue), *shown, more) if part)


def _said(told: News, room: int, tongue: Tongue) -> str:
    lines = shorten(paragraphs(told.alert.excerpt.text), room).split("\n")
    quote = "\n".join(f"> {line}".rstrip() for line in lines)
    return f"{tongue.say('{author} wrote:', author=who(told.alert, tongue))}\n{quote}\n{told.where}"


def _open(link: str, tongue: Tongue) -> str:
    return f"{tongue.say('Acknowledge, hand over, or say that it needs no answer:')}\n{link}"


def _why(told: News, policies: Policies, tongue: Tongue) -> str:
    alert = told.alert
    facts = {"department": department_name(alert, policies), "urgency": tongue.again(alert.urgency)}
    if told.tier:
        told_tier = {"tier": told.tier, "tiers": len(alert.policy.tiers)}
        heading = tongue.say("Why you: {department}, tier {tier} of {tiers}, {urgency}.", **facts, **told_tier)
    else:
        heading = tongue.say("Why you: {department}, {urgency}.", **facts)
    reason = shorten(one_line(tongue.again(alert.reason)), 500)
    return f"{heading}\n{tongue.say('Because of {reason}', reason=reason)}" if reason else heading


def _suggested_reply(told: News, policies: Policies, tongue: Tongue) -> str:
    if told.alert.crisis:
        statement = shorten(paragraphs(told.alert.crisis.statement), 2_000)
        return f"{tongue.say('You may say at once:')}\n{statement}"
    guideline = policies.guidelines.get(told.alert.department)
    if guideline is None or not guideline.replies:
        return ""
    return f"{tongue.say('You could answer:')}\n{shorten(paragraphs(guideline.replies[0]), 2_000)}"


def _summary(told: Sequence[News], tongue: Tongue) -> str:
    """What waits, in numbers: "12 open, 3 new, 2 urgent"."""
    urgent, new = sum(each.alert.is_urgent for each in told), sum(each.is_new for each in told)
    if urgent:
        return tongue.say("{open} open, {new} new, {urgent} urgent", open=len(told), new=new, urgent=urgent)
    return tongue.say("{open} open, {new} new", open=len(told), new=new)


def _and_more(told: Sequence[News], tongue: Tongue) -> str:
    """What else waits beside the newest urgent one."""
    urgent = sum(each.alert.is_urgent for each in told) - 1
    if urgent:
        return tongue.say("and {number} more, {urgent} urgent", number=len(told) - 1, urgent=urgent)
    return tongue.say("and {number} more", number=len(told) - 1)


def _count(told: Sequence[News], tongue: Tongue) -> str:
    urgent = sum(each.alert.is_urgent for each in told)
    if urgent:
        return tongue.count(
            "{number} alert waits for you, {urgent} urgent.",
            "{number} alerts wait for you, {urgent} urgent.",
            len(told),
            urgent=urgent,
        )
    return tongue.count("{number} alert waits for you.", "{number} alerts wait for you.", len(told))
