from chalicelib.classifier.unigram import Unigram

PIECES = {"<pad>": 0.0, "<s>": 0.0, "</s>": 0.0, "<unk>": 0.0, "\u2581": -4.0, "\u2581male": -5.0, "ta": -3.0}
PIECES |= {"\u2581m": -6.0, "aleta": -7.0, "\u2581perdida": -8.0, "\u2581รถไฟ": -9.0}
TOKENS = Unigram.of(list(PIECES), list(PIECES.values()))


def pieces(text: str, longest: int = 96) -> list[str]:
    return [list(PIECES)[place] for place in TOKENS.encode(text, longest)]


def test_a_word_is_cut_into_the_likeliest_pieces() -> None:
    assert pieces("maleta perdida") == ["<s>", "\u2581male", "ta", "\u2581perdida", "</s>"]


def test_a_run_of_unknown_characters_is_one_unknown_piece() -> None:
    assert pieces("中文") == ["<s>", "\u2581", "<unk>", "</s>"]


def test_a_long_text_is_cut_and_closed() -> None:
    assert pieces("perdida " * 50, longest=4) == ["<s>", "\u2581perdida", "\u2581perdida", "</s>"]


def test_a_word_without_end_is_unknown_at_once() -> None:
    assert pieces("maleta" * 10_000) == ["<s>", "<unk>", "</s>"]


def test_no_text_is_a_beginning_and_an_end() -> None:
    assert pieces("") == ["<s>", "</s>"]
