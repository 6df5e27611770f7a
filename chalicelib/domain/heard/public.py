"""An address as it may be shown: what is secret in it is left out."""

from urllib.parse import urlsplit, urlunsplit


def without_password(url: str) -> str:
    """The address without the name and password that it may carry; empty where it cannot be read."""
    try:
        parts = urlsplit(url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    except ValueError:
        return ""
