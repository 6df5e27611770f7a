"""Reading feeds in a process of its own: one child reads many documents, and another takes its place when it ends."""

import atexit
import os
import signal
import subprocess
import sys
import threading
from functools import cache
from typing import IO, Protocol, cast

import msgspec

from chalicelib.adapters.sources.feed.identity import Identity
from chalicelib.adapters.sources.feed.mentions import Reading
from chalicelib.adapters.sources.feed.wire import LARGEST_ANSWER, Answer, Question, receive, send
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.mention import Mention

LONGEST = 20.0
"""Seconds after which the child is ended whatever it does: 5 of computing take 17 with a function's 0.29 of a core."""

_CHILD = (sys.executable, "-m", "chalicelib.adapters.sources.feed.child")
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
"""Of the environment, which holds AWS's credentials, only what Python itself needs."""


class ReadsFeeds(Protocol):
    """Reads one document; raises SourceError or SourceUnavailableError where it cannot."""

    def read(self, question: Question) -> Reading: ...


class FeedReader:
    """A child of ours, started when first needed. Not for two threads at once."""

    def __init__(self, command: tuple[str, ...] = _CHILD, *, longest: float = LONGEST) -> None:
        self._command, self._longest = command, longest
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, question: Question) -> Reading:
        """Let the child read it. Raise SourceUnavailableError where it ended over it, SourceError where it refused."""
        child = self._running()
        timer = threading.Timer(self._longest, child.kill)
        timer.daemon = True
        timer.start()
        try:
            answer = _asked(child, question)
        finally:
            timer.cancel()
        if answer is None:
            raise SourceUnavailableError(f"feed: {_why(self._ended())}")
        if answer.is_last:
            self._ended()
        if answer.refused:
            raise (SourceUnavailableError if answer.passes else SourceError)(answer.refused)
        return _reading(answer)

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._ended()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and self._child.poll() is not None:
            self._ended()  # something else than a document ended it meanwhile
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603  # our own module, by our own Python
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a traceback could hold what strangers wrote
                env=_environment(),
            )
        return self._child

    def _ended(self) -> int:
        """End the child, and tell how it ended: minus the signal's number, as Popen has it."""
        child, self._child = cast("subprocess.Popen[bytes]", self._child), None
        for pipe in cast("tuple[IO[bytes], IO[bytes]]", (child.stdout, child.stdin)):
            try:
                pipe.close()
            except BrokenPipeError:
                continue  # what it did not read any more
        try:
            return child.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()


@cache
def shared_reader() -> FeedReader:
    """The one reader of this process."""
    reader = FeedReader()
    atexit.register(reader.close)
    return reader


def _asked(child: "subprocess.Popen[bytes]", question: Question) -> Answer | None:
    to_it, from_it = cast("tuple[IO[bytes], IO[bytes]]", (child.stdin, child.stdout))
    try:
        send(question, to_it)
        return receive(Answer, from_it, at_most=LARGEST_ANSWER)
    except OSError:
        return None


def _reading(answer: Answer) -> Reading:
    each = tuple(msgspec.msgpack.decode(pair, type=tuple[Identity, Mention]) for pair in answer.each)
    return Reading(each=each, shared=answer.shared, faults=answer.faults, is_whole=answer.is_whole)


def _why(status: int) -> str:
    if -status in (signal.SIGXCPU, signal.SIGKILL):
        return "reading it takes longer than a feed may"
    return f"the process that reads it ended ({status})"


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
