"""How much work something is, counted and not timed: the same on every machine, however busy it is."""

import gc
import sys
from collections.abc import Callable
from typing import Any


def steps(work: Callable[[], Any]) -> int:
    """Return how many functions, of Python and of C, are entered and left, a generator's each value included.

    What happens inside one C function (a regular expression, a product of matrices) is one step: bound its input.
    """
    counted = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal counted
        counted += 1

    before = sys.getprofile()
    gc.disable()  # collecting calls back whoever watches it, whenever it comes
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return counted
