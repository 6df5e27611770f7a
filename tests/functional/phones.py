"""People with their phones and inboxes: what they got, and what they press on the pages behind the links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.domain.alert.asked import (
    ANSWERED,
    Accept,
    Acknowledge,
    Act,
    Decline,
    Note,
    Pass,
    Reopen,
    Resolve,
    Snooze,
    TellEnding,
    Transfer,
)
from chalicelib.domain.alert.waiting import Ending
from chalicelib.domain.rules.person import Channel
from tests.fakes import Delivered
from tests.functional.world import ADDRESS

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.domain.alert.alert import Alert
    from chalicelib.pipeline.respond import View
    from tests.functional.town import Town

LINK = re.compile(rf"{re.escape(ADDRESS)}/a/(\S+)")


@dataclass(frozen=True)
class Page:
    """The page behind one link, as its person holds it. `number` counts its alerts from 1."""

    town: Town
    token: str

    @property
    def view(self) -> View:
        return self.town.world.respond.view(self.token)

    def then_presses(self, button: str, *, number: int = 1) -> Alert:
        """Press a button that needs no words."""
        plain: dict[str, Act] = {
            "Acknowledge": Acknowledge(),
            "Accept": Accept(),
            "Not ours": Decline(),
            "Needs no answer": Resolve(),
            "Not me now": Pass(),
            "Done": Resolve(reason=ANSWERED),
            "Solved in private": TellEnding(ending=Ending.SOLVED),
            "Still working on it": TellEnding(ending=Ending.WORKING),
            "Never wrote": TellEnding(ending=Ending.SILENT),
        }
        return self._act(plain[button], number)

    def then_hands_over(self, *, to: str, note: str = "") -> Alert:
        return self._act(Transfer(to=to, note=note), 1)

    def then_snoozes(self, *, until: datetime, reason: str) -> Alert:
        return self._act(Snooze(until=until, reason=reason), 1)

    def then_reopens(self, reason: str) -> Alert:
        return self._act(Reopen(reason=reason), 1)

    def then_notes(self, text: str) -> Alert:
        return self._act(Note(text=text), 1)

    def _act(self, act: Act, number: int) -> Alert:
        world = self.town.world
        alert = world.respond.act_by_link(self.token, self.view.shown[number - 1].alert.id, act)
        world.drain()
        return alert


@dataclass(frozen=True)
class Got:
    """One message that a story expected."""

    town: Town
    message: Delivered

    def then_opens_link(self) -> Page:
        """Follow the link, which shows and changes nothing."""
        link = LINK.search(self.message.text)
        assert link, f"no link in {self.message.text!r}"
        page = Page(self.town, link[1])
        before = [shown.alert for shown in page.view.shown]
        assert [shown.alert for shown in page.view.shown] == before
        return page


@dataclass(frozen=True)
class Held:
    """What one person gets by one channel, oldest first."""

    town: Town
    person: str
    channel: Channel

    def expects_sms(self, *words: str) -> Got:
        """The oldest unread message, which holds all of `words`."""
        return self._expects(words)

    def expects_email(self, *words: str) -> Got:
        return self._expects(words)

    def expects_nothing(self) -> None:
        unread = self.town.unread(self.person, self.channel)
        assert not unread, f"{self.person} got {[message.text for message in unread]}"

    def _expects(self, words: tuple[str, ...]) -> Got:
        unread = self.town.unread(self.person, self.channel)
        assert unread, f"{self.person} got no {self.channel} by {self.town.world.clock.at:%a %H:%M}"
        said = f"{unread[0].subject}\n{unread[0].text}"
        assert all(word in said for word in words), f"{self.person} got {said!r}, expected {words}"
        self.town.read(unread[0])
        return Got(self.town, unread[0])
