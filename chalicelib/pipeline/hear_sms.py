"""An answer by SMS: who sent it, which alerts are meant, what to do, and a confirmation."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.alert.asked import Acknowledge, Act, Pass, Resolve
from chalicelib.domain.errors import EarshotError, RefusedError
from chalicelib.domain.people.address import Proof, address_id
from chalicelib.domain.rules.person import Person
from chalicelib.domain.said import said
from chalicelib.domain.told.pace import Limit, next_allowed, sent_at
from chalicelib.domain.told.readable import local
from chalicelib.domain.told.sms_answer import Answer, Said, answered, one_sms
from chalicelib.domain.told.sms_command import Command, Verb, command_in
from chalicelib.domain.told.sms_numbers import Numbers, asked_of
from chalicelib.domain.told.telling import who
from chalicelib.domain.told.tongue import Tongue, only_english
from chalicelib.pipeline.changing import TRIES
from chalicelib.pipeline.numbering import numbers_on
from chalicelib.pipeline.respond import Respond
from chalicelib.ports import Clock, GivesPolicies, GivesTongue, Phone, Store

DONE = Resolve(reason=said("done, by SMS"))
ACTS: Mapping[Verb, Act] = {Verb.ACK: Acknowledge(), Verb.PASS: Pass(), Verb.DONE: DONE, Verb.YES: DONE}
SAID: Mapping[Verb, Answer] = {
    Verb.ACK: Answer.YOURS,
    Verb.PASS: Answer.PASSED_ON,
    Verb.DONE: Answer.DONE,
    Verb.YES: Answer.DONE,
}

REMEMBERED = timedelta(days=1)
"""A carrier may deliver one answer twice; it is done once."""

SURE_WITHIN = timedelta(minutes=30)
"""How long after "really done?" a "yes" means that."""

ANSWERS = (Limit(count=10, per=timedelta(minutes=10)),)
"""Answers to one number: a machine that answers our answers must come to an end. What is asked is done all the same."""


@dataclass(frozen=True)
class HearSms:
    """Acts on what people answer by SMS. A stranger is not answered, and learns not even that this is a machine."""

    store: Store
    respond: Respond
    phone: Phone
    policies: GivesPolicies
    clock: Clock
    tongues: GivesTongue = only_english

    def handle(self, *, sender: str, text: str, message_id: str) -> None:
        """Do what `text` asks, as the person whose phone `sender` is (E.164), and confirm it by SMS.

        What fails halfway raises, and is done when the message is handed out again; only then it counts as seen.
        """
        people = [person for person in self.policies().people.values() if person.phone == sender]
        seen = f"sms/{message_id}"
        if not people or self.store.was_seen(seen, at=self.clock()):
            return
        self.store.prove(address_id(sender), Proof.ANSWERED, at=self.clock())
        answer = self._heard(people, sender, command_in(text, names=_names(people)))
        self.store.first_seen(seen, at=self.clock(), keep=REMEMBERED)
        if answer and self._may_answer(sender):
            with suppress(RefusedError):  # opted out between asking and being answered: what was asked is done
                self.phone.sms(people[0], one_sms(answer))

    def _heard(self, people: Sequence[Person], sender: str, command: Command | None) -> str:
        """Do it, and say so; nothing is said to who wants no messages."""
        tongue = self.tongues(self.policies().language_of(people[0]))
        match command.verb if command else None:
            case None:
                return answered(Answer.UNCLEAR, tongue)
            case Verb.HELP:
                return answered(Answer.HELP, tongue)
            case Verb.STOP:
                self.respond.stop_messages(address_id(sender), people)
                return ""
            case Verb.START:
                self.respond.start_messages(address_id(sender))
                return answered(Answer.STARTED, tongue)
        return self._act(people, sender, command, tongue) if command else ""

    def _act(self, people: Sequence[Person], sender: str, command: Command, tongue: Tongue) -> str:
        numbers = numbers_on(self.store, sender, [person.id for person in people])
        person = _speaker(people, numbers, command)
        if person is None:
            number = f"{command.numbers[0]} " if command.numbers else ""
            return answered(Answer.WHO, tongue, Said(command=f"{number}{command.verb} {people[0].id}"))
        meant = self._meant(person, numbers, command, tongue)
        if isinstance(meant, str):
            return meant
        strange = [number for number in command.numbers if number not in meant]
        unknown = [answered(Answer.NO_SUCH_NUMBER, tongue, Said(number=number)) for number in strange]
        if command.verb is Verb.DONE and not command.sure:
            unsure = {number: alert for number, alert in meant.items() if alert.is_urgent and alert.is_untaken}
            meant = {number: alert for number, alert in meant.items() if number not in unsure}
            unknown += self._ask_back(numbers, unsure, tongue)
        return " ".join((*self._carried_out(person, meant, command, tongue), *unknown))

    def _meant(self, person: Person, numbers: Numbers, command: Command, tongue: Tongue) -> dict[int, Alert] | str:
        """The alerts that are meant by their numbers, or the sentence that asks which."""
        if not numbers.alerts:
            return answered(Answer.NOTHING_WAITS, tongue)
        if command.numbers:
            return self._alerts(person, numbers, command.numbers)
        known = self._alerts(person, numbers, tuple(sorted(numbers.alerts)))
        waiting = {number: alert for number, alert in known.items() if not alert.is_resolved}
        if command.verb is Verb.YES:
            waiting = {number: alert for number, alert in waiting.items() if _was_asked(numbers, number, self.clock())}
            return waiting or answered(Answer.UNCLEAR, tongue)
        likely = _likely(waiting, person, command.verb)
        if not waiting:
            return answered(Answer.NOTHING_WAITS, tongue)
        if command.all or len(likely) == 1:
            return likely or waiting
        return answered(Answer.WHICH_ONE, tongue, Said(alerts=_named(likely or waiting, tongue)))

    def _alerts(self, person: Person, numbers: Numbers, wanted: Sequence[int]) -> dict[int, Alert]:
        """What the numbers stand for, of what this person was told of."""
        theirs = (number for number in wanted if person.id in numbers.told.get(number, (person.id,)))
        found = {number: self.store.alert(numbers.alerts.get(number, "")) for number in theirs}
        return {number: alert for number, alert in found.items() if alert is not None}

    def _ask_back(self, numbers: Numbers, unsure: Mapping[int, Alert], tongue: Tongue) -> list[str]:
        """Ask before something urgent ends that nobody took, and remember that it was asked."""
        if not unsure:
            return []
        for number in unsure:
            numbers = asked_of(numbers, number, at=self.clock())
        self.store.keep_numbers(numbers)  # where another process was faster, "1 done yes" still ends it
        return [answered(Answer.SURE, tongue, Said(alerts=_named(unsure, tongue)))]

    def _carried_out(self, person: Person, meant: Mapping[int, Alert], command: Command, tongue: Tongue) -> list[str]:
        """Act on each, and say whose posts they were; what may succeed later raises, to be tried again."""
        act = Acknowledge(lasting=command.lasting) if command.lasting else ACTS[command.verb]
        done, until, faults = dict[int, Alert](), set[str](), []
        for number, alert in meant.items():
            try:
                now = self.respond.act(alert.id, person.id, act)
            except EarshotError as error:
                if error.retryable:
                    raise
                about = Said(alerts=_named({number: alert}, tongue), problem=str(error))
                faults.append(answered(Answer.NOT_DONE, tongue, about))
            else:
                done[number] = alert
                until.add(_lent(now, person, self.clock(), tongue))
        about = Said(alerts=_named(done, tongue), time=until.pop() if len(until) == 1 else "")
        answer = Answer.YOURS_UNTIL if command.lasting and about.time else SAID[command.verb]
        return [*([answered(answer, tongue, about)] if done else []), *faults]

    def _may_answer(self, sender: str) -> bool:
        """Whether this number may be answered once more; counted apart from what alerts may send."""
        for _ in range(TRIES):
            at, pace = self.clock(), self.store.pace(f"answers.{address_id(sender)}")
            if next_allowed(pace, ANSWERS, at) > at:
                return False
            if self.store.keep_pace(sent_at(pace, ANSWERS, at)):
                return True
        return False


def _names(people: Sequence[Person]) -> frozenset[str]:
    """What those who share a phone can be told apart by; one alone needs no name."""
    return frozenset(word for person in people for word in _called(person)) if len(people) > 1 else frozenset()


def _called(person: Person) -> tuple[str, ...]:
    return (person.id, *person.name.casefold().split())


def _speaker(people: Sequence[Person], numbers: Numbers, command: Command) -> Person | None:
    """Who speaks: the only one there is, else who is named, else the only one who was told of what is meant."""
    named = [person for person in people if command.names.intersection(_called(person))]
    wanted = command.numbers or tuple(numbers.alerts)
    told = {person for number in wanted for person in numbers.told.get(number, ())}
    likely = named or [person for person in people if person.id in told] or people
    return likely[0] if len(likely) == 1 else None


def _likely(waiting: Mapping[int, Alert], person: Person, verb: Verb) -> dict[int, Alert]:
    """What the word alone can mean: to take or to pass on what nobody has, to end what one has oneself."""
    free = {number: alert for number, alert in waiting.items() if not alert.is_acknowledged}
    if verb is not Verb.DONE:
        return free
    return {number: alert for number, alert in waiting.items() if alert.owner == person.id} or free


def _was_asked(numbers: Numbers, number: int, at: datetime) -> bool:
    return number in numbers.asked and at <= numbers.asked[number] + SURE_WITHIN


def _lent(alert: Alert, person: Person, at: datetime, tongue: Tongue) -> str:
    """Until when the person has it, on their own clock."""
    until = alert.timers.get(Timer.LOAN)
    return local(until, person.hours.zone, at=at, tongue=tongue) if until else ""


def _named(alerts: Mapping[int, Alert], tongue: Tongue) -> tuple[str, ...]:
    """Each number with whose post it is."""
    return tuple(f"{number} {who(alert, tongue, brief=True)}" for number, alert in alerts.items())
