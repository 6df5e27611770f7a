"""The filters of the board as links, each with how many open alerts it would show."""

from collections.abc import Mapping

from msgspec import Struct

from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.said import phrase
from chalicelib.domain.told.telling import NETWORKS
from chalicelib.domain.told.tongue import Tongue
from chalicelib.pipeline.board import BoardPage, Wanted
from chalicelib.web.desk.wanted import as_query, with_filter

NAMES: Mapping[str, Mapping[str, str]] = {
    "who": {"mine": phrase("mine"), "nobodys": phrase("nobody’s")},
    "urgency": {"urgent": phrase("urgent"), "routine": phrase("routine")},
    "status": {
        "triggered": phrase("people are called"),
        "watching": phrase("watched"),
        "acknowledged": phrase("somebody has it"),
        "exhausted": phrase("everybody was told"),
        "held": phrase("waits for opening hours"),
        "snoozed": phrase("snoozed"),
        "waiting": phrase("waiting for the customer"),
        "behind": phrase("behind a crisis"),
        "crisis": phrase("crisis"),
    },
    "source": {network.value: name for network, name in NETWORKS.items()},
}

HEADINGS = {
    "who": phrase("Whose"),
    "urgency": phrase("Urgency"),
    "status": phrase("State"),
    "department": phrase("Department"),
    "source": phrase("Source"),
    "theme": phrase("Theme"),
}

SORTS = {"": phrase("by need"), "newest": phrase("newest first"), "oldest": phrase("oldest first")}


class Choice(Struct, frozen=True, kw_only=True):
    """One link of a filter. `query` shows it, or all again where it is set."""

    label: str
    query: str
    count: int | None
    is_set: bool


class Filter(Struct, frozen=True, kw_only=True):
    """One filter with its choices."""

    heading: str
    choices: tuple[Choice, ...]


def filters(page: BoardPage, wanted: Wanted, policies: Policies, tongue: Tongue) -> tuple[Filter, ...]:
    """Every filter that has something to choose from, and the orders."""
    found = [
        Filter(heading=tongue.say(heading), choices=_choices(name, page, wanted, policies, tongue))
        for name, heading in HEADINGS.items()
    ]
    return (*(each for each in found if each.choices), _orders(wanted, tongue))


def _choices(name: str, page: BoardPage, wanted: Wanted, policies: Policies, tongue: Tongue) -> tuple[Choice, ...]:
    names = {value: tongue.say(words) for value, words in NAMES.get(name, {}).items()}
    if name == "department":
        names = {id: department.name for id, department in policies.departments.items()}
    counts = page.counts[name]
    there = [*(value for value in names if counts.get(value)), *sorted(set(counts) - set(names))]
    kept = dict.fromkeys([*there, *filter(None, [getattr(wanted, name)])])
    return tuple(
        Choice(
            label=names.get(value, value),
            query=as_query(with_filter(wanted, name, value)),
            count=counts.get(value, 0),
            is_set=getattr(wanted, name) == value,
        )
        for value in kept
    )


def _orders(wanted: Wanted, tongue: Tongue) -> Filter:
    return Filter(
        heading=tongue.say("Order"),
        choices=tuple(
            Choice(
                label=tongue.say(words),
                query=as_query(with_filter(wanted, "sort", value) if value != wanted.sort else wanted),
                count=None,
                is_set=wanted.sort == value,
            )
            for value, words in SORTS.items()
        ),
    )
