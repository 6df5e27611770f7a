"""Which situation a mention belongs to: its thread, a customer's part of it where the brand began it, or a headline."""

import hashlib
import re
from collections.abc import Iterable

from chalicelib.domain.heard.mention import Mention, Network
from chalicelib.domain.heard.reply import Reply

FEWEST_WORDS = 4
"""Below this a headline ("Company news") stands over many articles."""

_PAPER = re.compile(r"\s[-–—|]\s[^-–—|]{1,40}$")


def conversation(mention: Mention) -> str:
    """The key under which mentions become one alert.

    A thread is one situation, except where the brand began it (or nobody can tell who did): there every
    customer has their own, so that no complaint hides behind another that is already acknowledged. An article that
    several feeds bring, or several papers print, is one situation under one headline.
    """
    headline = _headline(mention)
    if headline is not None:
        return _thread(mention.network, headline)
    if mention.thread_by_brand is False or mention.thread_author == mention.author.id or mention.thread == mention.id:
        return _thread(mention.network, mention.thread)
    return _customer(mention.network, mention.thread, mention.author.id)


def answered_conversations(reply: Reply) -> tuple[str, ...]:
    """The situations that a reply can answer: the thread, and the part of it of the customer replied to."""
    thread = _thread(reply.network, reply.thread)
    return (thread,) if reply.to_author is None else (thread, _customer(reply.network, reply.thread, reply.to_author))


def speaking_to(where: str, replies: Iterable[Reply]) -> tuple[Reply, ...]:
    """Those of a thread's replies that speak to the situation `where`, in the order in which they came."""
    return tuple(reply for reply in replies if where in answered_conversations(reply))


def speaking_with(mention: Mention, replies: Iterable[Reply]) -> tuple[Reply, ...]:
    """Those of a thread's replies that answer the author of `mention`, or nobody knows whom."""
    found = speaking_to(conversation(mention), replies)
    return tuple(reply for reply in found if reply.to_author in (None, mention.author.id))


def is_answer_to(mention: Mention, reply: Reply) -> bool:
    """Whether the reply surely answers the mention: it came later, and to its author or to that very post."""
    is_to_them = reply.to_author == mention.author.id or (reply.to_author is None and reply.to == mention.id)
    return is_to_them and reply.at >= mention.posted_at


def _headline(mention: Mention) -> str | None:
    """What stands for an article's headline, whatever paper it names behind; None where it is too short to tell."""
    words = re.findall(r"\w+", _PAPER.sub("", mention.title).casefold())
    if mention.network is not Network.FEED or len(words) < FEWEST_WORDS:
        return None
    return "headline-" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def _thread(network: Network, thread: str) -> str:
    return f"{network}:{thread}"


def _customer(network: Network, thread: str, author: str) -> str:
    return f"{network}:{thread}:{author}"
