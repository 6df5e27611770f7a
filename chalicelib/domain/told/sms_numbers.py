"""Short numbers: which alert "1" means on a phone, and who there was told of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

MOST_NUMBERS = 999
"""Numbers that one phone uses at a time; with more alerts than that the one used longest ago is given up."""

KEPT_FOR = timedelta(hours=24)
"""A number that somebody may still have on their screen is not given to another alert."""


class Numbers(Struct, frozen=True, kw_only=True):
    """The short numbers of one phone, and which alert each stands for; `version` 0 is new.

    `used` is when each was last sent, `told` whom each was sent to: two people may share a phone. `asked` is when
    somebody was asked whether they are sure to end it.
    """

    contact: str
    alerts: dict[int, str] = {}
    version: int = 0
    used: dict[int, datetime] = {}
    told: dict[int, tuple[str, ...]] = {}
    asked: dict[int, datetime] = {}


def numbered(
    numbers: Numbers, alert: str, *, person: str, at: datetime, ended: Callable[[str], bool]
) -> tuple[Numbers, int]:
    """The number of `alert` on this phone: the one that it has, or the lowest that is free; `person` is told it.

    A number is free again once its alert has ended and it was not used for a day.
    """
    known = next((number for number, other in numbers.alerts.items() if other == alert), None)
    number = _free(numbers, at, ended) if known is None else known
    told = () if known is None else numbers.told.get(number, ())
    given = replace(
        numbers,
        alerts={**numbers.alerts, number: alert},
        used={**numbers.used, number: at},
        told={**numbers.told, number: tuple(dict.fromkeys((*told, person)))},
        asked={asked: when for asked, when in numbers.asked.items() if asked != number},
    )
    return given, number


def asked_of(numbers: Numbers, number: int, *, at: datetime) -> Numbers:
    """The numbers, with a question about one of them that waits for its answer."""
    return replace(numbers, asked={**numbers.asked, number: at})


def _free(numbers: Numbers, at: datetime, ended: Callable[[str], bool]) -> int:
    """Numbers that an older version gave do not say when: those count as just used."""
    for number in range(1, MOST_NUMBERS + 1):
        alert = numbers.alerts.get(number)
        if alert is None or (numbers.used.get(number, at) + KEPT_FOR <= at and ended(alert)):
            return number
    return min(numbers.alerts, key=lambda number: (numbers.used.get(number, at), number))
