"""Impatience: collector, sweep and auditor are called every few seconds, where EventBridge calls them every minute."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from infra.errors import OperatorError
from infra.stage import BY_MINUTE
from localrun.functions import invoke

EVERY_SECONDS = 4.0


@contextmanager
def beating(say: Callable[[str], None], handlers: tuple[str, ...] = BY_MINUTE) -> Iterator[None]:
    """Call `handlers`, each in a thread of its own, until the end; what fails twice running is told.

    Once may be a function that was just being replaced: the emulator does not wait for its calls.
    """
    stop = threading.Event()
    threads = [threading.Thread(target=_beat, args=(handler, stop, say), daemon=True) for handler in handlers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=EVERY_SECONDS)


def _beat(handler: str, stop: threading.Event, say: Callable[[str], None]) -> None:
    failed_before = False
    while not stop.is_set():
        try:
            invoke(handler)
            failed_before = False
        except (OperatorError, BotoCoreError, ClientError) as error:
            if failed_before and not stop.is_set():
                say(str(error))
            failed_before = True
        stop.wait(EVERY_SECONDS)
