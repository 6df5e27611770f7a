"""A reply: a public answer by the brand or by registered staff, and the credit it may earn."""

import re
from datetime import datetime

from msgspec import Struct

from chalicelib.domain.directory import is_own, person_by_handle
from chalicelib.domain.hours import is_open
from chalicelib.domain.mention import Mention, Network
from chalicelib.domain.policies import Policies


class Reply(Struct, frozen=True, kw_only=True):
    """What one public answer says about its thread.

    `to_author` is the author id answered, where known. `person` is the registered staff member who wrote it,
    None for the brand's own account. `earns_credit` is decided when it is heard, by the rules of that day.
    """

    key: str
    network: Network
    thread: str
    to_author: str | None
    handle: str
    person: str | None
    url: str
    at: datetime
    earns_credit: bool


def reply_in(mention: Mention, policies: Policies) -> Reply | None:
    """The reply that this post is: by the brand or its staff, and to somebody other than its own author."""
    person = person_by_handle(policies, mention.network, mention.author.handle)
    is_ours = person is not None or is_own(mention, policies)
    if not is_ours or mention.in_reply_to is None or mention.reply_to_author == mention.author.id:
        return None
    return Reply(
        key=mention.key,
        network=mention.network,
        thread=mention.thread,
        to_author=mention.reply_to_author,
        handle=mention.author.handle,
        person=person.id if person else None,
        url=mention.url,
        at=mention.posted_at,
        earns_credit=_earns_credit(mention, policies),
    )


def _earns_credit(mention: Mention, policies: Policies) -> bool:
    """Registered staff only: a stranger who uses the hashtag earns nothing."""
    person = person_by_handle(policies, mention.network, mention.author.handle)
    rule = policies.brand.credit
    if person is None or not person.credit:
        return False
    has_hashtag = not rule.hashtag or rule.hashtag.lstrip("#").casefold() in _hashtags(mention.text)
    return has_hashtag and (rule.off_shift or is_open(person.hours, mention.posted_at))


def _hashtags(text: str) -> set[str]:
    return {tag.casefold() for tag in re.findall(r"#(\w+)", text)}
