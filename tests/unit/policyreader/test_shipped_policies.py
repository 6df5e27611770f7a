"""The rules that ship serve a newcomer at any hour, and send each kind of trouble to the people who can mend it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.classifier import Classifier, KeywordIndex
from chalicelib.domain.heard.classification import Belonging, Classification, HarmKind, Intent, Label, Sentiment
from chalicelib.domain.heard.classification import Urgency as JudgedHarm
from chalicelib.domain.heard.mention import Author, Network
from chalicelib.domain.judged.addressed import post_of
from chalicelib.domain.judged.routing import Decision, decide
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Urgency
from policyreader import load
from policyreader.schema import schema
from policyreader.shapes.files import FilesShape
from tests.builders import a_classification
from tests.unit.domain.test_routing import a_mention

POLICIES = Path("policies")


@pytest.fixture(scope="module")
def policies() -> Policies:
    return load(POLICIES)


@pytest.fixture(scope="module")
def keywords(policies: Policies) -> KeywordIndex:
    return KeywordIndex({name: theme.phrases for name, theme in policies.themes.items()})


def routed(
    text: str,
    intent: Intent,
    policies: Policies,
    keywords: KeywordIndex,
    *,
    followers: int = 100,
    network: Network = Network.X,
    verified: bool = False,
    **said: Any,
) -> Decision:
    """What the rules decide where the classifier reads `text` as `intent`; `said` replaces further labels."""
    moods = {Intent.COMPLAINT: Sentiment.NEGATIVE, Intent.PRAISE: Sentiment.POSITIVE, Intent.UNKNOWN: Sentiment.UNKNOWN}
    classification = Classification(
        sentiment=Label(value=moods.get(intent, Sentiment.NEUTRAL), confidence=0.9),
        intent=Label(value=intent, confidence=0.9),
        complaint=Label(value=intent is Intent.COMPLAINT, confidence=0.9),
        needs_answer=Label(value=intent not in (Intent.PRAISE, Intent.OTHER), confidence=0.9),
        language=Label(value="en", confidence=1.0),
        keywords=keywords.find(text),
        model="test@1",
    )
    classification = replace(classification, **said)
    author = Author(id="9", handle="kim", followers=followers, verified=verified)
    mention = replace(a_mention(), text=text, author=author, network=network)
    return decide(mention, classification, policies)


def test_a_private_message_that_comes_without_its_words_waits_for_an_answer(policies: Policies) -> None:
    message = replace(a_mention(), network=Network.MASTODON, text="", private=True)
    [read] = Classifier.load().classify([post_of(message)])
    decision = decide(message, read, policies)

    assert (decision.action, decision.department) == (Action.WATCH, "customer-care")


@pytest.mark.parametrize(
    ("text", "intent", "department", "urgency"),
    [
        ("@wayfare my bag never arrived and nobody answers", Intent.COMPLAINT, "customer-care", Urgency.ROUTINE),
        ("I got food poisoning on your flight", Intent.COMPLAINT, "customer-care", Urgency.URGENT),
        ("my son was injured by your trolley", Intent.OTHER, "customer-care", Urgency.URGENT),
        ("your gate agent was racist", Intent.COMPLAINT, "customer-care", Urgency.URGENT),
        ("you will hear from my lawyer", Intent.COMPLAINT, "executives", Urgency.URGENT),
        ("is this a data leak? I see someone else's booking", Intent.QUESTION, "tech-support", Urgency.URGENT),
        ("the app keeps crashing when I pay", Intent.COMPLAINT, "tech-support", Urgency.ROUTINE),
        ("journalist here, who can talk about the strike?", Intent.QUESTION, "press", Urgency.ROUTINE),
        ("wrong order again and cold food", Intent.COMPLAINT, "customer-care", Urgency.ROUTINE),
    ],
)
def test_trouble_alerts_the_people_who_can_mend_it(
    text: str, intent: Intent, department: str, urgency: Urgency, policies: Policies, keywords: KeywordIndex
) -> None:
    decision = routed(text, intent, policies, keywords)

    assert (decision.action, decision.department, decision.urgency) == (Action.ALERT, department, urgency)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("me sentó mal la comida, estoy vomitando", "food-poisoning"),
        ("cheiro de gás no corredor inteiro", "danger"),
        ("il y a de la fumée dans la cabine", "danger"),
        ("mein Vater ist bewusstlos, wo bleibt der Krankenwagen", "injury"),
        ("la vostra hostess è razzista", "discrimination"),
        ("mijn kind is naar het ziekenhuis", "injury"),
        ("vous aurez des nouvelles de mon avocat", "legal"),
    ],
)
def test_an_unread_post_with_a_dangerous_word_rings_at_once(
    text: str, theme: str, policies: Policies, keywords: KeywordIndex
) -> None:
    decision = routed(text, Intent.UNKNOWN, policies, keywords)

    assert (decision.action, decision.urgency, decision.theme) == (Action.ALERT, Urgency.URGENT, theme)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("perdieron mi maleta y nadie contesta", "baggage"),
        ("ainda estou esperando o reembolso", "refund"),
        ("vol annulé, personne ne répond", "cancellation"),
        ("Zug fällt aus, schon wieder verspaetet", "delay"),
        ("cibo freddo e servizio pessimo", "food"),
        ("pakketje nog altijd niet geleverd", "delivery"),
    ],
)
def test_trouble_in_a_language_that_cannot_be_read_is_told(
    text: str, theme: str, policies: Policies, keywords: KeywordIndex
) -> None:
    decision = routed(text, Intent.UNKNOWN, policies, keywords)

    assert (decision.action, decision.urgency) == (Action.ALERT, Urgency.ROUTINE)
    assert theme in {found.theme for found in keywords.find(text)}


@pytest.mark.parametrize(
    "text",
    [
        "my gift arrived in brand new wrapping",
        "the average of it",
        "pas de retard aujourd'hui",
        "kein Gasgeruch, alles gut",
        "sin retraso esta vez",
    ],
)
def test_no_foreign_phrase_is_found_in_english_or_where_it_is_denied(text: str, keywords: KeywordIndex) -> None:
    assert keywords.find(text) == ()


@pytest.mark.parametrize(
    ("text", "intent", "department"),
    [
        ("do you fly to Lisbon on Sundays?", Intent.QUESTION, "sales"),
        ("can I bring my cello?", Intent.QUESTION, "customer-care"),
        ("please bring back the old seats", Intent.REQUEST, "customer-care"),
        ("are you hiring pilots?", Intent.QUESTION, "hr"),
        ("boycott this airline", Intent.OTHER, "press"),
        ("we'd love a partnership with you", Intent.REQUEST, "business-development"),
        ("¿dónde está mi maleta?", Intent.UNKNOWN, "customer-care"),
        ("how do I get my boarding pass on the website?", Intent.QUESTION, "tech-support"),
    ],
)
def test_what_needs_an_answer_is_watched(
    text: str, intent: Intent, department: str, policies: Policies, keywords: KeywordIndex
) -> None:
    decision = routed(text, intent, policies, keywords)

    assert (decision.action, decision.department) == (Action.WATCH, department)


def test_trouble_that_is_told_without_feeling_is_watched_and_not_taken_for_small_talk(
    policies: Policies, keywords: KeywordIndex
) -> None:
    decision = routed("I got undercooked fries", Intent.OTHER, policies, keywords)

    assert (decision.action, decision.route) == (Action.WATCH, "perhaps-trouble")


@pytest.mark.parametrize(
    ("kind", "department"),
    [
        (HarmKind.LEGAL, "executives"),
        (HarmKind.DATA_LEAK, "tech-support"),
        (HarmKind.ILLNESS, "customer-care"),
        (HarmKind.SELF_HARM, "customer-care"),
    ],
)
def test_judged_harm_rings_at_any_hour_without_a_word_of_danger(
    kind: HarmKind, department: str, policies: Policies, keywords: KeywordIndex
) -> None:
    harm = JudgedHarm(value=True, kind=kind, confidence=0.5)
    decision = routed("all four of us were up all night", Intent.COMPLAINT, policies, keywords, urgent=harm)

    assert (decision.action, decision.urgency, decision.department) == (Action.ALERT, Urgency.URGENT, department)


def test_judged_harm_that_is_not_sure_and_needs_no_answer_is_told_at_routine_pace(
    policies: Policies, keywords: KeywordIndex
) -> None:
    harm = JudgedHarm(value=True, kind=HarmKind.INJURY, confidence=0.5)
    decision = routed("leg day nearly finished me", Intent.OTHER, policies, keywords, urgent=harm)

    assert (decision.action, decision.urgency, decision.route) == (Action.ALERT, Urgency.ROUTINE, "perhaps-harm")


@pytest.mark.parametrize(
    "text",
    [
        "the band was on fire tonight",
        "your queue is a suicide mission",
        "this app gives me a heart attack every payday",
        "my heart is bleeding, bring the fish taco back",
        "the fraud team rang me within a minute",
        "we bombed at your karaoke night",
        "passed out from joy",
        "my phone battery collapsed",
    ],
)
def test_an_idiom_holds_no_urgent_phrase(text: str, policies: Policies, keywords: KeywordIndex) -> None:
    assert not [found for found in keywords.find(text) if policies.themes[found.theme].urgent]


def test_danger_injury_and_contamination_are_never_let_be(policies: Policies) -> None:
    assert not [name for name in ("danger", "injury", "food-poisoning") if policies.themes[name].unless]


NEGATIVE = Label(value=Sentiment.NEGATIVE, confidence=0.6)
MILDLY_NEGATIVE = Label(value=Sentiment.NEGATIVE, confidence=0.5)
NEUTRAL, POSITIVE = Label(value=Sentiment.NEUTRAL, confidence=0.9), Label(value=Sentiment.POSITIVE, confidence=0.9)


@pytest.mark.parametrize(
    ("text", "sentiment", "route", "action"),
    [
        ("Wayfare passengers injured in turbulence", NEUTRAL, "news-of-harm", Action.ALERT),
        ("Wayfare shares plunge", NEGATIVE, "bad-news", Action.ALERT),
        ("Wayfare delays the new cabin", MILDLY_NEGATIVE, "perhaps-bad-news", Action.WATCH),
        ("Flights to Lisbon cancelled and refunds promised", NEUTRAL, "perhaps-bad-news", Action.WATCH),
        ("Wayfare opens a lounge", NEUTRAL, "good-news", Action.IGNORE),
        ("Wayfare wins a prize for its refunds", POSITIVE, "good-news", Action.IGNORE),
    ],
)
def test_bad_news_reaches_the_press_office_and_good_news_nobody(
    text: str, sentiment: Label[Sentiment], route: str, action: Action, policies: Policies, keywords: KeywordIndex
) -> None:
    no = Label(value=False, confidence=1.0)
    article: dict[str, Any] = {"network": Network.FEED, "sentiment": sentiment, "needs_answer": no}
    decision = routed(text, Intent.OTHER, policies, keywords, **article)

    assert (decision.route, decision.action) == (route, action)
    assert decision.department == (None if action is Action.IGNORE else "press")


@pytest.mark.parametrize(("confidence", "route"), [(0.6, "negative"), (0.59, "small-talk")])
def test_what_is_surely_negative_is_watched_at_least(
    confidence: float, route: str, policies: Policies, keywords: KeywordIndex
) -> None:
    sentiment, no = Label(value=Sentiment.NEGATIVE, confidence=confidence), Label(value=False, confidence=0.9)
    decision = routed("well, that was that", Intent.OTHER, policies, keywords, sentiment=sentiment, needs_answer=no)

    assert decision.route == route


def test_not_even_spam_hides_what_is_surely_negative(policies: Policies, keywords: KeywordIndex) -> None:
    decision = routed("you took my money for bitcoin", Intent.OTHER, policies, keywords, sentiment=NEGATIVE)

    assert decision.action is not Action.IGNORE


@pytest.mark.parametrize(
    ("text", "intent", "said", "route"),
    [
        ("so much for that", Intent.OTHER, {"needs_answer": Label(True, 0.8)}, "negative-and-needs-an-answer"),
        ("is that all?", Intent.QUESTION, {"needs_answer": Label(True, 0.7)}, "asked-in-anger"),
        ("please be kinder", Intent.REQUEST, {"needs_answer": Label(True, 0.7)}, "asked-in-anger"),
    ],
)
def test_what_is_negative_and_wants_something_is_told(
    text: str, intent: Intent, said: dict[str, Any], route: str, policies: Policies, keywords: KeywordIndex
) -> None:
    decision = routed(text, intent, policies, keywords, sentiment=NEGATIVE, **said)

    assert (decision.action, decision.route) == (Action.ALERT, route)


def test_a_question_about_trouble_is_told(policies: Policies, keywords: KeywordIndex) -> None:
    decision = routed("is there any news about my lost bag?", Intent.QUESTION, policies, keywords)

    assert (decision.action, decision.route) == (Action.ALERT, "asked-in-trouble")


def test_trouble_that_happens_now_waits_ten_minutes_and_not_an_hour(policies: Policies, keywords: KeywordIndex) -> None:
    decision = routed("still on the plane, no idea why", Intent.OTHER, policies, keywords)

    assert (decision.action, decision.reply_within) == (Action.WATCH, timedelta(minutes=10))


@pytest.mark.parametrize(
    ("text", "intent", "route"),
    [
        ("best crew ever, thank you", Intent.PRAISE, "praise"),
        ("howdy", Intent.OTHER, "small-talk"),
        ("buy #dogecoin now", Intent.OTHER, "spam"),
    ],
)
def test_what_needs_no_answer_is_ignored_by_a_named_route(
    text: str, intent: Intent, route: str, policies: Policies, keywords: KeywordIndex
) -> None:
    decision = routed(text, intent, policies, keywords)

    assert (decision.action, decision.route) == (Action.IGNORE, route)


def test_a_complaint_that_many_read_is_urgent(policies: Policies, keywords: KeywordIndex) -> None:
    decision = routed("my seat is broken", Intent.COMPLAINT, policies, keywords, followers=60_000)

    assert (decision.route, decision.urgency) == ("loud-complaint", Urgency.URGENT)


def test_a_bought_check_mark_makes_no_complaint_urgent(policies: Policies, keywords: KeywordIndex) -> None:
    decision = routed("my seat is broken", Intent.COMPLAINT, policies, keywords, verified=True)

    assert (decision.action, decision.urgency) == (Action.ALERT, Urgency.ROUTINE)


def test_the_departments_of_the_first_run_are_always_open(policies: Policies) -> None:
    open_always = {name for name, department in policies.departments.items() if not department.hours.periods}

    assert open_always >= {"customer-care", "tech-support", "press", "executives"}
    assert not open_always & {"hr", "sales"}


def test_an_urgent_alert_leaves_its_first_tier_after_a_minute(policies: Policies) -> None:
    for department in ("customer-care", "tech-support", "press", "executives"):
        first = policies.escalation[policies.departments[department].escalation].tiers[0]

        assert first.wait_for(urgent=True).total_seconds() == 60
        assert first.wait_for(urgent=False).total_seconds() >= 600


def test_every_department_has_a_reply_to_suggest(policies: Policies) -> None:
    assert {name for name, guideline in policies.guidelines.items() if guideline.replies} == set(policies.departments)


def test_rotas_run_already(policies: Policies) -> None:
    assert all(rota.starts < datetime(2025, 1, 1, tzinfo=UTC) for rota in policies.rotas.values())


@pytest.mark.parametrize(
    ("department", "route", "action"),
    [
        ("press", "press-by-example", Action.ALERT),
        ("hr", "jobs-by-example", Action.WATCH),
        ("executives", "executives-by-example", Action.WATCH),
        ("business-development", "partners-by-example", Action.WATCH),
        ("sales", "buying-by-example", Action.WATCH),
        ("tech-support", "machine-questions-by-example", Action.WATCH),
    ],
)
def test_what_no_phrase_knows_goes_to_the_department_whose_examples_it_is_like(
    department: str, route: str, action: Action, policies: Policies
) -> None:
    like = Belonging(value=department, confidence=0.7, like="one of theirs")
    read = a_classification(Sentiment.NEUTRAL, Intent.QUESTION, department=like)

    decision = decide(replace(a_mention(), text="would that be possible?"), read, policies)

    assert (decision.route, decision.department, decision.action) == (route, department, action)
    assert decision.like == "one of theirs"
    assert decision.tried[-1].why.endswith("and it is most like 'one of theirs'")


def test_trouble_of_a_rare_department_is_told_there(policies: Policies) -> None:
    like = Belonging(value="hr", confidence=0.7, like="one of theirs")

    decision = decide(replace(a_mention(), text="not even a rejection"), a_classification(department=like), policies)

    assert (decision.action, decision.department) == (Action.ALERT, "hr")


def test_what_may_be_harm_is_never_only_watched_for_an_example(policies: Policies) -> None:
    like = Belonging(value="hr", confidence=0.9, like="one of theirs")
    harm = JudgedHarm(value=True, kind=HarmKind.LEGAL, confidence=0.4)
    read = a_classification(Sentiment.NEUTRAL, Intent.OTHER, department=like, urgent=harm)

    assert decide(replace(a_mention(), text="well then"), read, policies).action is Action.ALERT


def test_every_department_of_the_shipped_rules_has_examples(policies: Policies) -> None:
    assert {name: len(texts) >= 10 for name, texts in policies.examples.items()} == dict.fromkeys(
        [*policies.departments, "nobody"], True
    )


@pytest.mark.parametrize("stem", FilesShape.model_fields)
def test_the_schema_that_editors_read_is_current(stem: str) -> None:
    assert (POLICIES / "schema" / f"{stem}.json").read_text() == schema(stem)


@pytest.mark.parametrize("stem", FilesShape.model_fields)
def test_each_file_tells_editors_where_its_schema_is(stem: str) -> None:
    first = (POLICIES / f"{stem}.yaml").read_text().splitlines()[0]

    assert first == f"# yaml-language-server: $schema=schema/{stem}.json"


def test_the_readme_explains_every_key() -> None:
    readme = (POLICIES / "README.md").read_text()
    definitions = FilesShape.model_json_schema()["$defs"].values()
    keys = {key for definition in definitions for key in definition.get("properties", {})}

    assert {key for key in keys if f"`{key}`" not in readme} == set()


def test_the_examples_of_the_readme_work_together(tmp_path: Path) -> None:
    for block in re.findall(r"```yaml\n(.*?)```", (POLICIES / "README.md").read_text(), re.DOTALL):
        stem = block.removeprefix("# ").split(".")[0]
        (tmp_path / f"{stem}.yaml").write_text(block)

    assert load(tmp_path).brand.sources[0].options["parents"] == "no"
