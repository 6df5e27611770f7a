"""Where an answer is written: the network's own composer, filled in where it allows that. Earshot posts nothing."""

import re
from urllib.parse import quote, urlencode, urlsplit

from chalicelib.domain.alert.excerpt import Excerpt
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.told.readable import one_line
from chalicelib.domain.told.telling import safe_url

_ON_A_SERVER = re.compile(r"([A-Za-z0-9.-]+(?::\d+)?)/[\w-]+", re.ASCII)
_RECORD = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/app\.bsky\.feed\.post/([\w.~:-]+)", re.ASCII)


def composer(excerpt: Excerpt, reply: str) -> str:
    """The address where `reply` can be given; empty where the network offers none.

    Mastodon and Bluesky take no text with the post that it answers: there the post itself is opened, since only an
    answer in its thread is known as one.
    """
    handle = one_line(excerpt.handle).lstrip("@")
    addressed = f"@{handle} {reply}" if handle else reply
    post = excerpt.mention.partition(":")[2]
    match excerpt.network:
        case Network.X if post.isascii() and post.isdecimal():
            return f"https://x.com/intent/post?{urlencode({'in_reply_to': post, 'text': reply}, quote_via=quote)}"
        case Network.BLUESKY:
            return _on_bluesky(post) or f"https://bsky.app/intent/compose?{_with_text(addressed)}"
        case Network.MASTODON if safe_url(excerpt.url):
            return _on_mastodon(post, safe_url(excerpt.url), addressed)
        case _:
            return ""


def _on_bluesky(post: str) -> str:
    record = _RECORD.fullmatch(post)
    return f"https://bsky.app/profile/{record[1]}/post/{record[2]}" if record else ""


def _on_mastodon(post: str, url: str, addressed: str) -> str:
    """On our own server, whatever server the post is at home on: that is where we have an account."""
    ours = _ON_A_SERVER.fullmatch(post)
    if ours:
        return f"https://{ours[1]}/authorize_interaction?{urlencode({'uri': url}, quote_via=quote, safe='')}"
    return f"https://{urlsplit(url).netloc}/share?{_with_text(addressed)}"


def _with_text(text: str) -> str:
    return urlencode({"text": text}, quote_via=quote)
