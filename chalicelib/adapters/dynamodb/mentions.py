"""Mentions with their outcomes, each stored once, and the public replies of a thread."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.adapters.dynamodb.days import listed_between, on_day
from chalicelib.adapters.dynamodb.keys import mention_key, reply_key, thread
from chalicelib.adapters.dynamodb.rows import attribute, body, key_attributes, row
from chalicelib.adapters.dynamodb.storms import tally_adds
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.writes import NEW, Put, put, put_together
from chalicelib.domain.errors import DuplicateMentionError
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.outcome import Heard

SAME_AS = "same_as"
"""The attribute of an item that only leads to another: the key under which the mention itself is stored."""


class Mentions:
    """The mentions and replies in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def heard(self, key: str) -> Heard | None:
        found = self._table.get(mention_key(key))
        if found and SAME_AS in found:
            found = self._table.get(mention_key(found[SAME_AS]["S"]))
        return body(found, Heard) if found else None

    def record(self, heard: Heard) -> None:
        puts, adds = mention_puts(heard), tally_adds(heard)
        is_alone = not adds and len(puts) == 1
        is_stored = put(self._table, puts[0]) if is_alone else not put_together(self._table, [*puts, *adds])
        if not is_stored:
            raise DuplicateMentionError(f"mention {heard.mention.key} is recorded already")

    def heard_between(self, start: datetime, end: datetime) -> Iterable[Heard]:
        yield from (body(found, Heard) for found in listed_between(self._table, "heard", start, end))

    def note_reply(self, reply: Reply) -> None:
        key = reply_key(reply.network, reply.thread, reply.key)
        put(self._table, Put(row=row(key, reply), condition=NEW))

    def replies(self, network: Network, thread_id: str) -> Sequence[Reply]:
        found = (body(item, Reply) for item in self._table.under(thread(network, thread_id), "reply#"))
        return sorted(found, key=lambda reply: (reply.at, reply.key))


def mention_puts(heard: Heard) -> list[Put]:
    """The writes that store a mention unless it is stored already, under this key or another that it is known as."""
    others = (mention_key(key) for key in dict.fromkeys(heard.mention.known_as) if key != heard.mention.key)
    signs = ({**key_attributes(key), SAME_AS: attribute(heard.mention.key)} for key in others)
    return [_mention_put(heard), *(Put(row=sign, condition=NEW) for sign in signs)]


def _mention_put(heard: Heard) -> Put:
    """The write of the mention itself.

    A mention stays in the `board` index for good, under the day on which it was heard: figures and audits read
    whole days of them, and a partition a day keeps yesterday's out of their way.
    """
    key = heard.mention.key
    item = row(mention_key(key), heard, **on_day("heard", heard.heard_at, key))
    return Put(row=item, condition=NEW)
