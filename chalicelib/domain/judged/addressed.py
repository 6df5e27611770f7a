"""Said to us or about us: who speaks to the brand may be answered, who speaks of it is only overheard."""

import re

from msgspec.structs import replace

from chalicelib.domain.heard.classification import Post
from chalicelib.domain.heard.mention import Mention, Network
from chalicelib.domain.rules.compiled import Policies

_HANDLE = re.compile(r"(?<![\w@.])@(\w+(?:[.@-]\w+)*)")


def with_addressed(mention: Mention, policies: Policies) -> Mention:
    """The mention, marked as said to the brand where its source did not say so and it can be told."""
    if mention.addressed or not is_said_to(mention, policies):
        return mention
    return replace(mention, addressed=True)


def is_said_to(mention: Mention, policies: Policies) -> bool:
    """Whether it is said to the brand: it speaks to our handle before any other, answers us, or came by our own form.

    Nothing that a feed brings is: an article speaks to its readers.
    """
    if mention.network is Network.FEED:
        return False
    if mention.network is Network.WEBHOOK or mention.thread_by_brand:
        return True
    first = _HANDLE.search(mention.text)
    own = policies.brand.handles.get(mention.network, ())
    return first is not None and _plain(first[1]) in {_plain(handle) for handle in own}


def post_of(mention: Mention) -> Post:
    """What the classifier is given of a mention: headline and text, the source's tag, whether it is said to us."""
    return Post(
        text=mention.words,
        language=mention.language,
        addressed=mention.addressed,
        can_be_answered=mention.network is not Network.FEED,
    )


def _plain(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold().rstrip(".-")
