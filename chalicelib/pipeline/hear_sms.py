"""An answer by SMS: who sent it, which alert is meant, what to do, and a confirmation."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.alert.alert import Alert
from chalicelib.domain.alert.asked import Acknowledge, Act, Pass, Resolve
from chalicelib.domain.alert.notification import Contact
from chalicelib.domain.errors import EarshotError, RefusedError
from chalicelib.domain.rules.person import Channel, Person
from chalicelib.domain.said import said
from chalicelib.domain.told.gsm import fold
from chalicelib.domain.told.pace import Limit, next_allowed, sent_at
from chalicelib.domain.told.sms_answer import Answer, answered
from chalicelib.domain.told.sms_command import Command, Verb, command_in
from chalicelib.domain.told.tongue import Tongue, only_english
from chalicelib.pipeline.respond import Respond
from chalicelib.ports import Clock, GivesPolicies, GivesTongue, Phone, Store

ACTS: Mapping[Verb, Act] = {Verb.ACK: Acknowledge(), Verb.PASS: Pass(), Verb.DONE: Resolve(reason=said("done, by SMS"))}
SAID: Mapping[Verb, Answer] = {Verb.ACK: Answer.YOURS, Verb.PASS: Answer.PASSED_ON, Verb.DONE: Answer.DONE}

REMEMBERED = timedelta(days=1)
"""A carrier may deliver one answer twice; it is done once."""

ANSWERS = (Limit(count=10, per=timedelta(minutes=10)),)
"""Answers to one number: a machine that answers our answers must come to an end."""


@dataclass(frozen=True)
class HearSms:
    """Acts on what people answer by SMS. A stranger learns nothing, not even that an alert exists."""

    store: Store
    respond: Respond
    phone: Phone
    policies: GivesPolicies
    clock: Clock
    tongues: GivesTongue = only_english

    def handle(self, *, sender: str, text: str, message_id: str) -> None:
        """Do what `text` asks, as the person whose phone `sender` is (E.164), and confirm it by SMS."""
        if not self.store.first_seen(f"sms/{message_id}", at=self.clock(), keep=REMEMBERED):
            return
        person = self._person(sender)
        if not self._may_answer(sender):
            return
        tongue = self.tongues(self.policies().language_of(person))
        answer = self._do(person, command_in(text), tongue) if person else answered(Answer.STRANGER, tongue)
        to = person or Person(id="", name="", phone=sender)
        with suppress(RefusedError):  # opted out between asking and being answered: what was asked is done
            self.phone.sms(to, fold(answer))

    def _person(self, sender: str) -> Person | None:
        return next((person for person in self.policies().people.values() if person.phone == sender), None)

    def _may_answer(self, sender: str) -> bool:
        """Whether this number may be answered once more; counted apart from what alerts may send."""
        key = f"answers.{hashlib.sha256(sender.encode()).hexdigest()[:16]}"
        pace, at = self.store.pace(key), self.clock()
        return next_allowed(pace, ANSWERS, at) <= at and self.store.keep_pace(sent_at(pace, ANSWERS, at))

    def _do(self, person: Person, command: Command | None, tongue: Tongue) -> str:
        if command is None:
            return answered(Answer.UNCLEAR, tongue)
        if command.verb is Verb.HELP:
            return answered(Answer.HELP, tongue)
        meant = self._meant(person, command, tongue)
        if isinstance(meant, str):
            return meant
        return " ".join(self._act(person, number, alert, command.verb, tongue) for number, alert in meant.items())

    def _meant(self, person: Person, command: Command, tongue: Tongue) -> dict[int, Alert] | str:
        """The alerts that are meant by their numbers, or the sentence that asks which."""
        waiting = self._unresolved(person)
        if not waiting:
            return answered(Answer.NOTHING_WAITS, tongue)
        if command.all or (command.number is None and len(waiting) == 1):
            return waiting
        if command.number is None:
            alerts = ", ".join(_brief(number, alert) for number, alert in waiting.items())
            return answered(Answer.WHICH_ONE, tongue, alerts=alerts)
        if command.number not in waiting:
            return answered(Answer.NO_SUCH_NUMBER, tongue, number=command.number)
        return {command.number: waiting[command.number]}

    def _unresolved(self, person: Person) -> dict[int, Alert]:
        numbers = self.store.numbers(Contact(person=person.id, channel=Channel.SMS).id)
        found = {number: self.store.alert(alert) for number, alert in numbers.alerts.items()}
        return {number: alert for number, alert in found.items() if alert is not None and not alert.is_resolved}

    def _act(self, person: Person, number: int, alert: Alert, verb: Verb, tongue: Tongue) -> str:
        try:
            self.respond.act(alert.id, person.id, ACTS[verb])
        except EarshotError as error:
            return answered(Answer.NOT_DONE, tongue, number=number, problem=str(error))
        return answered(SAID[verb], tongue, number=number)


def _brief(number: int, alert: Alert) -> str:
    return f"{number} @{alert.excerpt.handle}"
