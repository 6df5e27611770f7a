"""The whole API over a world in memory: real routes, real stages, fake storage."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from chalice.app import Chalice
from chalice.test import Client, HTTPResponse

from chalicelib import bootstrap
from chalicelib.adapters.sessions import Sessions
from chalicelib.adapters.signatures import sign
from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.change import Change
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.told.link import Link
from chalicelib.pipeline.blind_spots import BlindSpots
from chalicelib.pipeline.board import Board
from chalicelib.pipeline.correcting import Correcting
from chalicelib.pipeline.renewing import Renewing
from chalicelib.pipeline.respond import Respond
from chalicelib.pipeline.shifts import Shifts
from chalicelib.pipeline.silencing import Silencing
from chalicelib.pipeline.tools import Tools
from chalicelib.pipeline.why import Explain
from chalicelib.ports import Telemetry
from chalicelib.settings import REQUIRED
from tests.builders import NOON, a_link, policies_for
from tests.fakes import FakeMentionQueue, FakeNotificationQueue, FakeStore, HandClock

SECRET = "whsec_ZmljdGlvbmFsLXNlY3JldC1vZi1XYXlmYXJlLTAxMjM="


class Quiet:
    """Telemetry that keeps the changes it was told of, and whose phones said STOP."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.unbound_routes: list[str] = []
        self.silent: list[str] = []
        self.doors: list[tuple[str, str]] = []
        self.shifts: list[tuple[str, str, str]] = []

    def shift_changed(self, *, what: str, by: str, person: str) -> None:
        self.shifts.append((what, by, person))

    def signed(self, *, what: str, by: str) -> None:
        self.doors.append((what, by))

    def changed(self, change: Change) -> None:
        self.changes.append(change)

    def unbound(self, *, route: str) -> None:
        self.unbound_routes.append(route)

    def stopped(self, *, people: Sequence[str]) -> None:
        self.silent.extend(people)


@cache
def the_app() -> Chalice:
    """The app that ships, imported once: Chalice registers a blueprint only once a process."""
    with pytest.MonkeyPatch.context() as environment:
        for name in REQUIRED:
            environment.setenv(name, "test")
        app: Chalice = import_module("app").app
    return app


@dataclass
class World:
    """What the routes ask `deps()` for, and ways to use it as a browser or a tool would."""

    policies: Policies = field(default_factory=policies_for)
    clock: HandClock = field(default_factory=lambda: HandClock(NOON))
    store: FakeStore = field(default_factory=FakeStore)
    mentions: FakeMentionQueue = field(default_factory=FakeMentionQueue)
    secrets: dict[str, str] = field(default_factory=lambda: {"webhook-secret": SECRET})
    telemetry: Quiet = field(default_factory=Quiet)

    def __post_init__(self) -> None:
        self.notifications = FakeNotificationQueue(self.clock)
        telemetry = cast(Telemetry, self.telemetry)
        self.respond = Respond(self.store, self.notifications, lambda: self.policies, self.clock, telemetry)
        self.board = Board(self.store, self.clock)
        self.blind_spots = BlindSpots(self.store, lambda: self.policies, self.clock)
        self.correcting = Correcting(self.store, self.notifications, lambda: self.policies, self.clock, telemetry)
        self.sessions = Sessions(b"a key of tests")
        self.renewing = Renewing(self.store, self.notifications, lambda: self.policies, self.clock, telemetry)
        self.shifts = Shifts(self.store, lambda: self.policies, self.clock, telemetry)
        self.tools = Tools(self.store, self.clock)
        self.silencing = Silencing(self.store, lambda: self.policies, self.clock)
        self.explain = Explain(self.store, lambda: self.policies)
        self._client = Client(the_app())

    def public_url(self) -> str:
        return "https://wayfare.example"

    def has(self, alert: Alert, link: Link | None = None) -> None:
        """Store an alert with a link to it."""
        self.store.save(Change(alert=alert))
        self.store.save_link(link or a_link(alerts=(alert.id,)))

    def alert(self, id: str = "a1") -> Alert:
        found = self.store.alert(id)
        assert found is not None
        return found

    def get(self, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> HTTPResponse:
        return self._client.http.request(method, path, headers=headers)

    def press(
        self, action: str, *, link: str = "token-1", alert: str | list[str] = "a1", **fields: str
    ) -> HTTPResponse:
        """Post what a button of the page posts."""
        body = urlencode({"alert": alert, "action": action} | fields, doseq=True).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._client.http.post(f"/a/{link}", headers=headers, body=body)

    def send(self, path: str, body: object, *, message: str = "msg_1", secret: str = SECRET) -> HTTPResponse:
        """Post a signed message, as a tool would."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.post(path, raw, sign(raw, message_id=message, at=self.clock(), secret=secret))

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> HTTPResponse:
        return self._client.http.post(path, headers={"Content-Type": "application/json"} | headers, body=body)


@contextmanager
def a_world(**changes: Any) -> Iterator[World]:
    """A world whose routes answer from it, for the length of a test."""
    world = World(**changes)
    bootstrap.use(cast(bootstrap.Deps, world))
    try:
        yield world
    finally:
        bootstrap.use(None)
