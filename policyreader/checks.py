"""What only the whole shows: handles held twice, tiers that cannot ring, mentions that nobody would see."""

from collections.abc import Iterator
from datetime import UTC, datetime

from chalicelib.domain.heard.classification import UNDETERMINED, Classification, Intent, Label, Sentiment
from chalicelib.domain.heard.mention import Author, Mention, Network
from chalicelib.domain.judged.routing import decide
from chalicelib.domain.people.directory import CONTACTS, has_contact
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Person, Target
from chalicelib.domain.rules.routes import Action
from chalicelib.domain.rules.tiers import EscalationPolicy
from policyreader.examples import faults_of_examples
from policyreader.reach import possible_people, unreachable_hours

MAX_TOPIC = 200
"""SNS takes 200 filter policies a topic, and each person of a department has one."""

Fault = tuple[str, str]


def faults_of_the_whole(policies: Policies) -> Iterator[Fault]:
    """The path and the words of every fault that no single entry shows."""
    yield from _shared_handles(policies)
    yield from _dead_targets(policies)
    yield from _crowded_departments(policies)
    yield from _duty_manager(policies)
    yield from _unread_mentions(policies)
    yield from faults_of_examples(policies)
    for gap in unreachable_hours(policies):
        cure = f"add {policies.duty_manager}, who can be reached always, or widen those hours"
        yield f"escalation.{gap.escalation}.tiers[{gap.tier}]", f"{gap}: {cure}"


def _shared_handles(policies: Policies) -> Iterator[Fault]:
    """A handle is one person's, or the brand's."""
    owners = {
        (str(network), handle.casefold()): policies.brand.name
        for network, handles in policies.brand.handles.items()
        for handle in handles
    }
    for person in policies.people.values():
        for network, handle in person.handles.items():
            owner = owners.setdefault((network, handle.casefold()), person.id)
            if owner != person.id:
                yield f"people.people.{person.id}.handles.{network}", f"'{handle}' is {owner}'s handle"


def _dead_targets(policies: Policies) -> Iterator[Fault]:
    """Nobody is named by a tier who has no contact that the tier may use."""
    for policy in policies.escalation.values():
        for number, tier in enumerate(policy.tiers):
            for target in tier.notify:
                for person in possible_people(target, policies):
                    if not any(has_contact(person, channel) for channel in target.channels):
                        lacks = " and ".join(f"no {CONTACTS[channel]}" for channel in target.channels)
                        yield f"escalation.{policy.id}.tiers[{number}].notify", f"{person.id} has {lacks}"


def _crowded_departments(policies: Policies) -> Iterator[Fault]:
    for department in policies.departments.values():
        told = {id for policy in policies.escalations_of(department.id) for id in _people_of(policy, policies)}
        if len(told) > MAX_TOPIC:
            words = f"its policy tells {len(told)} people, and a department can email at most {MAX_TOPIC}"
            yield f"people.departments.{department.id}.escalation", words


def _people_of(policy: EscalationPolicy, policies: Policies) -> set[str]:
    targets: list[Target] = [target for tier in policy.tiers for target in tier.notify]
    return {person.id for target in targets for person in possible_people(target, policies)}


def _duty_manager(policies: Policies) -> Iterator[Fault]:
    """The last resort of every alert can be reached at any time."""
    manager: Person = policies.people[policies.duty_manager]
    if not any(has_contact(manager, channel) for channel in CONTACTS):
        yield "people.duty_manager", f"{manager.id} has no phone and no email"
    hours = manager.hours
    closed, holidays = hours.closures or hours.closings, hours.country or hours.places
    kept = {"hours": hours.periods, "closed": closed, "holidays": holidays}
    unfit = [name for name, value in kept.items() if value]
    if unfit:
        yield "people.duty_manager", f"{manager.id} must be reachable always, so without {' and '.join(unfit)}"


def _unread_mentions(policies: Policies) -> Iterator[Fault]:
    """What the classifier cannot read is seen by a person."""
    decision = decide(_a_mention(), _unread(), policies)
    if decision.action is Action.IGNORE:
        yield "routing.routes", f"a mention that cannot be read would be ignored ({decision.reason})"


def _a_mention() -> Mention:
    return Mention(
        source="any",
        network=Network.X,
        id="0",
        url="",
        text="",
        author=Author(id="0", handle="somebody", followers=0),
        posted_at=datetime(2024, 1, 1, tzinfo=UTC),
        thread="0",
    )


def _unread() -> Classification:
    return Classification(
        sentiment=Label(value=Sentiment.UNKNOWN, confidence=0.0),
        intent=Label(value=Intent.UNKNOWN, confidence=0.0),
        complaint=Label(value=False, confidence=0.0),
        needs_answer=Label(value=False, confidence=0.0),
        language=Label(value=UNDETERMINED, confidence=0.0),
        model="none@0",
    )
