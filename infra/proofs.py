"""Which email addresses proved to arrive: SNS knows who confirmed, and the table remembers it."""

from datetime import datetime

from chalicelib.domain.deployment import Deployment
from chalicelib.domain.people.address import Proof, address_id
from chalicelib.domain.rules.compiled import Policies
from chalicelib.ports import AddressStore
from infra.topics import email_subscriptions


def note_confirmed(records: AddressStore, deployment: Deployment, policies: Policies, *, at: datetime) -> None:
    """Remember the duty manager's email as proven where one of its subscriptions is confirmed."""
    email = (policies.people[policies.duty_manager].email or "").casefold()
    if not email or records.address(address_id(email)).is_proven:
        return
    subscriptions = (each for topic in deployment.topics.values() for each in email_subscriptions(topic))
    if any(each.arn and each.address.casefold() == email for each in subscriptions):
        records.prove(address_id(email), Proof.CONFIRMED, at=at)
