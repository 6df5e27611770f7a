"""Reads that do not wait for each other: as many round trips as one of them takes."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def side_by_side(reads: Sequence[Callable[[], T]]) -> list[T]:
    """What each read answers, in their order, all asked at once; a single one is asked in its place."""
    if len(reads) < 2:
        return [read() for read in reads]
    with ThreadPoolExecutor(max_workers=len(reads)) as pool:
        return list(pool.map(lambda read: read(), reads))
