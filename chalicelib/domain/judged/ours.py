"""Whether a post is ours, by the brand or its staff, and the reply and the credit that it then is."""

import re

from chalicelib.domain.heard.mention import Mention, Network
from chalicelib.domain.heard.reply import Reply
from chalicelib.domain.judged.awaiting import points_to_private, waits_for_customer
from chalicelib.domain.people.hours import is_open
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Person


def person_by_handle(policies: Policies, network: Network, handle: str) -> Person | None:
    """The registered person who posts as `handle` on `network`."""
    return next((p for p in policies.people.values() if _same(p.handles.get(network), handle)), None)


def is_own(mention: Mention, policies: Policies) -> bool:
    """Whether the brand itself wrote it."""
    return any(_same(own, mention.author.handle) for own in policies.brand.handles.get(mention.network, ()))


def is_staff(mention: Mention, policies: Policies) -> bool:
    """Whether a registered person wrote it."""
    return person_by_handle(policies, mention.network, mention.author.handle) is not None


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
        asks=waits_for_customer(mention.text),
        in_private=points_to_private(mention.text),
        to=mention.in_reply_to,
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


def _same(registered: str | None, handle: str) -> bool:
    return registered is not None and _plain(registered) == _plain(handle) != ""


def _plain(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold()
