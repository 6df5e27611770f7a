"""What is left of strangers' text."""

import pytest

from chalicelib.adapters.sources.plain import one_line, printable, unescaped, untagged


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<b>Slack</b> Market by &amp; for", "Slack Market by & for"),
        ("<p>One</p><p>two<br>three</p>", "One\ntwo\nthree"),
        ("before<script>alert('x')</script>after", "beforeafter"),
        ("<style>p{}</style><img src=x onerror=alert(1)>text", "text"),
        ("<script>never closed", ""),
        ("a < b and c > d", "a < b and c > d"),
        ("1 &lt;script&gt; 2", "1 <script> 2"),
        ("<div>many\n   spaces</div>", "many\nspaces"),
        ("<a href='javascript:alert(1)'>press</a>", "press"),
        ("", ""),
    ],
)
def test_only_the_words_of_html_are_kept(markup: str, words: str) -> None:
    assert untagged(markup) == words


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\ud800", "\ue000", "\x85"])
def test_what_cannot_be_seen_is_dropped(hidden: str) -> None:
    assert printable(f"a{hidden}b") == "ab"


def test_line_breaks_tabs_and_joined_emoji_stay() -> None:
    assert printable("a\n\tb 👩‍✈️ 🇪🇸") == "a\n\tb 👩‍✈️ 🇪🇸"


def test_a_title_is_one_line() -> None:
    assert one_line("  Bag\r\n lost\tagain \x00") == "Bag lost again"


def test_escapes_are_resolved_once() -> None:
    assert unescaped("&amp;lt; &#39;") == "&lt; '"
