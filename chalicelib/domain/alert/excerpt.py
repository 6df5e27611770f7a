"""What people are shown of the mention that an alert is about."""

from datetime import datetime

from msgspec import Struct

from chalicelib.domain.heard.mention import Mention, Network
from chalicelib.domain.said import said


class Excerpt(Struct, frozen=True, kw_only=True):
    """What people are shown of the mention that the alert is about."""

    mention: str
    network: Network
    text: str
    handle: str
    author_id: str
    followers: int | None
    url: str
    posted_at: datetime


EXCERPT_LENGTH = 600
"""Characters of a mention that an alert carries; the whole text stays with the mention."""


def excerpt(mention: Mention) -> Excerpt:
    """What an alert shows of this mention."""
    return Excerpt(
        mention=mention.key,
        network=mention.network,
        text=_words(mention)[:EXCERPT_LENGTH],
        handle=mention.author.shown,
        author_id=mention.author.id,
        followers=mention.author.followers,
        url=mention.url,
        posted_at=mention.posted_at,
    )


def _words(mention: Mention) -> str:
    """What was said; of what was said in private only that, since its words are not kept."""
    return said("a private message: read and answer it where it was written") if mention.private else mention.words
