"""Translation of Mastodon's posts into mentions. What was not said to everybody comes without its words."""

from urllib.parse import urlsplit

from msgspec import Struct

from chalicelib.adapters.sources.mastodon.statuses import Account, Status, handle
from chalicelib.adapters.sources.mastodon.threads import Thread
from chalicelib.adapters.sources.plain import one_line
from chalicelib.domain.heard.mention import Author, Engagement, Mention, Network


class Home(Struct, frozen=True):
    """Where the brand is at home: the server's address, its name in handles, and the brand's account there."""

    origin: str
    domain: str
    account: str

    def id(self, local: str) -> str:
        """The id as it is known outside the server: two servers may give one id to two posts."""
        return f"{urlsplit(self.origin).netloc}/{local}"


def mention_of(status: Status, thread: Thread, *, source: str, home: Home) -> Mention:
    """The post as a mention. An edited post keeps its id, and so is one mention; its warning stands as its title."""
    parent, answered = status.in_reply_to_id, status.in_reply_to_account_id
    return Mention(
        source=source,
        network=Network.MASTODON,
        id=home.id(status.id),
        url=status.url or status.uri,
        title=one_line(status.spoiler_text) if status.is_public else "",
        text=status.words(home.domain) if status.is_public else "",
        private=not status.is_public,
        author=_author(status.account, home),
        posted_at=status.created_at,
        thread=home.id(thread.root),
        thread_author=home.id(thread.author) if thread.author else None,
        thread_by_brand=thread.author == home.account if thread.author else None,
        in_reply_to=home.id(parent) if parent else None,
        reply_to_author=home.id(answered) if parent and answered else None,
        repost_of=home.id(status.reblog.id) if status.reblog else None,
        language=status.language,
        engagement=Engagement(
            likes=status.favourites_count, reposts=status.reblogs_count, replies=status.replies_count
        ),
    )


def _author(account: Account, home: Home) -> Author:
    return Author(
        id=home.id(account.id),
        handle=one_line(handle(account.acct, home.domain)),
        name=one_line(account.display_name),
        followers=account.followers_count,
    )
