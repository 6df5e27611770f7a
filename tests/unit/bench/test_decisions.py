"""What should become of labelled posts is measured as it ships, and each figure says of how many."""

import json
from pathlib import Path

import pytest

from bench.decisions import lines, main, of_file, plain
from bench.figures import Figure, of_decisions, of_departments, of_harm
from bench.heldout import measured
from bench.judges import Verdict
from bench.labelled import Labelled, mention_of, replies_of, rows
from chalicelib.domain.rules.routes import Action
from training import baselines

URGENT = Labelled(text="smoke in row 4", wanted="now", urgent=True, departments=("customer-care",), trade="airline")
BROKEN = Labelled(text="the app is broken", wanted="now", departments=("it-support",), trade="software")
MEH = Labelled(text="bit slow today", wanted="watch", departments=("customer-care",))
CHAT = Labelled(text="howdy", wanted="ignore")

TOLD = Verdict(action=Action.ALERT, department="customer-care")
RUNG = Verdict(action=Action.ALERT, department="customer-care", urgent=True)
WATCHED = Verdict(action=Action.WATCH, department="tech-support")
IGNORED = Verdict(action=Action.IGNORE)


def shares(figures: list[Figure]) -> dict[str, tuple[int, int]]:
    return {figure.name.strip(): (figure.hits, figure.of) for figure in figures}


def test_what_should_be_told_and_is_not_is_counted() -> None:
    found = shares(of_decisions([URGENT, BROKEN, MEH, CHAT], [RUNG, IGNORED, WATCHED, TOLD]))

    assert found["urgent posts found urgent"] == (1, 1)
    assert found["'now' posts told now"] == (1, 2)
    assert found["'now' posts ignored"] == (1, 2)
    assert found["told at once and wanted now"] == (1, 2)
    assert found["told at once or watched, and worth it"] == (2, 3)


def test_an_urgent_call_about_anything_else_is_a_wrong_one() -> None:
    found = shares(of_decisions([URGENT, CHAT], [WATCHED, RUNG]))

    assert found["urgent calls that were right"] == (0, 1)
    assert found["urgent posts ignored or only watched"] == (1, 1)


def test_a_department_is_right_under_either_of_its_names_and_an_ignored_post_reaches_none() -> None:
    ignored_there = Verdict(action=Action.IGNORE, department="tech-support")
    found = shares(of_decisions([BROKEN, BROKEN, CHAT], [WATCHED, ignored_there, WATCHED]))

    assert found["right department"] == (1, 2)
    assert found["right department, software and telecom"] == (1, 2)


def test_sentences_of_departments_are_told_apart_by_the_best_one() -> None:
    found = shares(of_departments([BROKEN, MEH], [WATCHED, IGNORED]))

    assert found == {
        "sentences of rare departments routed right": (1, 2),
        "tech-support": (1, 1),
        "customer-care": (0, 1),
    }


def test_harm_and_what_only_sounds_like_it_are_counted_apart() -> None:
    found = shares(of_harm([URGENT, CHAT, MEH], [IGNORED, RUNG, RUNG], [False, True, False]))

    assert found["dangerous sentences called urgent"] == (0, 1)
    assert found["dangerous sentences ignored"] == (1, 1)
    assert found["harmless ones called urgent"] == (1, 1)


@pytest.mark.parametrize(("hits", "is_ceiling", "met"), [(9, False, True), (8, False, False), (9, True, True)])
def test_a_goal_is_a_floor_or_a_ceiling(hits: int, is_ceiling: bool, met: bool) -> None:
    assert Figure(name="any", hits=hits, of=10, goal=0.9, is_ceiling=is_ceiling).is_met is met


def test_a_missed_goal_is_marked_and_nobody_is_judged_by_no_post() -> None:
    table = {"earshot": [Figure(name="few", hits=1, of=4, goal=0.5)], "vader": [Figure(name="few", hits=0, of=0)]}

    [head, line] = lines(table)
    assert head.split() == ["earshot", "vader", "goal"]
    assert line.split() == ["few", "1/4", "25.0", "%", "-", ">=50", "%", "missed"]


def test_the_same_figures_come_as_values() -> None:
    table = of_file([CHAT], {"nobody": lambda posts: [IGNORED for _ in posts]})

    found = json.loads(json.dumps(plain({"posts": table})))["posts"]["nobody"]
    assert found["'now' posts ignored"] == {"hits": 0, "of": 0, "goal": 0.01, "is_met": True}


def test_a_post_with_a_parent_answers_a_reply_of_ours() -> None:
    answer = Labelled(text="it's 4471", parent="What's your order number?")
    [reply] = replies_of(answer)

    assert (mention_of(answer).in_reply_to, mention_of(answer).thread) == ("reply", reply.thread)
    assert replies_of(CHAT) == ()


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_text('{"text": "fine"}\n\n{"text": "not so", "wanted": "perhaps"}\n')

    with pytest.raises(ValueError, match=r"posts\.jsonl, line 3: Invalid enum value 'perhaps'"):
        rows(file, Labelled)


def test_a_missing_file_is_said_in_one_line() -> None:
    with pytest.raises(SystemExit, match="No such file"):
        main(["nowhere.jsonl"])


def test_your_own_posts_are_measured_through_the_shipped_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_text('{"text": "@wayfare you lost my luggage and nobody answers the phone", "wanted": "now"}\n')

    main([str(file), "--json"])

    table = json.loads(capsys.readouterr().out)["posts.jsonl"]
    assert list(table) == ["earshot", *(["vader"] if baselines.ARE_INSTALLED else []), "everything"]
    assert table["earshot"]["'now' posts told now"]["hits"] == 1


def test_every_held_out_set_that_rules_decide_about_is_measured() -> None:
    of_readers_alone = {"harm_languages", "sentiment_languages"}
    sets = {file.stem for file in Path("bench/sets").glob("*.jsonl")}

    assert set(measured()) == sets - of_readers_alone
