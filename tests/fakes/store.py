"""The whole table in memory."""

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from chalicelib.domain.deployment import Deployment, PushedVersion
from chalicelib.domain.errors import NotFoundError, PoliciesError, TooLargeError
from chalicelib.domain.heard.source import SourceState
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.told.link import Link
from tests.fakes.addresses import FakeAddresses
from tests.fakes.breakable import Breakable
from tests.fakes.desk import FakeDesk
from tests.fakes.figures import FakeFigures
from tests.fakes.limits import LARGEST_POLICIES, require_storable
from tests.fakes.shifts import FakeShifts
from tests.fakes.storms import FakeSilences


class FakeSources(Breakable):
    """Cursors and leases."""

    def __init__(self) -> None:
        super().__init__()
        self._sources: dict[str, SourceState] = {}
        self._leased_until: dict[str, datetime] = {}
        self._taken: dict[tuple[str, str], int] = {}

    def source(self, name: str) -> SourceState:
        self._require_up()
        return self._sources.get(name, SourceState(name=name))

    def sources(self) -> Sequence[SourceState]:
        self._require_up()
        return [self._sources[name] for name in sorted(self._sources)]

    def lease(self, name: str, *, at: datetime, until: datetime) -> bool:
        self._require_up()
        if name in self._leased_until and self._leased_until[name] > at:
            return False
        self._leased_until[name] = until
        return True

    def advance(self, state: SourceState) -> None:
        self._require_up()
        require_storable(state)
        self._sources[state.name] = state
        self._leased_until.pop(state.name, None)

    def take(self, allowance: str, amount: int, *, day: str, limit: int) -> int:
        self._require_up()
        taken = self._taken.get((allowance, day), 0)
        given = max(0, min(amount, limit - taken))
        self._taken[allowance, day] = taken + given
        return given


class FakePolicies(Breakable):
    """The pushed policies and the deployment."""

    def __init__(self) -> None:
        super().__init__()
        self._policies: Policies | None = None
        self._versions: dict[str, tuple[Policies, datetime]] = {}
        self._deployment = Deployment(public_url="")

    def policies(self) -> Policies:
        self._require_up()
        if self._policies is None:
            raise PoliciesError("no policies were pushed yet: run `./earshot push`")
        return self._policies

    def save_policies(self, policies: Policies, *, at: datetime) -> None:
        self._require_up()
        size = len(zlib.compress(msgspec.json.encode(policies)))
        if size > LARGEST_POLICIES:
            raise TooLargeError(f"the policies take {size} bytes compressed, and at most {LARGEST_POLICIES} are kept")
        self._policies = policies
        self._versions[policies.version] = (policies, at)

    def versions(self) -> Sequence[PushedVersion]:
        self._require_up()
        pushed = ((at, version, policies) for version, (policies, at) in self._versions.items())
        return [
            PushedVersion(version=version, brand=policies.brand.name, at=at)
            for at, version, policies in sorted(pushed, key=lambda each: each[:2], reverse=True)
        ]

    def policies_of(self, version: str) -> Policies:
        self._require_up()
        if version not in self._versions:
            raise NotFoundError(f"there is no version {version}: `./earshot versions` lists them")
        return self._versions[version][0]

    def deployment(self) -> Deployment:
        self._require_up()
        return self._deployment

    def save_deployment(self, deployment: Deployment) -> None:
        self._require_up()
        self._deployment = deployment


class FakeLinks(Breakable):
    """Personal links, and webhook messages that were seen."""

    def __init__(self) -> None:
        super().__init__()
        self._links: dict[str, Link] = {}
        self._remembered_until: dict[str, datetime] = {}

    def save_link(self, link: Link) -> None:
        self._require_up()
        self._links[link.token] = link

    def link(self, token: str) -> Link | None:
        self._require_up()
        return self._links.get(token)

    def was_seen(self, message_id: str, *, at: datetime) -> bool:
        self._require_up()
        return message_id in self._remembered_until and self._remembered_until[message_id] > at

    def first_seen(self, message_id: str, *, at: datetime, keep: timedelta) -> bool:
        self._require_up()
        if self.was_seen(message_id, at=at):
            return False
        self._remembered_until[message_id] = at + keep
        return True

    def forget_seen(self, message_id: str) -> None:
        self._require_up()
        self._remembered_until.pop(message_id, None)


class FakeStore(FakeFigures, FakeDesk, FakeSilences, FakeSources, FakePolicies, FakeLinks, FakeAddresses, FakeShifts):
    """The whole table."""
