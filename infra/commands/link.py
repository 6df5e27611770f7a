"""`link`: a personal link, issued by hand to somebody who has none."""

import secrets
from argparse import Namespace

from chalicelib.adapters.tokens import ALPHABET, LENGTH
from chalicelib.domain.told.link import Link
from chalicelib.ports import Store
from infra.errors import OperatorError
from infra.records import now, store
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Store the link, and print its address: whoever has it acts as this person until it expires."""
    records = store(stage)
    link = issued(records, flags.person)
    print(f"{records.deployment().public_url}/a/{link.token}")
    print(f"good until {link.expires_at:%Y-%m-%d %H:%M} UTC: give it to {flags.person} alone")
    return 0


def issued(records: Store, person: str) -> Link:
    """A new link for somebody whom the rules in force know; about no alert, it opens all that are theirs."""
    policies = records.policies()
    if person not in policies.people:
        raise OperatorError(f"nobody is called {person!r}")
    token = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    link = Link(token=token, person=person, alerts=(), expires_at=now() + policies.link_lifetime)
    records.save_link(link)
    return link
