"""A mention: one public post or article that names the brand, in the same shape whatever its source."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Network(StrEnum):
    """Where a post lives. Two sources that read one network hear the same post under the same id."""

    X = "x"
    FEED = "feed"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    WEBHOOK = "webhook"


class Author(Struct, frozen=True, kw_only=True):
    """Who wrote it. `id` is the network's own and never changes; `handle` comes without the @ and may change.

    A website is its own author; somebody who writes on it has the id `SITE/NAME`, and the site as handle.
    """

    id: str
    handle: str
    name: str = ""
    followers: int | None = None
    verified: bool = False

    @property
    def shown(self) -> str:
        """What people are shown: the handle, and who writes there where it is a site of many."""
        return f"{self.name} ({self.handle})" if self.id.startswith(f"{self.handle}/") else self.handle


class Engagement(Struct, frozen=True, kw_only=True):
    """What readers had done with the post when it was fetched."""

    likes: int = 0
    reposts: int = 0
    replies: int = 0


class Mention(Struct, frozen=True, kw_only=True):
    """One post or article.

    `id` is the network's own; of feeds and webhooks, whose ids are their senders' own, it names the sender too.
    `known_as` are further keys that mean this mention and no other: an article's address. `formerly` are keys
    that earlier versions of Earshot may have given it. `first_reading` names the source and when it was first read,
    where the post is older than that.
    `text` is plain: HTML unescaped, tags and control characters gone. `thread` is the id of the post that
    began the conversation, or the post's own id; `thread_author` is the author id of that first post, where
    the source could tell; `thread_by_brand` says whether that is the brand itself, None where nobody knows.
    `in_reply_to` is the post answered and `reply_to_author` the author id answered.
    `addressed` says that it is said to the brand, and not only about it; what was stored before that was told lacks it.
    `beside` is what a webhook's sender said that no rule asked for, as names and texts: shown, and never judged.
    `repost_of` is set on a plain repost, which says nothing of its own. `language` is the source's own tag.
    `private` says that not everybody may read it: then it comes without its words, which stay where they were said.
    """

    source: str
    network: Network
    id: str
    url: str
    text: str
    author: Author
    posted_at: datetime
    thread: str
    thread_author: str | None = None
    thread_by_brand: bool | None = None
    title: str = ""
    in_reply_to: str | None = None
    reply_to_author: str | None = None
    repost_of: str | None = None
    language: str | None = None
    engagement: Engagement = Engagement()
    known_as: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    first_reading: str | None = None
    addressed: bool = False
    beside: tuple[tuple[str, str], ...] = ()
    private: bool = False

    @property
    def words(self) -> str:
        """All that it says, title and text: what is read, shown and spoken, and where keywords are looked for."""
        return self.text if self.text.startswith(self.title) else f"{self.title}\n{self.text}".strip()

    @property
    def key(self) -> str:
        """The identity under which a mention is stored once, whichever source heard it: `network:id`."""
        return f"{self.network}:{self.id}"


def reach(mention: Mention) -> int:
    """How many readers liked a post or passed it on, as far as its source knew when it was fetched."""
    return mention.engagement.likes + mention.engagement.reposts
