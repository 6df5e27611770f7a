"""Pacing: when a contact may be sent one more message, and when a busy group's next news are."""

from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from chalicelib.domain.alert.notification import Contact, Notification
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.judged.group import belated, stretch
from chalicelib.domain.rules.storms import StormRule
from chalicelib.domain.told.pace import LIMITS, Limit, next_allowed, not_sent, sent_at
from chalicelib.domain.told.storm import (
    FURTHER_LIMITS,
    is_busy,
    is_further,
    may_be_news,
    news_limits,
    news_pace,
    told_of,
)
from chalicelib.pipeline.changing import TRIES
from chalicelib.ports import Clock, Store


class Turn(Struct, frozen=True):
    """When the contact's turn is, and, where that is later than now, why."""

    at: datetime
    reason: str = ""

    @property
    def is_now(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Pacing:
    """Counts what is sent to each contact."""

    store: Store
    clock: Clock

    def take_turn(self, first: Notification, rule: StormRule) -> Turn:
        """Count one message to the contact; a later turn than now where it must wait, uncounted.

        Raise UnavailableError if other processes keep sending to the same contact.
        """
        channel = first.contact.channel
        if not may_be_news(first):
            return self._contacts_turn(first.contact, LIMITS[channel])
        at, told = self.clock(), self.store.pace(news_pace(first))
        news_turn = next_allowed(told, news_limits(rule), at)
        if news_turn > at and self._is_busy(first.group, rule):
            return Turn(news_turn, f"{first.group} is heard so often that its news go out together")
        turn = self._contacts_turn(first.contact, (FURTHER_LIMITS if is_further(told, at) else LIMITS)[channel])
        if turn.is_now:
            self.store.keep_pace(told_of(told, turn.at))  # where another process was faster, it told of it too
        return turn

    def give_back(self, first: Notification, turn: Turn) -> None:
        """Uncount a message that the carrier did not take, so that an outage does not use up a phone's hour."""
        self._uncount(first.contact.id, turn)
        self._uncount(news_pace(first), turn)

    def _uncount(self, name: str, turn: Turn) -> None:
        for _ in range(TRIES):
            pace = self.store.pace(name)
            if turn.at not in pace.sent or self.store.keep_pace(not_sent(pace, turn.at)):
                return

    def _is_busy(self, group: str, rule: StormRule) -> bool:
        window = stretch(rule.window, self.clock())
        return is_busy(rule, sum(self.store.tally(name, *window) for name in (group, belated(group))))

    def _contacts_turn(self, contact: Contact, limits: tuple[Limit, ...]) -> Turn:
        for _ in range(TRIES):
            at, pace = self.clock(), self.store.pace(contact.id)
            allowed = next_allowed(pace, limits, at)
            if allowed > at:
                return Turn(allowed, "this contact was told as often as it may be for the moment")
            if self.store.keep_pace(sent_at(pace, LIMITS[contact.channel], at)):
                return Turn(allowed)
        raise UnavailableError(f"too many processes send to {contact.person} at once: try again")
