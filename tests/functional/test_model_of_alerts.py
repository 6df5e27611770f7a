"""Hypothesis plays the whole town: posts, answers, acts, outages, deaths and time, and the laws hold throughout."""

from contextlib import suppress
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from chalicelib.domain.alert.asked import (
    Accept,
    Acknowledge,
    Act,
    Decline,
    Note,
    Reopen,
    Resolve,
    Snooze,
    TellEnding,
    Transfer,
)
from chalicelib.domain.alert.crisis import crisis_id
from chalicelib.domain.alert.waiting import Ending
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.heard.mention import Mention
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Route, Theme
from chalicelib.domain.rules.storms import CrisisRule
from chalicelib.domain.rules.tiers import Department
from tests.builders import PHONES, QUARTER, a_policy
from tests.functional import counts, laws
from tests.functional.deaths import EFFECTS, READS, Fate, Mishap, ProcessDiedError
from tests.functional.town import Town, town_policies

TEXTS = {
    "complaint": "you lost my bag",
    "question": "which gate?",
    "thanks": "thank you",
    "urgent": "smoke in the cabin",
    "talk": "hello",
}
LONG_ENOUGH = 45
"""Minutes in which whatever was struck is tried again."""

CRISES = tuple(crisis_id("Wayfare", f"{department}/bags") for department in ("care", "tech"))

BY_SMS = ("ok", "1 ok", "2 ok", "1 done", "1 done sure", "all ok", "help", "what?")

LASTING = (Mishap.FAILS_BEFORE, Mishap.CROWDED)
"""What may go on for as long as nobody mends it."""

HOUR = timedelta(hours=1)

ANSWERS = ("On it. #AskWayfare", "Which flight was it?", "Please send us a DM.")

ACTS: tuple[Act, ...] = (
    Accept(),
    Decline(),
    Resolve(),
    Note(text="a note"),
    Reopen(reason="not yet"),
    *(TellEnding(ending=ending) for ending in Ending),
)

threads = st.integers(0, 3)
people = st.sampled_from(sorted(PHONES))


def model_policies(wait: timedelta = QUARTER) -> Policies:
    """Two departments; questions are watched; the policies repeat once."""
    watched = Route(
        name="questions", action=Action.WATCH, department="tech", when="classification.intent.value == 'question'"
    )
    rules = town_policies()
    return replace(
        rules,
        departments={id: Department(id=id, name=id.title(), escalation=id) for id in ("care", "tech")},
        escalation={
            "care": a_policy("ana", "ben", wait=wait, repeat=1, wait_for_customer=HOUR),
            "tech": a_policy("zoe", wait=wait, wait_for_customer=HOUR),
        },
        routes=(rules.routes[0], watched),
        themes={"bags": Theme(name="bags", phrases=("lost",))},
        crisis=CrisisRule(department="tech", escalation="tech", statement="We look for every bag.", floor=1),
    )


class AlertMachine(RuleBasedStateMachine):
    """Each rule is something that the world does; each invariant a promise."""

    @initialize()
    def begin(self) -> None:
        self.fate = Fate()
        self.town = Town(model_policies(), fate=self.fate, slow=True, answers=True)
        self.posts: list[Mention] = []
        self.answers = 0

    @rule(kind=st.sampled_from(sorted(TEXTS)), by=st.sampled_from(["carla", "dora", "emil", "fred"]))
    def somebody_posts(self, kind: str, by: str) -> None:
        self.posts.append(self.town.post("x", TEXTS[kind], by=by))

    @rule(count=st.integers(2, 4))
    def many_lose_their_bags_at_once(self, count: int) -> None:
        self.posts += [self.town.post("x", TEXTS["complaint"], by=f"late{number}") for number in range(count)]

    @precondition(lambda self: self.posts)
    @rule(thread=threads, kind=st.sampled_from(sorted(TEXTS)))
    def somebody_writes_again(self, thread: int, kind: str) -> None:
        post = self._post(thread)
        self.posts.append(self.town.post("x", TEXTS[kind], by="carla", reply_to=post))

    @precondition(lambda self: self.posts)
    @rule(thread=threads, by=st.sampled_from(["wayfare", "zoe"]), text=st.sampled_from(ANSWERS))
    def we_answer(self, thread: int, by: str, text: str) -> None:
        post = self._post(thread)
        answer = self.town.brand_replies(post, text) if by == "wayfare" else self.town.staff_replies(by, post, text)
        self.posts.append(answer)

    @precondition(lambda self: self.posts)
    @rule(thread=threads)
    def the_queue_hands_out_a_second_copy(self, thread: int) -> None:
        self.town.hear(self._post(thread))

    @precondition(lambda self: self._alerts())
    @rule(alert=threads, by=people)
    def somebody_acknowledges(self, alert: int, by: str) -> None:
        self._act(alert, by, Acknowledge())

    @precondition(lambda self: self._alerts())
    @rule(alert=threads, by=people, to=st.sampled_from(["care", "tech", "kofi", "mei"]))
    def somebody_hands_over(self, alert: int, by: str, to: str) -> None:
        self._act(alert, by, Transfer(to=to))

    @precondition(lambda self: self._alerts())
    @rule(alert=threads, by=people, minutes=st.integers(1, 90))
    def somebody_snoozes(self, alert: int, by: str, minutes: int) -> None:
        until = self.town.world.clock.at + timedelta(minutes=minutes)
        self._act(alert, by, Snooze(until=until, reason="later"))

    @precondition(lambda self: self._alerts())
    @rule(alert=threads, by=people, act=st.sampled_from(ACTS))
    def somebody_acts(self, alert: int, by: str, act: Act) -> None:
        self._act(alert, by, act)

    @rule(person=people, text=st.sampled_from(BY_SMS))
    def somebody_answers_by_sms(self, person: str, text: str) -> None:
        self.answers += 1
        for _ in range(3):  # SNS hands it out again where it failed
            with suppress(EarshotError, ProcessDiedError):
                self.town.world.hear_sms.handle(sender=PHONES[person], text=text, message_id=f"m{self.answers}")
                break
        self.town.world.drain()

    @rule(minutes=st.sampled_from([1, 5, 14, 15, 16, 60]))
    def time_passes(self, minutes: int) -> None:
        self.town.fast_forward(minutes=minutes)

    @rule(minutes=st.integers(2, 200))
    def nothing_runs_for_a_while(self, minutes: int) -> None:
        self.town.world.clock.forward(minutes=minutes)

    @rule(effect=st.sampled_from(sorted(EFFECTS)), mishap=st.sampled_from(Mishap))
    def something_will_go_wrong(self, effect: str, mishap: Mishap) -> None:
        self.fate.strike(effect, mishap)

    @rule(effect=st.sampled_from(sorted(EFFECTS)), mishap=st.sampled_from(LASTING))
    def something_goes_wrong_for_a_while(self, effect: str, mishap: Mishap) -> None:
        self.fate.last(effect, mishap)

    @rule(read=st.sampled_from(sorted(READS)), times=st.integers(1, 5))
    def something_cannot_be_read(self, read: str, times: int) -> None:
        self.fate.fail_reads(read, times)

    @rule()
    def all_is_well_again(self) -> None:
        self.fate.relent()

    @rule(is_down=st.booleans())
    def the_carrier_goes_down_or_up(self, is_down: bool) -> None:
        self.town.world.phone.is_down = is_down

    @rule(person=people, is_refused=st.booleans())
    def a_phone_opts_out_or_in(self, person: str, is_refused: bool) -> None:
        self.town.world.phone.refused.pop(f"{person}.sms", None)
        if is_refused:
            self.town.world.phone.refused[f"{person}.sms"] = "opted out"

    @rule(wait=st.sampled_from([QUARTER, 2 * QUARTER]))
    def somebody_edits_the_policies(self, wait: timedelta) -> None:
        self.town.pushes(model_policies(wait))

    @invariant()
    def the_laws_hold(self) -> None:
        store = self.town.world.outside.store
        for alert_id in self._alerts():
            alert, events, owed = store.alert(alert_id), store.timeline(alert_id), store.notifications(alert_id)
            assert alert is not None
            laws.require_a_way_on(alert, events)
            laws.require_stood_for(alert, store.alert(alert.inhibited_by) if alert.inhibited_by else None)
            laws.require_no_call_while_resolved(events)
            laws.require_never_early(events, wait=QUARTER)
            laws.require_steps_once(events, owed)
            laws.require_silence(events, owed)

    @invariant()
    def the_counts_add_up(self) -> None:
        counts.require_one_decision_each(self.town.world)

    def teardown(self) -> None:
        """When all is well again, nothing is due, nothing owed, and every mention has its outcome."""
        if not hasattr(self, "town"):
            return
        self.fate.relent()
        self.town.world.phone.is_down = False
        self.town.fast_forward(minutes=LONG_ENOUGH)
        self.the_laws_hold()
        self.the_counts_add_up()
        counts.require_one_outcome_each(self.town.world, {post.key for post in self.posts})
        world = self.town.world
        assert not world.outside.store.due(world.clock.at)
        assert world.audit.run() == 0

    def _post(self, thread: int) -> Mention:
        return self.posts[thread % len(self.posts)]

    def _alerts(self) -> list[str]:
        """Those that mentions opened, and the crises that stand for them."""
        opened = {heard.alert_id for heard in counts.heard_in(self.town.world) if heard.alert_id}
        crises = {id for id in CRISES if self.town.world.outside.store.alert(id)}
        return sorted(opened | crises)

    def _act(self, number: int, by: str, act: Act) -> None:
        alerts = self._alerts()
        try:
            self.town.world.respond.act(alerts[number % len(alerts)], by, act)
        except (EarshotError, ProcessDiedError):
            return
        self.town.world.drain()


TestAlertMachine = AlertMachine.TestCase
TestAlertMachine.settings = settings(max_examples=300, stateful_step_count=45)
