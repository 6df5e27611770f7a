"""Bluesky's posts in typed form, out of its three kinds of lists, and as mentions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from chalicelib.adapters.sources.nulls import without_nulls
from chalicelib.adapters.sources.plain import one_line, printable
from chalicelib.domain.heard.mention import Author, Engagement, Mention, Network
from chalicelib.domain.heard.source import Fault

Did = Annotated[str, Meta(pattern=r"^did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,200}$")]
Uri = Annotated[
    str, Meta(pattern=r"^at://did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,200}/[A-Za-z0-9.-]{1,200}/[\w.~:-]{1,200}$")
]
Moment = Annotated[datetime, Meta(tz=True)]


class _Verification(Struct, frozen=True, rename="camel"):
    verified_status: str = ""


class _Author(Struct, frozen=True, rename="camel"):
    did: Did
    handle: str = ""
    display_name: str = ""
    verification: _Verification = _Verification()


class _Link(Struct, frozen=True):
    uri: Uri


class _Reply(Struct, frozen=True):
    root: _Link
    parent: _Link


class _Image(Struct, frozen=True):
    alt: str = ""


class _Embed(Struct, frozen=True):
    images: tuple[_Image, ...] = ()


class _Label(Struct, frozen=True):
    val: str = ""


class _Record(Struct, frozen=True, rename="camel"):
    text: str = ""
    created_at: str = ""
    reply: _Reply | None = None
    langs: tuple[str, ...] = ()
    embed: _Embed = _Embed()


class Post(Struct, frozen=True, rename="camel"):
    """One post. An overwritten record keeps its uri."""

    uri: Uri
    author: _Author
    record: _Record
    indexed_at: Moment
    labels: tuple[_Label, ...] = ()
    like_count: int = 0
    repost_count: int = 0
    reply_count: int = 0

    @property
    def seen(self) -> datetime:
        """When the network first saw it, which no author decides."""
        return self.indexed_at.astimezone(UTC)

    @property
    def at(self) -> datetime:
        """When it was written: what its author says, but never later than it was seen."""
        try:
            claimed = datetime.fromisoformat(self.record.created_at)
            return min(claimed.astimezone(UTC), self.seen) if claimed.tzinfo else self.seen
        except (ValueError, OverflowError):
            return self.seen

    @property
    def words(self) -> str:
        """Its text; of one without text, how its pictures are described."""
        pictures = (printable(image.alt) for image in self.record.embed.images)
        return printable(self.record.text) or "\n".join(pictures).strip()


def read_posts(found: object, *, where: str) -> tuple[list[Post], list[Fault]]:
    """Each readable post of a list once, as it comes, and a fault for each entry that is none. Reposts are left out."""
    posts: dict[str, Post] = {}
    faults = []
    for index, entry in enumerate(found if isinstance(found, list) else []):
        if isinstance(entry, dict) and "reason" in entry and isinstance(entry["reason"], dict):
            continue  # a repost in somebody's feed; a notification's reason is a word
        post = entry.get("post", entry) if isinstance(entry, dict) else entry
        try:
            read = msgspec.convert(without_nulls(post), Post)
        except (msgspec.ValidationError, OverflowError) as error:
            faults.append(Fault(where=f"{where}[{index}]", reason=str(error)))
        else:
            posts.setdefault(read.uri, read)
    return list(posts.values()), faults


def mentions(source: str, posts: Sequence[Post], followers: Mapping[str, int], *, own: str) -> tuple[Mention, ...]:
    """The posts as mentions, oldest first. `own` is the brand's did."""
    ordered = sorted(posts, key=lambda post: (post.at, post.uri))
    return tuple(_mention(source, post, followers.get(post.author.did), own) for post in ordered)


def author_of(uri: str) -> str:
    """The did in the address of a record."""
    return uri.removeprefix("at://").partition("/")[0]


def _mention(source: str, post: Post, followers: int | None, own: str) -> Mention:
    reply = post.record.reply
    root = reply.root.uri if reply else post.uri
    return Mention(
        source=source,
        network=Network.BLUESKY,
        id=post.uri,
        url=f"https://bsky.app/profile/{post.author.did}/post/{post.uri.rpartition('/')[2]}",
        title=_warning(post),
        text=post.words,
        author=Author(
            id=post.author.did,
            handle=one_line(post.author.handle),
            name=one_line(post.author.display_name),
            followers=followers,
            verified=post.author.verification.verified_status == "valid",
        ),
        posted_at=post.at,
        thread=root,
        thread_author=author_of(root),
        thread_by_brand=author_of(root) == own,
        in_reply_to=reply.parent.uri if reply else None,
        reply_to_author=author_of(reply.parent.uri) if reply else None,
        language=_language(post.record.langs),
        engagement=Engagement(likes=post.like_count, reposts=post.repost_count, replies=post.reply_count),
    )


def _warning(post: Post) -> str:
    """What the network warns of, such as `graphic-media`; a label that begins with ! speaks to programs."""
    return ", ".join(dict.fromkeys(one_line(label.val) for label in post.labels if label.val[:1] not in ("", "!")))


def _language(langs: Sequence[str]) -> str | None:
    """The author's own tag, where there is one and no second."""
    return langs[0] if len(langs) == 1 else None


def profiles(found: Any) -> dict[str, int]:
    """Did -> how many follow it, as far as the answer tells."""
    told = found.get("profiles") if isinstance(found, dict) else None
    listed = told if isinstance(told, list) else []
    pairs = ((each.get("did"), each.get("followersCount")) for each in listed if isinstance(each, dict))
    return {did: count for did, count in pairs if isinstance(did, str) and isinstance(count, int)}
