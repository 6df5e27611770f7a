"""Translation of X's posts into mentions; what cannot be translated becomes a fault beside the good ones."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, TypeGuard

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from chalicelib.adapters.sources.plain import one_line, unescaped
from chalicelib.domain.heard.mention import Author, Engagement, Mention, Network
from chalicelib.domain.heard.source import Fault

_ID = r"^[0-9]{1,19}$"

_MISSHAPEN = (msgspec.ValidationError, OverflowError, UnicodeError)
"""What msgspec raises for what is no post or no user: a number too large, half a character in a field's name."""

Id = Annotated[str, Meta(pattern=_ID)]
Moment = Annotated[datetime, Meta(tz=True)]


class _Reference(Struct, frozen=True):
    type: str
    id: Id


class _Note(Struct, frozen=True):
    text: str


class _Metrics(Struct, frozen=True):
    like_count: int = 0
    retweet_count: int = 0
    reply_count: int = 0
    followers_count: int | None = None


class Post(Struct, frozen=True):
    """The fields of a post of API v2 that Earshot asks for."""

    id: Id
    text: str
    author_id: Id
    created_at: Moment
    edit_history_tweet_ids: tuple[Id, ...] = ()
    conversation_id: Id | None = None
    in_reply_to_user_id: Id | None = None
    referenced_tweets: tuple[_Reference, ...] = ()
    note_tweet: _Note | None = None
    lang: str | None = None
    public_metrics: _Metrics = _Metrics()

    @property
    def versions(self) -> tuple[str, ...]:
        """The ids of all its versions, oldest first: X gives each edit one of its own."""
        return tuple(sorted({self.id, *self.edit_history_tweet_ids}, key=int))

    @property
    def original(self) -> str:
        """The id of its first version."""
        return self.versions[0]

    @property
    def thread(self) -> str:
        """The post that began the conversation, in its first version where that is this post."""
        began = self.conversation_id or self.id
        return self.original if began in self.versions else began

    def refers(self, kind: str) -> str | None:
        """The id of the post that this one replied to, quoted or reposted (`retweeted`)."""
        return next((reference.id for reference in self.referenced_tweets if reference.type == kind), None)


class _User(Struct, frozen=True):
    id: Id
    username: str
    name: str = ""
    verified: bool = False
    public_metrics: _Metrics = _Metrics()


def read_posts(entries: Iterable[object], *, where: str) -> tuple[list[Post], list[Fault]]:
    """Each readable post once, and a fault for each entry that is none."""
    posts: dict[str, Post] = {}
    faults = []
    for index, entry in enumerate(entries):
        try:
            post = _read_post(entry)
        except _MISSHAPEN as error:
            faults.append(Fault(where=f"{where}[{index}]", reason=str(error)))
        else:
            posts.setdefault(post.id, post)
    return list(posts.values()), faults


def is_id(value: object) -> TypeGuard[str]:
    """Whether X could have given this id; Python's own idea of digits is wider."""
    return isinstance(value, str) and re.fullmatch(_ID, value, re.ASCII) is not None


def mentions(
    source: str, posts: Iterable[Post], includes: Mapping[str, Any], *, own: frozenset[str] | None = None
) -> tuple[Mention, ...]:
    """The posts as mentions, oldest first, with whatever the answer's includes tell about authors and threads.

    The versions of an edited post are one mention, in the words of the newest.

    `own` holds the ids of the brand's accounts, None where none is known.
    """
    newest = {post.original: post for post in sorted(posts, key=lambda post: int(post.id))}
    ordered = sorted(newest.values(), key=lambda post: int(post.id))
    users = _users(includes)
    began = _beginners([*read_posts(_listed(includes, "tweets"), where="includes")[0], *ordered])
    return tuple(_mention(source, post, users, began.get(post.thread), own) for post in ordered)


def _read_post(entry: object) -> Post:
    post = msgspec.convert(_without_nulls(entry), Post)
    return replace(post, created_at=post.created_at.astimezone(UTC))


def _without_nulls(value: object) -> object:
    """What X sent, with a field that is null as if it were left out: no post is dropped for an empty extra."""
    if not isinstance(value, dict):
        return value
    return {name: _without_nulls(each) for name, each in value.items() if each is not None}


def _mention(
    source: str, post: Post, users: Mapping[str, Author], thread_author: str | None, own: frozenset[str] | None
) -> Mention:
    author = users.get(post.author_id) or Author(id=post.author_id, handle="")
    return Mention(
        source=source,
        network=Network.X,
        id=post.original,
        formerly=tuple(f"{Network.X}:{version}" for version in post.versions if version != post.original),
        url=f"https://x.com/{author.handle or 'i'}/status/{post.id}",
        text=unescaped(post.note_tweet.text if post.note_tweet else post.text),
        author=author,
        posted_at=post.created_at,
        thread=post.thread,
        thread_author=thread_author,
        thread_by_brand=None if thread_author is None or own is None else thread_author in own,
        in_reply_to=post.refers("replied_to"),
        reply_to_author=None if post.thread == post.original else post.in_reply_to_user_id,
        repost_of=post.refers("retweeted"),
        language=one_line(post.lang) if post.lang else None,
        engagement=_engagement(post.public_metrics),
    )


def _beginners(posts: Iterable[Post]) -> dict[str, str]:
    """Conversation -> who began it, as far as these posts tell: the first post itself, or a direct reply to it."""
    began: dict[str, str] = {}
    for post in posts:
        if post.thread == post.original:
            began[post.thread] = post.author_id
        elif post.refers("replied_to") == post.thread and post.in_reply_to_user_id:
            began[post.thread] = post.in_reply_to_user_id
    return began


def _users(includes: Mapping[str, Any]) -> dict[str, Author]:
    users = {}
    for entry in _listed(includes, "users"):
        try:
            user = msgspec.convert(_without_nulls(entry), _User)
        except _MISSHAPEN:
            continue  # the post stays, with its author known by id only
        users[user.id] = Author(
            id=user.id,
            handle=one_line(user.username),
            name=one_line(user.name),
            followers=user.public_metrics.followers_count,
            verified=user.verified,
        )
    return users


def _engagement(metrics: _Metrics) -> Engagement:
    return Engagement(likes=metrics.like_count, reposts=metrics.retweet_count, replies=metrics.reply_count)


def _listed(includes: Mapping[str, Any], kind: str) -> list[object]:
    found = includes.get(kind)
    return found if isinstance(found, list) else []
