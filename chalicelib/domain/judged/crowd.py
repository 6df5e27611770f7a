"""A crowd: how many people speak of a group, in how many situations, however much each of them posts."""

import hashlib
from base64 import urlsafe_b64encode

from msgspec import Struct

from chalicelib.domain.heard.conversation import conversation
from chalicelib.domain.heard.mention import Mention

MARK_BYTES = 6
"""Of a hash: enough that two of a million authors are hardly ever taken for one, and few enough to keep them all."""


class Voice(Struct, frozen=True, kw_only=True):
    """Who spoke and in which situation, each as a short mark that names nobody."""

    author: str
    conversation: str


class Crowd(Struct, frozen=True, kw_only=True):
    """Everybody who spoke, each once. `unmarked` are mentions of before voices were kept: each counts as one."""

    authors: frozenset[str] = frozenset()
    conversations: frozenset[str] = frozenset()
    unmarked: int = 0

    @property
    def size(self) -> int:
        """The fewer of authors and situations: neither one account nor one thread is ever a crowd."""
        return min(len(self.authors), len(self.conversations)) + self.unmarked

    def joined_by(self, voice: Voice) -> "Crowd":
        """The crowd with one more who speaks; the same for somebody who spoke already."""
        return Crowd(
            authors=self.authors | {voice.author},
            conversations=self.conversations | {voice.conversation},
            unmarked=self.unmarked,
        )


def voice(mention: Mention) -> Voice:
    """Whose voice a mention is, and in which situation. Who has no id is told by the handle."""
    author = mention.author
    return Voice(
        author=_mark(f"{mention.network}:{author.id or author.handle}"), conversation=_mark(conversation(mention))
    )


def _mark(name: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(name.encode()).digest()[:MARK_BYTES]).decode()
