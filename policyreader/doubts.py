"""What is in order and still worth a look: people who are told of nothing, urgent alerts that ring no phone."""

from collections.abc import Iterator

from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel
from policyreader.reach import possible_people


def doubts(policies: Policies) -> Iterator[str]:
    """One line each, with its path. A push goes on all the same."""
    yield from _told_of_nothing(policies)
    yield from _only_an_inbox(policies)


def _told_of_nothing(policies: Policies) -> Iterator[str]:
    """Somebody who can be told, and whom nothing names, was forgotten or is spelled otherwise somewhere."""
    targets = [target for policy in policies.escalation.values() for tier in policy.tiers for target in tier.notify]
    named = {person.id for target in targets for person in possible_people(target, policies)}
    in_rotas = {member for rota in policies.rotas.values() for member in rota.members}
    for id, person in policies.people.items():
        is_named = id in named or id in in_rotas or id == policies.duty_manager or person.handles
        if (person.phone or person.email) and not is_named:
            yield f"people.people.{id}: is in no tier and no rota and has no handle, so nothing is ever sent to them"


def _only_an_inbox(policies: Policies) -> Iterator[str]:
    """An urgent alert should ring a phone before it gets to the duty manager."""
    for department in policies.departments.values():
        policy = policies.escalation[department.escalation]
        rings = any(
            Channel.SMS in target.channels and person.phone
            for tier in policy.tiers
            for target in tier.notify
            for person in possible_people(target, policies)
        )
        if not rings:
            yield f"escalation.{policy.id}: urgent alerts of {department.id} reach only an inbox"
