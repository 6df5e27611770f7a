"""Swaps and absences: what counts in force, what is passed over, and what is refused."""

from datetime import time, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.errors import ShiftError, UnprocessableError
from chalicelib.domain.people.directory import missing_reason, reachable_people
from chalicelib.domain.people.rota import Shift, on_call_now
from chalicelib.domain.people.swap import LONGEST_ABSENCE, Absence, Standing, Swap, SwapState, in_force, passed_over
from chalicelib.domain.people.swapping import absence, ask, decline, put_in, require_cover, take, withdraw
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Hours, Period, Rota, Target, TargetKind
from chalicelib.domain.rules.tiers import Tier
from tests.builders import NOON, QUARTER, a_person, a_policy, policies_for

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ROTA = Rota(id="care", members=("ana", "ben"), starts=NOON - DAY, days=1)
TARGET = Target(kind=TargetKind.ROTA, id="care")


def rules(**changes: Any) -> Policies:
    """One department whose only tier is the rota: ana's turn ends at NOON, then ben's, then ana's again."""
    tier = Tier(notify=(TARGET,), wait=QUARTER)
    return policies_for(replace(a_policy(), tiers=(tier,)), **{"rotas": {"care": ROTA}, **changes})


BENS = Shift(rota="care", person="ben", start=NOON, end=NOON + DAY)


def asked(to: str = "zoe") -> Swap:
    return ask(BENS, to, by="ben", known=None, policies=rules(), at=NOON - HOUR)


def taken(by: str = "zoe", *, at: timedelta = timedelta()) -> Swap:
    return take(asked(to=by), by=by, policies=rules(), at=NOON + at)


def who(policies: Policies, after: timedelta) -> str | None:
    return on_call_now(policies.rotas["care"], NOON + after)


def test_what_is_only_asked_changes_nothing() -> None:
    assert in_force(rules(), Standing(swaps=(asked(),))) == rules()
    assert asked().state is SwapState.ASKED


def test_a_taken_shift_is_the_takers_for_its_time_and_no_longer() -> None:
    policies = in_force(rules(), Standing(swaps=(taken(at=-HOUR),)))

    assert who(policies, timedelta()) == "zoe"
    assert who(policies, DAY - QUARTER) == "zoe"
    assert who(policies, DAY) == "ana"


def test_of_a_shift_that_has_begun_the_rest_is_taken() -> None:
    policies = in_force(rules(), Standing(swaps=(taken(at=3 * HOUR),)))

    assert (who(policies, 2 * HOUR), who(policies, 3 * HOUR)) == ("ben", "zoe")


def test_the_swap_that_was_taken_last_counts() -> None:
    first = taken(at=-HOUR)
    onward = replace(BENS, person="zoe")
    second = put_in(
        onward, "kofi", by="dana", known=None, policies=in_force(rules(), Standing(swaps=(first,))), at=NOON
    )

    for order in ((first, second), (second, first)):
        assert who(in_force(rules(), Standing(swaps=order)), HOUR) == "kofi"


def test_a_shift_is_taken_by_whom_it_was_offered_to_or_by_a_member_where_it_was_offered_to_all() -> None:
    with pytest.raises(ShiftError, match="offered to somebody else"):
        take(asked("zoe"), by="mei", policies=rules(), at=NOON)
    with pytest.raises(ShiftError, match="offered to somebody else"):
        take(asked(""), by="mei", policies=rules(), at=NOON)
    assert take(asked(""), by="ana", policies=rules(), at=NOON).taker == "ana"


def test_what_became_of_it_is_said_to_who_comes_late() -> None:
    given_back = withdraw(asked(), by="ben", is_operator=False, policies=rules(), at=NOON)
    declined = decline(asked(), by="zoe", policies=rules(), at=NOON)
    for swap, at, words in (
        (taken(), NOON, "Zoe has this shift already"),
        (given_back, NOON, "not offered any more"),
        (declined, NOON, "not offered any more"),
        (asked(), NOON + DAY, "this shift is over"),
    ):
        with pytest.raises(ShiftError, match=words):
            take(swap, by="zoe", policies=rules(), at=at)


def test_what_the_giver_lost_meanwhile_cannot_be_taken() -> None:
    other = in_force(rules(), Standing(swaps=(taken("mei"),)))

    with pytest.raises(ShiftError, match="Ben does not have this shift any more"):
        take(asked(), by="zoe", policies=other, at=NOON)


def test_only_its_giver_or_an_operator_takes_an_offer_back() -> None:
    with pytest.raises(ShiftError, match="only who offered"):
        withdraw(asked(), by="zoe", is_operator=False, policies=rules(), at=NOON)
    back = withdraw(asked(), by="dana", is_operator=True, policies=rules(), at=NOON)

    assert [(step.state, step.by) for step in back.steps] == [("asked", "ben"), ("withdrawn", "dana")]


def test_a_shift_is_offered_once_and_again_once_it_was_declined() -> None:
    with pytest.raises(ShiftError, match="offered already"):
        ask(BENS, "mei", by="ben", known=asked(), policies=rules(), at=NOON)
    declined = replace(decline(asked(), by="zoe", policies=rules(), at=NOON), version=2)
    again = ask(BENS, "mei", by="ben", known=declined, policies=rules(), at=NOON)

    assert (again.to, again.version) == ("mei", 2)
    assert [step.state for step in again.steps] == ["asked", "declined", "asked"]


@pytest.mark.parametrize(("to", "words"), [("ben", "Ben has this shift"), ("nils", "cannot be told"), ("eve", "eve")])
def test_a_shift_is_offered_to_nobody_who_has_it_or_cannot_be_told(to: str, words: str) -> None:
    policies = rules(people=rules().people | {"nils": a_person("nils", email=None)})

    with pytest.raises(UnprocessableError, match=words):
        ask(BENS, to, by="ben", known=None, policies=policies, at=NOON)


def test_who_is_away_is_not_reached_and_is_back_by_themselves() -> None:
    gone = absence("ana", NOON, NOON + DAY, by="ana", policies=rules(), at=NOON)
    policies = in_force(rules(), Standing(absences=(gone,)))
    ana = Target(kind=TargetKind.PERSON, id="ana")

    assert missing_reason(ana, policies, NOON) == "ana is off until Tuesday 12:00"
    assert reachable_people(ana, policies, NOON + DAY)


def test_an_absence_ends_after_it_begins_and_not_too_late() -> None:
    for start, end in ((NOON, NOON), (NOON - DAY, NOON), (NOON, NOON + LONGEST_ABSENCE + HOUR)):
        with pytest.raises(UnprocessableError):
            absence("ana", start, end, by="ana", policies=rules(), at=NOON)


def test_the_duty_manager_is_never_away() -> None:
    with pytest.raises(ShiftError, match="Dana is the duty manager"):
        absence("dana", NOON, NOON + DAY, by="dana", policies=rules(), at=NOON)


def test_what_leaves_nobody_to_answer_is_refused_with_the_department_and_the_time() -> None:
    gone = Absence(person="ana", start=NOON, end=NOON + 2 * DAY, by="ana", at=NOON)

    with pytest.raises(ShiftError, match="nobody would answer for Customer care on 2026-05-05 12:00 UTC"):
        require_cover(rules(), Standing(), Standing(absences=(gone,)), start=gone.start, end=gone.end)


def test_an_absence_is_fine_once_somebody_has_the_shifts() -> None:
    anas = Shift(rota="care", person="ana", start=NOON + DAY, end=NOON + 2 * DAY)
    covered = Standing(swaps=(put_in(anas, "zoe", by="dana", known=None, policies=rules(), at=NOON),))
    gone = Absence(person="ana", start=NOON, end=NOON + 2 * DAY, by="ana", at=NOON)

    require_cover(rules(), covered, replace(covered, absences=(gone,)), start=gone.start, end=gone.end)


def test_a_swap_to_somebody_who_is_off_leaves_the_shift_where_it_was_and_is_refused_where_nobody_is_there() -> None:
    nights = Hours(periods=tuple(Period(weekday=day, start=time(0), end=time(6)) for day in range(7)))
    policies = rules(people=rules().people | {"zoe": a_person("zoe", hours=nights)})
    swap = put_in(BENS, "zoe", by="dana", known=None, policies=policies, at=NOON)
    gone = Absence(person="ben", start=NOON, end=NOON + DAY, by="ben", at=NOON)

    require_cover(policies, Standing(), Standing(swaps=(swap,)), start=NOON, end=NOON + DAY)
    with pytest.raises(ShiftError, match="nobody would answer"):
        both = Standing(swaps=(swap,), absences=(gone,))
        require_cover(policies, Standing(swaps=(swap,)), both, start=NOON, end=NOON + DAY)


def test_a_push_that_removes_the_person_or_the_rota_passes_over_what_was_changed_and_says_so() -> None:
    gone = Absence(person="zoe", start=NOON, end=NOON + DAY, by="zoe", at=NOON)
    standing = Standing(swaps=(taken(),), absences=(gone,))
    without_zoe = rules(people={id: person for id, person in rules().people.items() if id != "zoe"})

    assert who(in_force(without_zoe, standing), HOUR) == "ben"
    assert list(passed_over(without_zoe, standing, NOON)) == [
        "swap: zoe has the shift of ben in rota 'care' until 2026-05-05 12:00 UTC, and would not",
        "absence: zoe is away until 2026-05-05 12:00 UTC, and is gone",
    ]
    assert len(list(passed_over(rules(rotas={}), standing, NOON))) == 1
    assert list(passed_over(without_zoe, standing, NOON + DAY)) == [], "it is over"
    assert list(passed_over(rules(), standing, NOON)) == []
