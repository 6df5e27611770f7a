"""A first folder of policies: eight answers, checked as a push checks, never over another, fit for one person alone."""

from argparse import Namespace
from pathlib import Path

import pytest

from chalicelib.classifier import KeywordIndex
from chalicelib.domain.heard.classification import Belonging, Intent, Sentiment
from chalicelib.domain.judged.routing import decide
from chalicelib.domain.people.directory import has_contact
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Channel
from chalicelib.domain.rules.routes import Action, Urgency
from infra.commands.init import run
from infra.errors import OperatorError
from infra.flags.init import TRADES
from infra.init.answers import DEPARTMENTS, QUESTIONS
from infra.init.asking import answered
from infra.init.folder import files, write
from infra.init.trades import trade
from infra.stage import Stage
from policyreader import PolicyFaults, load
from tests.builders import a_classification, a_mention

ALONE = {
    "brand": "Brotzeit: das Brot",
    "accounts": "x:@brotzeit, mastodon:brotzeit@social.example",
    "feeds": "https://feeds.example/1#a",
    "departments": "",
    "people": "Jörg Müller, joerg@brotzeit.example, +49 30 1234567",
    "hours": "mon-fri 09:00-17:00",
    "country": "DE Europe/Berlin",
    "last": "jörg",
}
MANY = ALONE | {
    "departments": "tech-support, press",
    "people": (
        "Ana Ruiz, ana@teluno.example, +1 212 555 0101: customer-care, press; "
        "Ben Okafor, ben@teluno.example, +1 212 555 0102: customer-care; "
        "Ben Adler, adler@teluno.example; Dana Whitfield, +1 212 555 0109: press"
    ),
    "last": "Dana Whitfield",
}


def file_with(folder: Path, answers: dict[str, str]) -> Path:
    path = folder / "answers.yaml"
    path.write_text("\n".join(f'{key}: "{value}"' for key, value in answers.items()), encoding="utf-8")
    return path


def nobody(_: str) -> str:
    raise EOFError


def founded(folder: Path, answers: dict[str, str], name: str = "other") -> Policies:
    read = answered(file_with(folder, answers), nobody, print)
    return write(folder / "new", files(read, trade(name)))


@pytest.mark.parametrize("name", TRADES)
def test_every_trade_gives_a_folder_that_can_be_pushed(name: str, tmp_path: Path) -> None:
    written = founded(tmp_path, MANY, name)

    assert load(tmp_path / "new") == written
    assert {len(posts) >= 10 for posts in written.examples.values()} == {True}
    assert set(written.departments) == {"customer-care", "tech-support", "press"}
    assert set(written.guidelines) == set(written.departments)


@pytest.mark.parametrize("name", TRADES)
def test_one_person_is_every_department_and_sleeps(name: str, tmp_path: Path) -> None:
    written = founded(tmp_path, ALONE, name)

    [person] = written.people.values()
    assert (person.id, person.name, written.duty_manager) == ("jorg", "Jörg Müller", "jorg")
    assert set(written.departments) == set(DEPARTMENTS)
    assert person.notify.routine.channels == (Channel.EMAIL,)
    assert has_contact(person, Channel.SMS)
    loud = next(route for route in written.routes if route.name == "loud-complaint")
    assert loud.urgency is Urgency.ROUTINE
    assert {route.urgency for route in written.routes if route.name in ("harm", "legal")} == {Urgency.URGENT}


def test_what_was_answered_is_what_is_written(tmp_path: Path) -> None:
    written = founded(tmp_path, MANY)

    assert written.brand.name == "Brotzeit: das Brot"
    assert written.brand.handles == {"x": ("brotzeit",), "mastodon": ("brotzeit@social.example",)}
    assert [source.name for source in written.brand.sources] == ["x-mentions", "feed-1", "reviews"]
    assert written.brand.sources[0].options == {"mode": "mentions"}
    assert set(written.people) == {"ana", "ben", "ben-2", "dana"}
    assert written.rotas["press"].members == ("ana", "ben-2", "dana")
    assert [target.id for target in written.escalation["press"].tiers[-1].notify] == ["dana"]
    assert (written.departments["press"].hours.zone, written.departments["press"].hours.country) == (
        "Europe/Berlin",
        "DE",
    )


def test_a_department_that_is_not_there_gets_nothing(tmp_path: Path) -> None:
    written = founded(tmp_path, MANY)
    text = "are you hiring?"
    like = Belonging(value="hr", confidence=0.9, like="one of theirs")
    read = a_classification(
        Sentiment.NEUTRAL, Intent.QUESTION, department=like, keywords=KeywordIndex(written.phrases).find(text)
    )

    decision = decide(a_mention(text=text), read, written)

    assert (decision.route, decision.department, decision.action) == ("jobs", "customer-care", Action.WATCH)


def test_an_outage_is_the_machines_business_at_a_telephone_company(tmp_path: Path) -> None:
    written = founded(tmp_path, MANY, "telecom")
    text = "no signal here since noon, useless"
    read = a_classification(keywords=KeywordIndex(written.phrases).find(text))

    assert decide(a_mention(text=text), read, written).department == "tech-support"


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(OperatorError, match="nothing is written over it: name a new folder"):
        run(Stage("local"), Namespace(folder=tmp_path, trade="other", answers=None))

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_is_written_while_anything_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(PolicyFaults, match=r"brand\.handles\.x"):
        founded(tmp_path, ALONE | {"accounts": "x:our own account"})

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("key", "said", "words"),
    [
        ("accounts", "@brotzeit", "accounts: type the network, a colon and the name, like x:brotzeit"),
        ("feeds", "example.com/feed", "feeds: type a whole address, like https://example.com/feed.xml"),
        ("departments", "marketing", "departments: type some of customer-care, tech-support"),
        ("people", "Ana Ruiz", "people: type a name, an email and a phone"),
        ("people", "Ana, ana@x.example: it", "people: type some of customer-care, tech-support"),
        ("hours", "whenever", "hours: "),
        ("country", "DE", "country: type the country and the time zone, like DE Europe/Berlin"),
        ("last", "Zoe", "last: nobody of the people is called 'Zoe': type Jörg Müller"),
        ("brand", "", "brand: must say something, got nothing"),
    ],
)
def test_an_answer_that_cannot_be_is_told_what_to_type(key: str, said: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=words):
        founded(tmp_path, ALONE | {key: said})


def test_all_that_is_wrong_with_a_file_is_said_together(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as refused:
        founded(tmp_path, ALONE | {"accounts": "@a", "country": "DE"})

    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == ["accounts", "country"]


def test_a_file_of_other_things_says_what_it_may_answer(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"must answer some of brand, accounts, .*like brand: Wayfare"):
        founded(tmp_path, {"name": "Brotzeit"})


def test_what_no_file_answers_is_asked_until_it_can_be_read(tmp_path: Path) -> None:
    asked: list[str] = []
    told: list[str] = []
    said = iter(["", "whenever", *list(ALONE.values())[5:]])
    file = file_with(tmp_path, {key: ALONE[key] for key in ("brand", "accounts", "feeds", "departments", "people")})

    def ask(words: str) -> str:
        asked.append(words)
        return next(said)

    found = answered(file, ask, told.append)

    assert len(asked) == 5
    assert [len(told), told[0]] == [2, "must say something, got nothing"]
    assert (found.hours, found.country, found.last) == ("mon-fri 09:00-17:00", ("DE", "Europe/Berlin"), "jorg")


def test_where_nobody_can_be_asked_the_file_is_named() -> None:
    with pytest.raises(OperatorError, match=r"What is the brand called\? Put it into a file: --answers FILE"):
        answered(None, nobody, print)


def test_eight_questions_are_asked() -> None:
    assert len(QUESTIONS) == 8
