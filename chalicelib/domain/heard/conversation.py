"""Which situation a mention belongs to: its thread, or its author's part of a thread that the brand began."""

from collections.abc import Iterable

from chalicelib.domain.heard.mention import Mention, Network
from chalicelib.domain.heard.reply import Reply


def conversation(mention: Mention) -> str:
    """The key under which mentions become one alert.

    A thread is one situation, except where the brand began it (or nobody can tell who did): there every
    customer has their own, so that no complaint hides behind another that is already acknowledged.
    """
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


def _thread(network: Network, thread: str) -> str:
    return f"{network}:{thread}"


def _customer(network: Network, thread: str, author: str) -> str:
    return f"{network}:{thread}:{author}"
