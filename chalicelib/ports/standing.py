"""What the pipeline needs of storage beside alerts: the rules, links, and what is known of addresses."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.domain.deployment import Deployment, PushedVersion
from chalicelib.domain.people.address import Address, Proof
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.told.link import Link


class PolicyStore(Protocol):
    """The pushed policies and what is deployed."""

    def policies(self) -> Policies:
        """The newest pushed version; raise PoliciesError if none was pushed."""
        ...

    def save_policies(self, policies: Policies, *, at: datetime) -> None: ...

    def versions(self) -> Sequence[PushedVersion]:
        """Every version that was ever pushed, the one pushed last first."""
        ...

    def policies_of(self, version: str) -> Policies:
        """The policies of one version; raise NotFoundError where it was never pushed."""
        ...

    def deployment(self) -> Deployment:
        """What `./earshot finish` recorded; an empty one before that."""
        ...

    def save_deployment(self, deployment: Deployment) -> None: ...


class LinkStore(Protocol):
    """Personal links, and the messages of signed webhooks that were seen."""

    def save_link(self, link: Link) -> None: ...

    def link(self, token: str) -> Link | None: ...

    def was_seen(self, message_id: str, *, at: datetime) -> bool:
        """Whether a message id is remembered at `at`, read consistently."""
        ...

    def first_seen(self, message_id: str, *, at: datetime, keep: timedelta) -> bool:
        """Remember a message id for `keep`; False if it is remembered already."""
        ...

    def forget_seen(self, message_id: str) -> None:
        """Forget a message id, so that the message may come again."""
        ...


class AddressStore(Protocol):
    """What is known of phones and mailboxes, by the ids that `address_id` gives."""

    def address(self, address_id: str) -> Address:
        """What is known of it, read consistently; nothing for one that nobody heard of."""
        ...

    def addresses(self, address_ids: Sequence[str]) -> Mapping[str, Address]:
        """The same of many in one read, by id; without those that nobody heard of."""
        ...

    def prove(self, address_id: str, proof: Proof, *, at: datetime) -> None:
        """Remember that what is sent there arrives; the first proof is kept."""
        ...

    def stop(self, address_id: str, *, since: datetime | None) -> None:
        """Remember that it wants no more messages, or, with None, that it wants them again."""
        ...
