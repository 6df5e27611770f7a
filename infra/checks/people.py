"""Looks at whether people can be reached: policies, secrets, topics, confirmed emails."""

from collections.abc import Iterator

from botocore.exceptions import ClientError

from chalicelib.adapters.signatures import SHORTEST_KEY
from chalicelib.domain.deployment import Deployment
from chalicelib.domain.rules.compiled import Policies
from chalicelib.pipeline.last_calls import is_last_resort_proven
from chalicelib.ports import Store
from infra import secrets
from infra.checks.finding import Finding, fault, good
from infra.proofs import note_confirmed
from infra.records import now
from infra.stage import Stage
from infra.topics import email_subscriptions, readers


def check_policies(policies: Policies | None, stage: Stage) -> Iterator[Finding]:
    """Policies are in force, and every department's can tell somebody."""
    if policies is None:
        yield fault("policies", f"none are in force: ./earshot push --stage {stage.name}")
        return
    silent = [
        name
        for name, department in policies.departments.items()
        if not policies.escalation[department.escalation].tiers
    ]
    if silent:
        yield fault("policies", f"they tell nobody for: {', '.join(silent)}")
    else:
        yield good("policies", f"version {policies.version}, {len(policies.departments)} departments")


def check_secrets(policies: Policies | None, stage: Stage) -> Iterator[Finding]:
    """The secrets are there; those of networks and of webhook sources only where a source needs them."""
    sources = policies.brand.sources if policies else ()
    kinds = {source.kind for source in sources}
    wanted = {*secrets.MADE_HERE, *(name for kind, (_, name) in secrets.OF_SOURCES.items() if kind in kinds)}
    wanted |= {source.token for source in sources if source.token}
    lacking = sorted(wanted - secrets.present(stage))
    for name in lacking:
        made = name in secrets.MADE_HERE
        advice = f"./earshot up --stage {stage.name}" if made else secrets.how_to_put(stage, name)
        yield fault("secret", f"{stage.secret(name)} is missing: {advice}")
    short = secrets.weak(stage)
    for name in short:
        yield fault("secret", f"{stage.secret(name)} is shorter than {SHORTEST_KEY} bytes, and so easily guessed")
    if not lacking and not short:
        yield good("secret", f"{', '.join(sorted(wanted))}")


def check_subscriptions(policies: Policies | None, deployment: Deployment, stage: Stage) -> Iterator[Finding]:
    """Everybody whom a department can email has confirmed it."""
    for department in policies.departments if policies else ():
        topic = deployment.topics.get(department)
        if topic is None:
            yield fault("topic", f"{department} has none: ./earshot finish --stage {stage.name}")
        elif policies:
            yield _confirmed(
                department, topic, {person.email for person in readers(policies, department) if person.email}
            )


def check_last_resort(policies: Policies | None, records: Store, deployment: Deployment) -> Iterator[Finding]:
    """Some contact of the duty manager is proven: an email confirmed, a link acted by, or an answer by SMS."""
    if policies is None:
        return
    note_confirmed(records, deployment, policies, at=now())
    manager = policies.duty_manager
    if is_last_resort_proven(records, policies):
        yield good("last resort", f"{manager} can be reached")
    else:
        yield fault(
            "last resort",
            f"no contact of {manager}, the duty manager, is proven: confirm the email, press a button behind a link, "
            "or answer an SMS",
        )


def _confirmed(department: str, topic: str, wanted: set[str]) -> Finding:
    try:
        confirmed = {subscription.address for subscription in email_subscriptions(topic) if subscription.arn}
    except ClientError as error:
        return fault("topic", f"{topic} cannot be read: {error}")
    waiting = sorted(wanted - confirmed)
    if waiting:
        return fault("email", f'{department}: not confirmed by {", ".join(waiting)} (docs/operating.md, "Confirming")')
    return good("email", f"{department}: {len(wanted)} confirmed")
