"""A push learns from examples and names departments that they do not tell apart; a replay compares anew."""

from chalicelib.domain.heard.classification import NOT_COMPARED
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.tiers import Department
from infra.by_example import belongings, learned
from infra.rehearsal import as_recorded
from tests.builders import a_classification, a_heard, a_mention, policies_for

JOBS = (
    "are you hiring?",
    "where do I send my CV?",
    "any internships?",
    "my job application",
    "is the vacancy still open?",
)
MACHINES = ("the app crashes", "your site is down", "login fails again", "no code by SMS", "the page never loads")


def with_examples(**examples: tuple[str, ...]) -> Policies:
    return policies_for(
        departments={
            name: Department(id=name, name=name, escalation="care", examples=texts) for name, texts in examples.items()
        }
    )


def test_departments_that_are_alike_are_named() -> None:
    mixed = {"one": (*JOBS[:3], *MACHINES[:2]), "two": (*JOBS[3:], *MACHINES[2:])}

    _, alike = learned(with_examples(**mixed))

    assert len(alike) == 1
    assert alike[0].startswith("people.departments: one and two can hardly be told apart: ")


def test_departments_that_differ_are_not() -> None:
    rules, alike = learned(with_examples(jobs=JOBS, machines=MACHINES))

    assert alike == ()
    assert rules.head is not None
    assert rules.head.names == ("jobs", "machines")


def test_without_examples_nothing_is_learned() -> None:
    assert learned(policies_for()) == (policies_for(), ())


def test_a_replay_compares_each_mention_with_the_examples_of_each_policies() -> None:
    heard = a_heard(a_mention(text="do you hire in spring?"), classification=a_classification())
    unread = a_heard(a_mention(id="2", text="雇用"), classification=None)

    with_, without = belongings([heard, unread], [with_examples(jobs=JOBS, machines=MACHINES), policies_for()])

    assert with_(heard).value == "jobs"
    assert (with_(unread), without(heard)) == (NOT_COMPARED, NOT_COMPARED)


def test_a_replay_of_rules_without_examples_reads_nothing_again() -> None:
    assert belongings([a_heard(a_mention())], [policies_for(), policies_for()]) == [as_recorded, as_recorded]
