"""What people write in the five files, and the value that it becomes."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from chalicelib.domain.people.rota import on_call_now
from chalicelib.domain.rules.brand import CreditRule, Guideline, SourcePolicy
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import (
    Channel,
    Closing,
    Hours,
    Manner,
    Notify,
    Override,
    Period,
    Rota,
    Target,
    TargetKind,
)
from chalicelib.domain.rules.routes import Action, Route, Theme, Urgency
from chalicelib.domain.rules.spans import Counting, Span
from chalicelib.domain.rules.tiers import Tier
from policyreader import PolicyFaults, load
from policyreader.shapes.files import version_of
from policyreader.shapes.notify import NotifyShape

FILES = {
    "brand": """
name: Wayfare
handles: {x: ["@wayfare", wayfarehelp]}
sources:
  mentions: {kind: x, every: 90s, daily_budget: $2.50, max_age: 2d, mode: search, reposts: no}
  blog: {kind: feed, url: https://blog.wayfare.example/feed.xml}
credit: {hashtag: AskWayfare, off_shift: false}
link_lifetime: 1d12h
""",
    "people": """
duty_manager: dana
people:
  ana:
    name: Ana
    phone: +1 (212) 555-0101
    handles: {x: "@ana_wayfare"}
    closed: [2026-08-03 to 2026-08-05, 2026-12-24]
  ben: {name: Ben, email: ben@wayfare.example, hours: always}
  dana: {name: Dana, phone: +44 7700 900109}
rotas:
  care:
    members: [ana, ben]
    handoff: fri 17:30
    zone: America/New_York
    turn: 14d
    since: 2026-01-01
    overrides:
      - {person: dana, from: 2026-05-03, until: 2026-05-05}
      - {person: ben, from: 2026-06-01 09:00, until: 2026-06-01 12:00}
departments:
  care:
    name: Care
    escalation: care
    zone: Europe/Berlin
    hours: [mon-tue 09:00-12:00 13:00-17:00, "wed, fri 10:00-14:00", sat 22:00-02:00]
    holidays: DE-BE
""",
    "routing": """
fallback_department: care
themes:
  baggage: {phrases: lost bag}
  injury: {phrases: [was injured], urgent: true}
routes:
  - {name: bags, themes: baggage, when: classification.complaint.value, department: care, urgency: urgent}
  - {name: rest, department: care, action: watch}
""",
    "escalation": """
care:
  tiers:
    - {notify: rota:care, wait: 15m, urgent_wait: 1m}
    - {notify: [{to: ben, by: email}, dana], wait: 1h30m}
  repeat: 2
  returns_at: 4
""",
    "guidelines": """
care: {do: Say sorry., replies: [Please DM us.]}
""",
}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for stem, text in FILES.items():
        (tmp_path / f"{stem}.yaml").write_text(text)
    return tmp_path


@pytest.fixture
def policies(directory: Path) -> Policies:
    return load(directory)


def test_a_source_has_its_cadence_budget_and_options(policies: Policies) -> None:
    assert policies.brand.sources == (
        SourcePolicy(
            name="mentions",
            kind="x",
            every=timedelta(seconds=90),
            daily_budget=2_500_000,
            max_age=timedelta(days=2),
            options={"mode": "search", "reposts": "no"},
        ),
        SourcePolicy(name="blog", kind="feed", options={"url": "https://blog.wayfare.example/feed.xml"}),
    )


def test_handles_lose_their_at_sign(policies: Policies) -> None:
    assert policies.brand.handles == {"x": ("wayfare", "wayfarehelp")}
    assert policies.people["ana"].handles == {"x": "ana_wayfare"}


def test_the_brand_says_which_answers_earn_credit_and_how_long_links_live(policies: Policies) -> None:
    assert policies.brand.credit == CreditRule(hashtag="AskWayfare", off_shift=False)
    assert policies.link_lifetime == timedelta(hours=36)


def test_phone_numbers_are_stored_as_they_are_dialled(policies: Policies) -> None:
    assert policies.people["ana"].phone == "+12125550101"
    assert policies.people["dana"].phone == "+447700900109"


def test_days_off_are_written_one_by_one_or_from_day_to_day(policies: Policies) -> None:
    days = (date(2026, 8, 3), date(2026, 8, 4), date(2026, 8, 5), date(2026, 12, 24))

    assert policies.people["ana"].hours == Hours(closures=days)


def test_a_rota_hands_over_first_on_the_named_weekday_after_it_begins(policies: Policies) -> None:
    assert policies.rotas["care"] == Rota(
        id="care",
        members=("ana", "ben"),
        starts=datetime(2026, 1, 2, 22, 30, tzinfo=UTC),
        zone="America/New_York",
        days=14,
        overrides=(
            Override(
                person="ben",
                start=datetime(2026, 1, 1, 5, tzinfo=UTC),
                end=datetime(2026, 1, 2, 22, 30, tzinfo=UTC),
            ),
            Override(
                person="dana",
                start=datetime(2026, 5, 3, 4, tzinfo=UTC),
                end=datetime(2026, 5, 6, 4, tzinfo=UTC),
            ),
            Override(
                person="ben",
                start=datetime(2026, 6, 1, 13, tzinfo=UTC),
                end=datetime(2026, 6, 1, 16, tzinfo=UTC),
            ),
        ),
    )


def test_hours_may_have_several_periods_a_day_and_pass_midnight(policies: Policies) -> None:
    assert policies.departments["care"].hours == Hours(
        zone="Europe/Berlin",
        periods=(
            Period(weekday=0, start=time(9), end=time(12)),
            Period(weekday=0, start=time(13), end=time(17)),
            Period(weekday=1, start=time(9), end=time(12)),
            Period(weekday=1, start=time(13), end=time(17)),
            Period(weekday=2, start=time(10), end=time(14)),
            Period(weekday=4, start=time(10), end=time(14)),
            Period(weekday=5, start=time(22), end=time(0)),
            Period(weekday=6, start=time(0), end=time(2), continues=True),
        ),
        country="DE",
        region="BE",
    )


def test_a_tier_tells_people_and_rotas_by_the_channels_that_it_names(policies: Policies) -> None:
    assert policies.escalation["care"].tiers == (
        Tier(
            notify=(Target(kind=TargetKind.ROTA, id="care"),),
            wait=timedelta(minutes=15),
            urgent_wait=timedelta(minutes=1),
        ),
        Tier(
            notify=(
                Target(kind=TargetKind.PERSON, id="ben", channels=(Channel.EMAIL,)),
                Target(kind=TargetKind.PERSON, id="dana"),
            ),
            wait=timedelta(minutes=90),
        ),
    )
    assert policies.escalation["care"].repeat == 2
    assert policies.escalation["care"].returns_at == 4.0


def test_routes_and_themes_keep_their_order_and_their_urgency(policies: Policies) -> None:
    assert policies.routes == (
        Route(
            name="bags",
            department="care",
            urgency=Urgency.URGENT,
            themes=("baggage",),
            when="classification.complaint.value",
        ),
        Route(name="rest", department="care", action=Action.WATCH),
    )
    assert policies.themes["injury"] == Theme(name="injury", phrases=("was injured",), urgent=True)


def test_guidelines_may_be_one_line_or_several(policies: Policies) -> None:
    assert policies.guidelines == {"care": Guideline(do=("Say sorry.",), replies=("Please DM us.",))}


def test_the_version_changes_with_the_content_and_with_nothing_else(directory: Path, policies: Policies) -> None:
    spaced = directory / "guidelines.yaml"
    spaced.write_text("# a comment\n" + spaced.read_text())
    assert load(directory).version == policies.version == version_of(policies)

    spaced.write_text(spaced.read_text().replace("sorry", "hello"))
    assert load(directory).version != policies.version
    assert len(policies.version) == 12


def test_a_missing_file_is_named_and_the_others_are_still_checked(directory: Path) -> None:
    (directory / "people.yaml").unlink()
    (directory / "escalation.yaml").write_text("care: {tiers: []}\n")

    with pytest.raises(PolicyFaults) as refused:
        load(directory)

    assert refused.value.faults == (
        "people.yaml: the file is missing",
        "escalation.care.tiers: a policy needs at least one tier",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"\x00",
        b"[" * 3000,
        b"a: &a [*a]",
        b"- 1",
        b"!!python/object:os.x {}",
        b"? [a]: b",
        b'"\\ud800": b',
        b"9" * 5000,
    ],
)
def test_garbage_is_a_fault_and_never_a_crash(directory: Path, content: bytes) -> None:
    (directory / "guidelines.yaml").write_bytes(content)

    with pytest.raises(PolicyFaults) as refused:
        load(directory)

    assert refused.value.faults[0].startswith("guidelines")


def test_a_folder_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(PolicyFaults) as refused:
        load(tmp_path / "nowhere")

    assert str(refused.value) == f"{tmp_path / 'nowhere'}: there is no such folder"


def test_several_faults_are_counted_before_they_are_listed(directory: Path) -> None:
    (directory / "people.yaml").unlink()
    (directory / "escalation.yaml").write_text("care: {tiers: []}\n")

    with pytest.raises(PolicyFaults) as refused:
        load(directory)

    assert str(refused.value).splitlines()[0] == "2 faults in 2 files"
    assert len(str(refused.value).splitlines()) == 3


def test_a_file_of_more_than_a_megabyte_is_not_read(directory: Path) -> None:
    (directory / "guidelines.yaml").write_bytes(b"#" * 1_000_001)

    with pytest.raises(PolicyFaults) as refused:
        load(directory)

    assert refused.value.faults == ("guidelines.yaml: must be at most 1,000,000 bytes, got 1,000,001",)


@pytest.mark.parametrize(
    ("hours", "span"),
    [
        ("06:30-23:00", (time(6, 30), time(23))),
        ("22:00-07:00", (time(22), time(7))),
        ("07:00-24:00", (time(7), time())),
        ("always", (time(), time())),
    ],
)
def test_a_person_says_how_they_wish_to_be_told(hours: str, span: tuple[time, time]) -> None:
    wish = NotifyShape.model_validate({"routine": {"by": ["email", "sms"], "sms_hours": hours, "sms_per_hour": 2}})
    told = wish.to_domain()

    assert told.urgent == Notify().urgent
    assert told.routine == Manner(
        channels=(Channel.SMS, Channel.EMAIL), sms_from=span[0], sms_until=span[1], sms_an_hour=2
    )


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"by": "pigeon"}, "must be sms, email or both, got 'pigeon'"),
        ({"by": []}, "must be sms, email or both, got a list"),
        ({"sms_hours": "09:00-12:00 13:00-17:00"}, "must be one stretch like 07:00-22:00 or always"),
        ({"sms_hours": 7}, "must be hours like 07:00-22:00 or always, got 7"),
        ({"sms_hours": "25:00-26:00"}, "there is no time '25:00'"),
        ({"sms_per_hour": 12}, "must be from 1 to 11, got 12"),
    ],
)
def test_a_wish_that_cannot_be_kept_is_refused(wish: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        NotifyShape.model_validate({"routine": wish})


def test_a_rota_that_begins_between_two_handoffs_has_somebody_on_call_until_the_next(policies: Policies) -> None:
    assert on_call_now(policies.rotas["care"], datetime(2026, 1, 1, 20, tzinfo=UTC)) == "ben"
    assert on_call_now(policies.rotas["care"], datetime(2026, 1, 3, 20, tzinfo=UTC)) == "ana"


def test_business_time_is_written_as_such(directory: Path) -> None:
    (directory / "escalation.yaml").write_text(
        "care:\n  tiers: [{notify: dana, wait: 3 business days}]\n  reply_within: 12 business hours\n"
        "  acknowledged_for: 1d\n"
    )
    care = load(directory).escalation["care"]

    assert care.tiers[0].span_for(urgent=False) == Span(lasts=timedelta(days=3), counts=Counting.DAYS)
    assert care.patience == Span(lasts=timedelta(hours=12), counts=Counting.HOURS)
    assert care.loan == Span(lasts=timedelta(days=1))


def test_days_of_the_company_close_every_department_and_whoever_says_so(directory: Path) -> None:
    people = (
        (directory / "people.yaml")
        .read_text()
        .replace("hours: always", "closed: company")
        .replace("holidays: DE-BE", "holidays: [DE-BE, US-NY]\n    closed: 2026-06-19")
    )
    (directory / "people.yaml").write_text(f"{people}company_days: [every 12-24 from 12:00, 2026-05-15]\n")
    policies = load(directory)
    eve = Closing(month=12, day=24, since=time(12))

    care = policies.departments["care"].hours
    assert (care.closings, care.closures) == ((eve,), (date(2026, 6, 19), date(2026, 5, 15)))
    assert (care.country, care.region, care.places) == ("DE", "BE", ("US-NY",))
    assert policies.people["ben"].hours == Hours(closures=(date(2026, 5, 15),), closings=(eve,))
    assert policies.people["ana"].hours.closings == ()


def test_former_names_lead_to_the_present_ones(directory: Path) -> None:
    people = (directory / "people.yaml").read_text().replace("name: Ana", "name: Ana\n    was: [anna, ana.k]")
    (directory / "people.yaml").write_text(people.replace("turn: 14d", "turn: 14d\n    was: guests"))
    policies = load(directory)

    assert policies.person("ana.k") == policies.person("anna") == policies.people["ana"]
    assert policies.rota("guests") == policies.rotas["care"]
