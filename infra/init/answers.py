"""The eight questions that a first folder needs, and what is made of the answers."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from policyreader.calendars import parse_holidays, parse_hours, parse_zone
from policyreader.contacts import parse_email, parse_phone

FALLBACK = "customer-care"
DEPARTMENTS = (FALLBACK, "tech-support", "press", "executives", "sales", "business-development", "hr")
NETWORKS = ("x", "mastodon", "bluesky")


class Somebody(Struct, frozen=True, kw_only=True):
    """One who answers; without departments of their own for all of them."""

    id: str
    name: str
    email: str | None = None
    phone: str | None = None
    departments: tuple[str, ...] = ()


class Answers(Struct, frozen=True, kw_only=True):
    """What was answered, read."""

    brand: str
    accounts: dict[str, str]
    feeds: tuple[str, ...]
    departments: tuple[str, ...]
    people: tuple[Somebody, ...]
    hours: str
    country: tuple[str, str]
    last: str

    @property
    def is_alone(self) -> bool:
        """Whether one person is every department."""
        return len(self.people) == 1

    def of(self, department: str) -> tuple[Somebody, ...]:
        """Who answers for a department; nobody's is the last one's."""
        found = tuple(each for each in self.people if department in (each.departments or self.departments))
        return found or tuple(each for each in self.people if each.id == self.last)


class Question(Struct, frozen=True, kw_only=True):
    """What is asked, and how an answer is read: ValueError says what to type instead."""

    key: str
    words: str
    read: Callable[[Sequence[str]], object]
    separator: str = ","
    may_be_empty: bool = False


def _one(given: Sequence[str]) -> str:
    return ", ".join(given)


def _accounts(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for each in given:
        network, colon, handle = each.partition(":")
        if not colon or network.strip() not in NETWORKS:
            raise ValueError(f"type the network, a colon and the name, like x:{each.lstrip('@')}, got '{each}'")
        found[network.strip()] = handle.strip().removeprefix("@")
    return found


def _feeds(given: Sequence[str]) -> tuple[str, ...]:
    for each in given:
        if not re.match(r"https?://\S+$", each):
            raise ValueError(f"type a whole address, like https://example.com/feed.xml, got '{each}'")
    return tuple(given)


def _departments(given: Sequence[str]) -> tuple[str, ...]:
    """Those that were named, or all; what nobody else has needs customer care."""
    return tuple(each for each in DEPARTMENTS if not given or each in (FALLBACK, *_known(given)))


def _known(given: Sequence[str]) -> Sequence[str]:
    for each in given:
        if each not in DEPARTMENTS:
            raise ValueError(f"type some of {', '.join(DEPARTMENTS)}, got '{each}'")
    return given


def _people(given: Sequence[str]) -> tuple[Somebody, ...]:
    found: list[Somebody] = []
    for line in given:
        found.append(_somebody(line, {each.id for each in found}))
    return tuple(found)


def _somebody(line: str, taken: set[str]) -> Somebody:
    who, _, theirs = line.partition(":")
    name, *contacts = [part.strip() for part in who.split(",")]
    emails = [parse_email(each) for each in contacts if "@" in each]
    phones = [parse_phone(each) for each in contacts if "@" not in each]
    if not name or len(emails) > 1 or len(phones) > 1 or not contacts:
        raise ValueError(
            f"type a name, an email and a phone, like Ana Ruiz, ana@example.com, +1 212 555 0101, got '{line}'"
        )
    return Somebody(
        id=_id(name, taken),
        name=name,
        email=next(iter(emails), None),
        phone=next(iter(phones), None),
        departments=tuple(_known([each.strip() for each in theirs.split(",") if each.strip()])),
    )


def _id(name: str, taken: set[str]) -> str:
    """Small letters a to z of the first name, and a number where that is taken."""
    plain = unicodedata.normalize("NFKD", name.split()[0]).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]", "", plain) or "person"
    numbers = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in numbers if each not in taken)


def _hours(given: Sequence[str]) -> str:
    parse_hours(_one(given))
    return _one(given)


def _country(given: Sequence[str]) -> tuple[str, str]:
    country, _, zone = _one(given).partition(" ")
    if not zone:
        raise ValueError(f"type the country and the time zone, like DE Europe/Berlin, got '{_one(given)}'")
    return parse_holidays(country)[0], parse_zone(zone.strip())


QUESTIONS = (
    Question(key="brand", words="What is the brand called?", read=_one),
    Question(
        key="accounts",
        words="Which accounts are its own? Like x:wayfare, mastodon:wayfare@social.example; empty for none",
        read=_accounts,
        may_be_empty=True,
    ),
    Question(
        key="feeds",
        words="Which feeds shall be read (Google Alerts, blogs)? Their addresses; empty for none",
        read=_feeds,
        may_be_empty=True,
    ),
    Question(
        key="departments",
        words=f"Which departments answer? Some of {', '.join(DEPARTMENTS)}; empty for all",
        read=_departments,
        may_be_empty=True,
    ),
    Question(
        key="people",
        words=(
            "Who answers, and how are they reached? Like Ana Ruiz, ana@example.com, +1 212 555 0101: customer-care, "
            "press; without departments for all of them; the next person after a semicolon"
        ),
        read=_people,
        separator=";",
    ),
    Question(key="hours", words="When are the departments open? Like mon-fri 09:00-17:30, or always", read=_hours),
    Question(key="country", words="In which country and time zone? Like DE Europe/Berlin", read=_country),
    Question(
        key="last", words="Who is called last, at any hour, when nobody else answers? One of those people", read=_one
    ),
)


def answers_of(read: Mapping[str, object]) -> Answers:
    """All answers as one; ValueError where the last one called is none of the people."""
    found = Answers(**read)  # type: ignore[arg-type]  # each has been read by its own question
    asked = found.last.casefold()
    for each in found.people:
        if asked in (each.id, each.name.casefold(), each.name.split()[0].casefold()):
            return Answers(**(dict(read) | {"last": each.id}))  # type: ignore[arg-type]
    names = " or ".join(each.name for each in found.people)
    raise ValueError(f"last: nobody of the people is called '{found.last}': type {names}")
