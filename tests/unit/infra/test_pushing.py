"""A push shows what it changes and asks; a version can be put in force again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.alert.alert import AlertStatus
from chalicelib.domain.alert.change import Change
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.people.swap import Swap, SwapState
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Rota
from chalicelib.domain.rules.routes import Route, Urgency
from chalicelib.domain.rules.tiers import Department
from infra.changes import changes, shifts_that_change, what_becomes_of
from infra.commands.open import worst_first
from infra.errors import OperatorError
from infra.pushing import put_in_force
from infra.records import push
from infra.stage import Stage
from tests.aws import aws
from tests.builders import NOON, a_person, a_policy, an_alert, policies_for
from tests.fakes import FakeStore

STAGE = Stage("dev")
RULES = policies_for()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeStore]:
    """A stage with rules in force."""
    with aws(monkeypatch):
        store = FakeStore()
        push(STAGE, store, RULES, at=NOON)
        yield store


def test_a_person_and_a_rota_that_are_called_otherwise_change_no_shift_and_lose_no_alert() -> None:
    before = replace(RULES, rotas={"care": Rota(id="care", members=("ana",), starts=NOON - timedelta(days=7))})
    people = {("anna" if id == "ana" else id): person for id, person in RULES.people.items()}
    rotas = {"guests": Rota(id="guests", members=("anna",), starts=NOON - timedelta(days=7))}
    after = replace(RULES, people=people, rotas=rotas)
    told = replace(after, people_were={"ana": "anna"}, rotas_were={"care": "guests"})

    assert list(shifts_that_change(before, after, NOON)) == ["shift: ana has rota 'care' now, and nobody would"]
    assert list(shifts_that_change(before, told, NOON)) == []
    assert list(what_becomes_of(an_alert(), after)) != []
    assert list(what_becomes_of(an_alert(), told)) == []


def with_another_phone() -> Policies:
    return replace(RULES, version="v2", people={**RULES.people, "ana": a_person("ana", phone="+12025550188")})


def test_what_changes_is_named_without_the_numbers_themselves() -> None:
    people = {**{id: person for id, person in RULES.people.items() if id != "kofi"}, "priya": a_person("priya")}
    people["ana"] = a_person("ana", phone="+12025550188")
    departments = {"guests": Department(id="guests", name="Guests", escalation="care")}
    routes = (*reversed(RULES.routes), Route(name="rest", department="guests"))
    after = replace(RULES, people=people, departments=departments, routes=routes, duty_manager="ben")

    assert list(changes(RULES, after)) == [
        "duty manager: dana becomes ben",
        "person priya: new",
        "person kofi: gone",
        "person ana: phone",
        "department guests: new",
        "department care: gone",
        "route rest: new",
        "routes: tried in another order",
    ]
    assert list(changes(RULES, RULES)) == []


def test_a_running_shift_that_a_push_would_end_is_named() -> None:
    rota = Rota(id="care", members=("ana", "ben"), starts=NOON - timedelta(days=1))
    before = replace(RULES, rotas={"care": rota})
    after = replace(RULES, rotas={"care": replace(rota, members=("zoe",))})

    assert list(shifts_that_change(before, after, NOON)) == ["shift: ana has rota 'care' now, and zoe would"]
    assert list(shifts_that_change(before, before, NOON)) == []


def test_what_an_open_alert_would_lose_is_named() -> None:
    alert = an_alert(policy=a_policy("ana", "kofi"))
    gone = replace(RULES, people={id: person for id, person in RULES.people.items() if id != "kofi"}, departments={})

    assert list(what_becomes_of(alert, gone)) == [
        "alert a1 (routine, triggered): its department 'care' is gone; "
        "its tiers name kofi, gone: they are passed, and the last resort stays"
    ]
    assert list(what_becomes_of(alert, RULES)) == []


def test_what_changes_something_is_pushed_only_with_a_yes(store: FakeStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert put_in_force(STAGE, store, with_another_phone(), yes=False, brand_changes=False) == 1
    assert "person ana: phone" in capsys.readouterr().out
    assert store.policies() == RULES

    assert put_in_force(STAGE, store, with_another_phone(), yes=True, brand_changes=False) == 0
    assert store.policies() == with_another_phone()


def test_the_first_push_and_the_same_rules_again_need_no_yes(store: FakeStore) -> None:
    assert put_in_force(STAGE, store, RULES, yes=False, brand_changes=False) == 0
    assert put_in_force(STAGE, FakeStore(), RULES, yes=False, brand_changes=False) == 0


def test_another_brand_never_takes_a_stage_over_by_accident(store: FakeStore) -> None:
    other = replace(RULES, version="v3", brand=replace(RULES.brand, name="Acme"))

    with pytest.raises(OperatorError, match="the rules in force are those of Wayfare, and these are of Acme"):
        put_in_force(STAGE, store, other, yes=True, brand_changes=False)
    assert store.policies() == RULES
    assert put_in_force(STAGE, store, other, yes=True, brand_changes=True) == 0


def test_a_push_says_while_no_contact_of_the_duty_manager_is_proven(
    store: FakeStore, capsys: pytest.CaptureFixture[str]
) -> None:
    silent = replace(RULES, version="v2", people={**RULES.people, "dana": a_person("dana", email=None)})
    put_in_force(STAGE, store, silent, yes=True, brand_changes=False)

    assert "no contact of dana, the duty manager, is proven yet" in capsys.readouterr().out


def test_the_topic_of_a_department_that_is_gone_stays_while_its_alert_is_open(store: FakeStore) -> None:
    store.save(Change(alert=an_alert()))
    renamed = replace(
        RULES, version="v2", departments={"guests": Department(id="guests", name="Guests", escalation="care")}
    )
    push(STAGE, store, renamed, at=NOON)

    assert set(store.deployment().topics) == {"care", "guests"}


def test_versions_are_listed_newest_first_and_read_again(store: FakeStore) -> None:
    store.save_policies(with_another_phone(), at=NOON + timedelta(hours=1))

    assert [pushed.version for pushed in store.versions()] == ["v2", "v1"]
    assert store.policies_of("v1") == RULES
    with pytest.raises(NotFoundError, match="there is no version v9"):
        store.policies_of("v9")


def test_what_is_open_is_listed_the_worst_and_oldest_first() -> None:
    old = an_alert(id="old", opened_at=NOON - timedelta(days=2))
    alerts = [
        an_alert(id="routine"),
        old,
        an_alert(id="taken", urgency=Urgency.URGENT, status=AlertStatus.ACKNOWLEDGED, owner="ben", timers={}),
        an_alert(id="urgent", urgency=Urgency.URGENT),
        an_alert(id="nobody", urgency=Urgency.URGENT, timers={}),
    ]

    assert [each.id for each in worst_first(alerts)] == ["nobody", "urgent", "taken", "old", "routine"]


def test_a_rota_whose_first_handoff_is_still_to_come_is_refused() -> None:
    later = Rota(id="care", members=("ana",), starts=datetime(2199, 1, 7, tzinfo=UTC))

    with pytest.raises(OperatorError, match="rota 'care' begins on 2199-01-07, and until then nobody is on call in it"):
        put_in_force(STAGE, FakeStore(), replace(RULES, rotas={"care": later}), yes=True, brand_changes=False)


def test_a_push_that_removes_who_took_a_shift_says_that_it_passes_over_that(
    store: FakeStore, capsys: pytest.CaptureFixture[str]
) -> None:
    end = NOON + timedelta(days=36_500)
    swap = Swap(id="s1", rota="care", giver="ana", taker="kofi", start=NOON, end=end)
    store.keep_swap(swap.then(SwapState.TAKEN, by="kofi", at=NOON))
    without = replace(RULES, version="v2", people={id: each for id, each in RULES.people.items() if id != "kofi"})

    assert put_in_force(STAGE, store, without, yes=False, brand_changes=False) == 1
    assert f"swap: kofi has the shift of ana in rota 'care' until {end:%Y-%m-%d %H:%M} UTC" in capsys.readouterr().out
