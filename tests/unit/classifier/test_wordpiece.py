from chalicelib.classifier.wordpiece import WordPiece

TOKENS = WordPiece.of(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "lug", "##gage", "cafe", "!", "late", "日"])


def test_a_word_is_split_into_its_longest_known_pieces() -> None:
    assert TOKENS.encode("Luggage", 10) == [2, 4, 5, 3]


def test_case_and_accents_make_no_difference() -> None:
    assert TOKENS.encode("CAFÉ café", 10) == [2, 6, 6, 3]


def test_punctuation_and_east_asian_characters_stand_alone() -> None:
    assert TOKENS.encode("late!日late", 10) == [2, 8, 7, 9, 8, 3]


def test_a_word_with_an_unknown_piece_is_unknown_as_a_whole() -> None:
    assert TOKENS.encode("lugs late", 10) == [2, 1, 8, 3]


def test_a_word_of_50000_letters_is_one_unknown_token() -> None:
    assert TOKENS.encode("l" * 50_000, 10) == [2, 1, 3]


def test_what_is_too_long_keeps_its_end_mark() -> None:
    assert TOKENS.encode("late " * 50, 5) == [2, 8, 8, 8, 3]


def test_an_empty_text_is_only_its_marks() -> None:
    assert TOKENS.encode("", 5) == [2, 3]
