"""What an alert shows of the mention that it is about."""

from chalicelib.domain.alert.excerpt import excerpt
from tests.builders import a_mention


def test_a_private_message_is_shown_by_where_it_is_and_not_by_its_words() -> None:
    shown = excerpt(a_mention(text="", private=True, url="https://social.example/@ana/7"))

    assert shown.text == "a private message: read and answer it where it was written"
    assert shown.url == "https://social.example/@ana/7"
    assert excerpt(a_mention(text="hello")).text == "hello"
