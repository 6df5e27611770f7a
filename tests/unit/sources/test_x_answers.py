"""Whatever X answers is read, or refused with an error of ours."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.sources.x.answers import read_answer
from chalicelib.adapters.sources.x.posts import mentions
from chalicelib.adapters.sources.x.windows import Window
from chalicelib.domain.errors import SourceError
from tests.builders import NOON
from tests.unit.sources.x_answers import PEOPLE, a_post, a_reply

names = st.sampled_from(["id", "text", "author_id", "created_at", "users", "tweets", "newest_id", "oldest_id", "type"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["7", "²", "9" * 5_000])
anything = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(names, inner), max_leaves=12)
POST = a_reply(9, to=7, of="501", thread=3, note_tweet={"text": "long"})


@st.composite
def damaged_posts(draw: st.DrawFn) -> dict[str, Any]:
    """A good post, one field of which became something else."""
    return {**POST, draw(st.sampled_from(sorted(POST))): draw(anything)}


answers = st.fixed_dictionaries(
    {},
    optional={
        "data": anything | st.lists(damaged_posts() | st.just(a_post(7)), max_size=3),
        "includes": anything | st.fixed_dictionaries({"users": anything | st.just(PEOPLE), "tweets": anything}),
        "meta": anything,
        "errors": anything,
    },
)


@given(answers)
def test_whatever_x_answers_is_read_or_refused(body: dict[str, Any]) -> None:
    try:
        answer = read_answer(body, where="search 0", at=NOON)
    except SourceError:
        return
    window = Window().begun(NOON).after(answer)
    heard = mentions("x", answer.posts, answer.includes)

    assert len(heard) == len(answer.posts)
    assert Window.of(window.into({}, "search 0"), "search 0") == window


@given(st.lists(damaged_posts(), max_size=3))
def test_a_good_post_survives_any_neighbours(neighbours: list[dict[str, Any]]) -> None:
    answer = read_answer({"data": [*neighbours, a_post(77)]}, where="search 0", at=NOON)

    assert "77" in {post.id for post in answer.posts}
    assert len(answer.posts) + len(answer.faults) <= len(neighbours) + 1
