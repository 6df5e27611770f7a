"""When two mentions are one: the same address however it is written, or an id that its own sender gave twice."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec.structs import replace

from chalicelib.domain.heard.mention import Mention, Network

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def canonical(url: str) -> str:
    """The address without what changes and leads to the same page: http or https, www., tracking, the last slash.

    Empty for what is no address of the web.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(_TRACKING)]
    query = f"?{urlencode(asked)}" if asked else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.hostname.removeprefix('www.')}{port}{parts.path.rstrip('/')}{query}{fragment}"


def is_same(known: Mention, mention: Mention) -> bool:
    """Whether `mention`, whose key or former key names `known`, is that mention and not another of the same id."""
    if (known.title, known.text) == (mention.title, mention.text):
        return True
    if mention.network is not Network.FEED:
        return known.author.id == mention.author.id
    address = canonical(mention.url)
    return (mention.title != "" and mention.title == known.title) or (address != "" and address == canonical(known.url))


def apart(mention: Mention) -> Mention:
    """The mention under a key of its own, where its sender gave its id to what somebody else wrote."""
    own = f"{mention.id}@{mention.author.id}"
    return replace(mention, id=own, thread=own if mention.thread == mention.id else mention.thread)
