"""The pushed policies, compressed, every version kept; and what is deployed."""

import zlib
from collections.abc import Sequence
from datetime import datetime

import msgspec

from chalicelib.adapters.dynamodb.keys import CURRENT_POLICIES, DEPLOYMENT, Key, policies_key, stamp
from chalicelib.adapters.dynamodb.rows import Row, attribute, body, key_attributes, row
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import Put, put, put_together
from chalicelib.domain.deployment import Deployment, PushedVersion
from chalicelib.domain.errors import NotFoundError, PoliciesError, TooLargeError
from chalicelib.domain.rules.compiled import Policies

LARGEST = 380 * 1024
"""Bytes of compressed policies: what an item holds, less room for its other attributes."""


class PushedPolicies:
    """The policies and the deployment in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def policies(self) -> Policies:
        found = self._table.get(CURRENT_POLICIES)
        if found is None:
            raise PoliciesError("no policies were pushed yet: run `./earshot push`")
        return _policies(found)

    def versions(self) -> Sequence[PushedVersion]:
        found = [
            PushedVersion(
                version=item["policies_version"]["S"],
                brand=_policies(item).brand.name,
                at=datetime.fromisoformat(item["pushed_at"]["S"]),
            )
            for item in self._table.under(CURRENT_POLICIES.pk, "version#")
        ]
        return sorted(found, key=lambda pushed: (pushed.at, pushed.version), reverse=True)

    def policies_of(self, version: str) -> Policies:
        found = self._table.get(policies_key(version))
        if found is None:
            raise NotFoundError(f"there is no version {version}: `./earshot versions` lists them")
        return _policies(found)

    def save_policies(self, policies: Policies, *, at: datetime) -> None:
        packed = zlib.compress(msgspec.json.encode(policies))
        if len(packed) > LARGEST:
            raise TooLargeError(f"the policies take {len(packed)} bytes compressed, and at most {LARGEST} are kept")
        keys = (policies_key(policies.version), CURRENT_POLICIES)
        put_together(self._table, [Put(row=_row(key, policies.version, packed, at)) for key in keys])

    def deployment(self) -> Deployment:
        found = self._table.get(DEPLOYMENT)
        return body(found, Deployment) if found else Deployment(public_url="")

    def save_deployment(self, deployment: Deployment) -> None:
        put(self._table, Put(row=row(DEPLOYMENT, deployment)))


def _policies(found: Row) -> Policies:
    try:
        return msgspec.json.decode(zlib.decompress(found["policies"]["B"]), type=Policies)
    except (msgspec.MsgspecError, zlib.error) as error:
        raise PoliciesError(f"the pushed policies cannot be read by this version of the code: {error}") from error


def _row(key: Key, version: str, packed: bytes, at: datetime) -> Row:
    return {
        **key_attributes(key),
        "policies_version": attribute(version),
        "pushed_at": attribute(stamp(at)),
        "policies": {"B": packed},
    }
