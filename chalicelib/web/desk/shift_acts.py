"""What a form about shifts asks for, carried out: each act by its name, as far as the role of who posts it goes."""

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from chalicelib.bootstrap import deps
from chalicelib.domain.errors import BadRequestError, NotFoundError
from chalicelib.domain.rules.person import Person, Role
from chalicelib.domain.said import phrase, said
from chalicelib.web.desk.doors import require
from chalicelib.web.desk.wanted import instant
from chalicelib.web.shelf.bodies import plain_id

Fields = Mapping[str, list[str]]

SHIFTS_DONE = {
    "give": phrase("It was offered. It stays yours until somebody takes it."),
    "take": phrase("The shift is yours."),
    "decline": phrase("You said no. The shift stays where it is."),
    "withdraw": phrase("The offer was taken back: the shift is yours."),
    "put-in": phrase("They have the shift."),
    "away": phrase("Nobody is told anything while they are away."),
    "back": phrase("The absence is over."),
    "calendar": phrase("The address is new: no other opens your shifts."),
    "end-calendar": phrase("The address opens nothing any more."),
}
"""A word of what was done, by act."""


def act_on_shifts(person: Person, fields: Fields) -> str:
    """Do it and return its name; raise an EarshotError that says why not."""
    action = _field(fields, "action")
    if action not in ACTS:
        raise NotFoundError(said("there is no such act"))
    ACTS[action](person, fields)
    return action


def _give(person: Person, fields: Fields) -> None:
    rota, end = _shift(fields)
    deps().shifts.give(rota, end, _field(fields, "to"), by=person.id)


def _put_in(person: Person, fields: Fields) -> None:
    require(person, Role.OPERATOR)
    rota, end = _shift(fields)
    deps().shifts.put_in(rota, end, _field(fields, "to"), by=person.id)


def _take(person: Person, fields: Fields) -> None:
    deps().shifts.take(plain_id(_field(fields, "swap")), by=person.id)


def _decline(person: Person, fields: Fields) -> None:
    deps().shifts.decline(plain_id(_field(fields, "swap")), by=person.id)


def _withdraw(person: Person, fields: Fields) -> None:
    is_operator = person.role is Role.OPERATOR
    deps().shifts.withdraw(plain_id(_field(fields, "swap")), by=person.id, is_operator=is_operator)


def _away(person: Person, fields: Fields) -> None:
    who, start = _about(person, fields), _wall_time(fields, "start", person)
    end = _wall_time(fields, "end", person)
    if end is None:
        raise BadRequestError(said("say until when"))
    deps().shifts.away(who, start or deps().clock(), end, by=person.id)


def _back(person: Person, fields: Fields) -> None:
    deps().shifts.back(_about(person, fields), by=person.id)


def _calendar(person: Person, _fields: Fields) -> None:
    """A new address; the one before ends."""
    deps().store.keep_calendar(person.id, secrets.token_urlsafe(16))


def _end_calendar(person: Person, _fields: Fields) -> None:
    deps().store.keep_calendar(person.id, "")


ACTS: Mapping[str, Callable[[Person, Fields], None]] = {
    "give": _give,
    "put-in": _put_in,
    "take": _take,
    "decline": _decline,
    "withdraw": _withdraw,
    "away": _away,
    "back": _back,
    "calendar": _calendar,
    "end-calendar": _end_calendar,
}


def _about(person: Person, fields: Fields) -> str:
    """Whose absence it is: one's own; only an operator speaks for others."""
    who = _field(fields, "person") or person.id
    if who != person.id:
        require(person, Role.OPERATOR)
    if who not in deps().respond.policies().people:
        raise NotFoundError(said("nobody is called that"))
    return who


def _shift(fields: Fields) -> tuple[str, datetime]:
    """Which shift it is: its rota and its end."""
    rota, _, text = _field(fields, "shift").partition("~")
    end = instant(text)
    if end is None:
        raise BadRequestError(said("choose a shift"))
    return rota, end


def _wall_time(fields: Fields, name: str, person: Person) -> datetime | None:
    """A time on the clock of who posts it; None where the field is empty."""
    text = _field(fields, name)
    if not text:
        return None
    try:
        wall = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(person.hours.zone))
        return wall.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadRequestError(said("this is no time")) from error


def _field(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[0].strip()
