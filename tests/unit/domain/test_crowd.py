"""How many people speak, however much each of them posts."""

from chalicelib.domain.judged.crowd import Crowd, voice
from tests.builders import a_mention, an_author


def crowd_of(*mentions: tuple[str, str]) -> Crowd:
    """Who spoke, given each mention's author and thread."""
    crowd = Crowd()
    for number, (author, thread) in enumerate(mentions):
        said = a_mention(str(number), author=an_author(author), thread=thread, thread_by_brand=False)
        crowd = crowd.joined_by(voice(said))
    return crowd


def test_everybody_in_a_thread_of_their_own_counts() -> None:
    assert crowd_of(("1", "a"), ("2", "b"), ("3", "c")).size == 3


def test_one_account_is_one_voice_however_many_threads_it_begins() -> None:
    assert crowd_of(("1", "a"), ("1", "b"), ("1", "c")).size == 1


def test_one_thread_is_one_situation_however_many_accounts_join_it() -> None:
    assert crowd_of(("1", "a"), ("2", "a"), ("3", "a")).size == 1


def test_mentions_of_before_voices_were_kept_count_each() -> None:
    assert Crowd(unmarked=7).joined_by(voice(a_mention())).size == 8


def test_who_has_no_id_is_told_by_the_handle() -> None:
    nameless = [voice(a_mention(author=an_author("", handle=handle))) for handle in ("ann", "ben")]

    assert nameless[0].author != nameless[1].author


def test_a_mark_names_nobody() -> None:
    mark = voice(a_mention(author=an_author("900"))).author

    assert len(mark) == 8
    assert "900" not in mark
