import pytest

from chalicelib.classifier.text import LONGEST_READ, normalised, words_of_post


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("@wayfare thanks!", "@user thanks!"),
        ("see https://t.co/abc now", "see http now"),
        ("#LostLuggage #wayfareFail", "# Lost Luggage # wayfare Fail"),
        ("sooooo late", "sooo late"),
        ("Tom &amp; Ana &lt;3 &#33;", "Tom & Ana <3 !"),
        ("great \U0001f602", "great face with tears of joy"),
        ("ok \U0001f44d\U0001f3fd", "ok thumbs up sign"),
        ("lost\u200b bag\u202e", "lost bag"),
        ("don’t “wait”…", 'don\'t "wait"...'),
        ("two\r\nlines\tand\x00more", "two lines andmore"),
        ("\ud800broken", "broken"),
        ("ana@wayfare.example", "ana@wayfare.example"),
    ],
)
def test_a_post_is_written_as_in_training(text: str, read: str) -> None:
    assert normalised(text) == read


def test_of_a_long_text_only_the_beginning_is_read() -> None:
    assert len(normalised("a b " * 30_000)) <= LONGEST_READ


def test_a_handle_a_link_and_an_emoji_are_not_the_authors_words() -> None:
    assert words_of_post("@wayfare \U0001f621 https://t.co/abc #LostLuggage now!").split() == [
        "Lost",
        "Luggage",
        "now!",
    ]
