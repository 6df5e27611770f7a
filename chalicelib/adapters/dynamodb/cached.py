"""Policies and deployment, read from the table once a minute instead of once a call."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from chalicelib.domain.deployment import Deployment, PushedVersion
from chalicelib.domain.people.swap import Standing, in_force
from chalicelib.domain.rules.compiled import Policies
from chalicelib.ports import Clock, Store

KEPT_FOR = timedelta(seconds=60)

T = TypeVar("T")


class CachedPolicies:
    """A PolicyStore over another: what it answers was true at most 60 seconds ago, and its own saves show at once."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._pushed = _Kept(store.policies, clock)
        self._standing = _Kept(store.standing, clock)
        self._deployment = _Kept(store.deployment, clock)
        self._in_force: tuple[Policies, Standing, Policies] | None = None

    def policies(self) -> Policies:
        """The rules as they were pushed, with the swaps and absences of people.

        Put together once for each reading of the two: stages ask for them many times a message.
        """
        pushed, standing = self._pushed.get(), self._standing.get()
        if self._in_force is None or self._in_force[0] is not pushed or self._in_force[1] is not standing:
            self._in_force = (pushed, standing, in_force(pushed, standing))
        return self._in_force[2]

    def pushed(self) -> Policies:
        """The rules as they were pushed."""
        return self._pushed.get()

    def save_policies(self, policies: Policies, *, at: datetime) -> None:
        self._store.save_policies(policies, at=at)
        self._pushed.forget()

    def versions(self) -> Sequence[PushedVersion]:
        return self._store.versions()

    def policies_of(self, version: str) -> Policies:
        return self._store.policies_of(version)

    def deployment(self) -> Deployment:
        return self._deployment.get()

    def save_deployment(self, deployment: Deployment) -> None:
        self._store.save_deployment(deployment)
        self._deployment.forget()


class _Kept(Generic[T]):
    """One value with the instant at which it was read. An error is not kept: the next call asks again."""

    def __init__(self, read: Callable[[], T], clock: Clock) -> None:
        self._read = read
        self._clock = clock
        self._found: tuple[datetime, T] | None = None

    def get(self) -> T:
        at = self._clock()
        if self._found is None or not self._found[0] <= at < self._found[0] + KEPT_FOR:
            self._found = (at, self._read())
        return self._found[1]

    def forget(self) -> None:
        self._found = None
