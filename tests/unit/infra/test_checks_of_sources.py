"""What doctor says of sources: read in time or not, failing, silent."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.heard.source import SourceState
from chalicelib.domain.rules.brand import SourcePolicy
from infra.checks.finding import Finding, Verdict
from infra.checks.sources import check_sources
from tests.builders import NOON, policies_for
from tests.fakes import FakeStore

MINUTE = timedelta(minutes=1)
WEEK = {f"2026-05-{day:02d}": 3_600 for day in range(1, 8)}


def said(*states: SourceState, polled: tuple[str, ...] = ("x",)) -> list[Finding]:
    policies, store = policies_for(), FakeStore()
    sources = (*(SourcePolicy(name=name, kind="feed") for name in polled), SourcePolicy(name="tool", kind="webhook"))
    policies = replace(policies, brand=replace(policies.brand, sources=sources))
    store.save_policies(policies, at=NOON - 5 * MINUTE)
    for state in states:
        store.advance(state)
    return list(check_sources(policies, store, NOON))


def test_sources_that_are_read_in_time_are_said_to_be() -> None:
    [finding] = said(SourceState(name="x", read_at=NOON - MINUTE, next_at=NOON))

    assert (finding.verdict, finding.found) == (Verdict.GOOD, "1 are read in time")


def test_a_source_that_is_not_read_in_its_turn_is_a_fault() -> None:
    [late, never] = said(
        SourceState(name="x", read_at=NOON - 9 * MINUTE, next_at=NOON - 4 * MINUTE), polled=("x", "new")
    )

    assert (late.verdict, never.verdict) == (Verdict.FAULT, Verdict.FAULT)
    assert late.found.startswith("x is not read in its turn, last read")
    assert never.found.startswith("new is not read in its turn, never read")


def test_a_source_that_fails_is_told_in_its_own_words_without_their_control_characters() -> None:
    failure = "feed: the address answered 404\x1b[31m"
    [finding] = said(SourceState(name="x", read_at=NOON, next_at=NOON, failures=3, failure=failure))

    assert finding.verdict is Verdict.NOTE
    assert finding.found.startswith("x failed 3 times: feed: the address answered 404")
    assert "\x1b" not in finding.found


def test_a_source_that_is_silent_against_its_own_normal_is_told_since_when() -> None:
    quiet = SourceState(name="x", read_at=NOON, next_at=NOON, heard_at=NOON - timedelta(hours=2.5), pauses=WEEK)
    [finding] = said(quiet)

    assert finding.verdict is Verdict.NOTE
    assert f"x says nothing since {quiet.heard_at:%Y-%m-%d %H:%M}" in finding.found
    assert said(replace(quiet, heard_at=NOON - timedelta(hours=2)))[0].verdict is Verdict.GOOD
    assert said(replace(quiet, pauses=dict(list(WEEK.items())[1:])))[0].verdict is Verdict.GOOD


def test_without_policies_nothing_is_said() -> None:
    assert list(check_sources(None, FakeStore(), NOON)) == []
