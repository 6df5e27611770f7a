"""Knowing again: whether a mention that comes from a source is recorded already, under whatever key."""

from msgspec.structs import replace

from chalicelib.domain.heard.identity import apart, is_same
from chalicelib.domain.heard.mention import Mention, Network
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.series import MOST_PARTS, is_next, joined, part_of
from chalicelib.ports import MentionStore


def recognised(store: MentionStore, mention: Mention) -> tuple[Mention, bool]:
    """The mention under the key that is its own, and whether it is recorded.

    A sender may give one id to what two people wrote; the second gets a key of its own. What an earlier version
    recorded under another key is known, if it is the same and not merely of the same id.
    """
    found = store.heard(mention.key)
    if found is not None and mention.network is Network.WEBHOOK and not is_same(found.mention, mention):
        mention = apart(mention)
        found = store.heard(mention.key)
    if found is not None or any(store.heard(key) is not None for key in mention.known_as):
        return mention, True
    former = (store.heard(key) for key in mention.formerly)
    return mention, any(found is not None and is_same(found.mention, mention) for found in former)


def whole_series(store: MentionStore, mention: Mention) -> Mention:
    """The mention with the words of the earlier parts of its series, as far as they were heard."""
    parts = [mention]
    while len(parts) < MOST_PARTS and parts[0].in_reply_to is not None and part_of(parts[0].text) is not None:
        before = store.heard(f"{mention.network}:{parts[0].in_reply_to}")
        if before is None or not is_next(before.mention, parts[0]):
            break
        parts.insert(0, before.mention)
    return joined(parts)


def with_receiver(store: MentionStore, reply: Reply) -> Reply:
    """The reply with whom it answers, where its source did not say and the answered post was heard."""
    if reply.to_author is not None or reply.to is None:
        return reply
    found = store.heard(f"{reply.network}:{reply.to}")
    return reply if found is None else replace(reply, to_author=found.mention.author.id)
