"""Where an answer is written: the network's own composer, filled in where it allows that. Earshot posts nothing."""

from urllib.parse import quote, urlencode, urlsplit

from chalicelib.domain.alert.excerpt import Excerpt
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.told.readable import one_line
from chalicelib.domain.told.telling import safe_url


def composer(excerpt: Excerpt, reply: str) -> str:
    """The address of the composer with `reply` in it; empty where the network offers none."""
    handle = one_line(excerpt.handle).lstrip("@")
    addressed = f"@{handle} {reply}" if handle else reply
    post = excerpt.mention.partition(":")[2]
    match excerpt.network:
        case Network.X if post.isascii() and post.isdecimal():
            return f"https://x.com/intent/post?{urlencode({'in_reply_to': post, 'text': reply}, quote_via=quote)}"
        case Network.BLUESKY:
            return f"https://bsky.app/intent/compose?{urlencode({'text': addressed}, quote_via=quote)}"
        case Network.MASTODON if safe_url(excerpt.url):
            host = urlsplit(safe_url(excerpt.url)).netloc
            return f"https://{host}/share?{urlencode({'text': addressed}, quote_via=quote)}"
        case _:
            return ""
