"""Which thread a post belongs to: Mastodon names only the post that was answered, so what began it is looked up.

What was found is remembered in the cursor: the answer to a post that was heard needs no question.
"""

from collections.abc import Callable, Iterable

import msgspec
from msgspec import Struct

from chalicelib.adapters.sources.mastodon.statuses import Status, read_status
from chalicelib.domain.errors import SourceError, SourceUnavailableError
from chalicelib.domain.heard.source import Fault

REMEMBERED = 100

_SEPARATOR = ">"


class Thread(Struct, frozen=True):
    """The post that began it, and its author where anybody can tell."""

    root: str
    author: str = ""


class Threads:
    """The threads of one fetch. `look` gives the posts above one; it is asked at most `looks` times."""

    def __init__(self, kept: str, *, look: Callable[[str], Iterable[object]], looks: int) -> None:
        self._known = dict(_read(word) for word in kept.split())
        self._look = look
        self._looks = looks
        self.faults: list[Fault] = []

    def of(self, status: Status) -> Thread | None:
        """The thread of this post; None where that would be one question too many."""
        parent = status.in_reply_to_id
        if parent is None:
            found = Thread(status.id, status.account.id)
        elif parent in self._known:
            found = self._known[parent]
        elif self._looks == 0:
            return None
        else:
            self._looks -= 1
            found = self._looked_up(status, parent)
        self._note(status.id, found)
        return found

    @property
    def kept(self) -> str:
        """What to remember, the newest last."""
        words = (_SEPARATOR.join((id, found.root, found.author)) for id, found in self._known.items())
        return " ".join(list(words)[-REMEMBERED:])

    def _looked_up(self, status: Status, parent: str) -> Thread:
        """Where the thread cannot be read, the post that was answered stands for it."""
        alone = Thread(parent, status.in_reply_to_account_id or "")
        try:
            above = [read_status(raw) for raw in self._look(status.id)]
        except SourceUnavailableError as error:
            if error.retry_at is not None:
                raise  # the server asks to be left alone: no answer of now says anything of this thread
            return self._unread(status, alone, error)
        except (SourceError, msgspec.ValidationError) as error:
            return self._unread(status, alone, error)
        if not above:
            return alone
        first = above[0]
        found = Thread(first.in_reply_to_id or first.id, first.in_reply_to_account_id or first.account.id)
        for each in above:
            self._note(each.id, found)
        return found

    def _unread(self, status: Status, alone: Thread, error: Exception) -> Thread:
        self.faults.append(Fault(where=f"thread of {status.id}", reason=str(error)))
        return alone

    def _note(self, id: str, found: Thread) -> None:
        self._known.pop(id, None)
        self._known[id] = found


def _read(word: str) -> tuple[str, Thread]:
    id, root, author = word.split(_SEPARATOR)
    return id, Thread(root, author)
